package io.balsa.bench.log;

import io.balsa.codec.EntryType;
import io.balsa.disk.FileDisk;
import io.balsa.log.DataDirectory;
import io.balsa.log.HardStateFile;
import io.balsa.log.LogConfig;
import io.balsa.log.SegmentedLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A log of entries of one size in a temporary directory, which is the disk that is measured: {@code -Djava.io.tmpdir} chooses it.
 *
 * <p>Threading: one owner.
 */
public final class BenchLog implements AutoCloseable {
    private static final long SEED = 42;

    private final UnsafeBuffer payload;
    private final Path path;
    private final DataDirectory directory;
    private SegmentedLog log;

    /**
     * Makes an empty log.
     *
     * @param payloadLength of each entry in bytes
     * @throws IOException when the directory cannot be made
     */
    public BenchLog(final int payloadLength) throws IOException {
        payload = new UnsafeBuffer(ByteBuffer.allocateDirect(payloadLength));
        final byte[] random = new byte[payloadLength];
        new SplittableRandom(SEED).nextBytes(random);
        payload.putBytes(0, random);
        path = Files.createTempDirectory("balsa-bench-log-");
        directory = DataDirectory.open(new FileDisk(), path, 1, 1, 1, LogConfig.defaults());
        log = directory.openLog();
    }

    /** Returns the log. */
    public SegmentedLog log() {
        return log;
    }

    /** Returns what every entry holds. */
    public UnsafeBuffer payload() {
        return payload;
    }

    /** Appends an entry behind the last one. */
    public void append() {
        log.append(log.lastIndex() + 1, 1, EntryType.COMMAND, payload, 0, payload.capacity());
    }

    /** Drops the segments that are full, whose files go with the next syncs: the log must not fill the disk it measures. */
    public void forget() {
        log.compactPrefix(log.lastIndex() + 1);
    }

    /** Appends entries until the log has so many segments, of which the last is empty but for one. */
    public void fillSegments(final int count) {
        while (log.usage().segments() <= count) {
            append();
        }
        log.force();
    }

    /**
     * Returns the files of the segments that are full, in order.
     *
     * @throws IOException when the directory cannot be read
     */
    public List<Path> fullSegments() throws IOException {
        try (Stream<Path> files = Files.list(path.resolve("log"))) {
            final List<Path> segments = files.filter(
                            file -> file.getFileName().toString().endsWith(".log"))
                    .sorted()
                    .toList();
            return segments.subList(0, log.usage().segments() - 1);
        }
    }

    /** Returns the hard state of the same directory, which the caller closes. */
    public HardStateFile openHardState() {
        return directory.openHardState();
    }

    /** Closes the log, which stays on disk until {@link #openLog} or {@link #close}. */
    public void closeLog() {
        log.close();
    }

    /** Opens the log again, which recovers it. */
    public void openLog() {
        log = directory.openLog();
    }

    /** Closes the log and removes it. */
    @Override
    public void close() throws IOException {
        try {
            log.close();
        } finally {
            directory.close();
            delete();
        }
    }

    private void delete() throws IOException {
        final List<Path> files;
        try (Stream<Path> tree = Files.walk(path)) {
            files = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : files) {
            Files.delete(file);
        }
    }
}
