package io.balsa.bench.probe;

import io.balsa.bench.stats.LatencyHistogram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;

/**
 * How long the disk takes to make 4 KiB durable: a write into a preallocated file and {@code fdatasync}, as a log does it.
 *
 * <p>The file is written once beforehand, so that no block is allocated and no size changes while measuring. Threading: one
 * thread per probe.
 */
public final class SyncProbe implements AutoCloseable {
    /** Bytes written per sync. */
    public static final int BLOCK_BYTES = 4096;

    private static final int FILE_BYTES = 4 << 20;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
    private long position;

    /**
     * Creates and preallocates the probe's file.
     *
     * @param directory on the disk to be probed
     * @throws IOException when the file cannot be written
     */
    public SyncProbe(final Path directory) throws IOException {
        file = Files.createTempFile(directory, "sync-probe-", ".tmp");
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block.put(i, (byte) i);
        }
        while (position < FILE_BYTES) {
            writeBlock();
        }
        channel.force(true);
        position = 0;
    }

    /**
     * Writes one block and waits until it is durable.
     *
     * @return how long that took, in ns
     * @throws IOException when the disk refuses
     */
    public long syncOnce() throws IOException {
        final long startNs = System.nanoTime();
        writeBlock();
        channel.force(false);
        return System.nanoTime() - startNs;
    }

    /**
     * Syncs again and again with nobody else at the disk.
     *
     * @param durationNs how long
     * @throws IOException when the disk refuses
     */
    public static Histogram alone(final Path directory, final long durationNs) throws IOException {
        final Histogram latencies = LatencyHistogram.create();
        try (SyncProbe probe = new SyncProbe(directory)) {
            final long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < durationNs) {
                LatencyHistogram.record(latencies, probe.syncOnce());
            }
        }
        return latencies;
    }

    private void writeBlock() throws IOException {
        block.clear();
        while (block.hasRemaining()) {
            position += channel.write(block, position % FILE_BYTES);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
