package io.balsa.bench.log;

import io.balsa.log.LogConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A preallocated file of a segment's length, written from its beginning to its end and then again. Threading: one owner.
 */
final class BareFile implements AutoCloseable {
    private static final int FILE_BYTES = LogConfig.DEFAULT_SEGMENT_BYTES;
    /** As the log's own files are laid: in units of this size does the kernel keep them. */
    private static final int LAYING_BYTES = 16 * 1024;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer source = ByteBuffer.allocateDirect(LogConfig.DEFAULT_BUFFER_BYTES);
    private long position;

    /** Lays a file of zeroes in the temporary directory. */
    BareFile() throws IOException {
        path = Files.createTempFile("balsa-bench-bare-", ".tmp");
        channel = FileChannel.open(path, StandardOpenOption.WRITE);
        for (int i = 0; i < source.capacity(); i++) {
            source.put(i, (byte) (31 * i));
        }
        for (long at = 0; at < FILE_BYTES; at += LAYING_BYTES) {
            write(at, LAYING_BYTES);
        }
        channel.force(true);
    }

    private void write(final long from, final int length) throws IOException {
        source.position(0).limit(length);
        long to = from;
        while (source.hasRemaining()) {
            to += channel.write(source, to);
        }
    }

    /** Makes the next bytes durable. */
    void sync(final int length) throws IOException {
        if (position + length > FILE_BYTES) {
            position = 0;
        }
        write(position, length);
        channel.force(false);
        position += length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.delete(path);
    }
}
