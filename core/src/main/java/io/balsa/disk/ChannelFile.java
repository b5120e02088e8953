package io.balsa.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import org.agrona.BufferUtil;

/** A file of the machine behind a {@link FileChannel}. */
final class ChannelFile implements DiskFile {
    /**
     * Bytes of zeroes per write. Linux keeps what one write brings into the page cache together as one unit, and small
     * writes into a large unit are slower (twice for 2 KiB into 1 MiB); many tiny writes on the other hand make laying
     * the zeroes slow (three times for 4 KiB). This size is near the best of both.
     */
    private static final int ZEROES_PER_WRITE = 16 * 1024;

    private static final ByteBuffer ZEROES = ByteBuffer.allocateDirect(ZEROES_PER_WRITE);

    private final Path path;
    private final FileChannel channel;

    /** A view for this file alone, made once: the next segment is laid out while commands flow, which may not allocate. */
    private final ByteBuffer zeroes = ZEROES.duplicate();

    ChannelFile(final Path path, final FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void read(final long position, final ByteBuffer destination) throws IOException {
        long from = position;
        while (destination.hasRemaining()) {
            final int count = channel.read(destination, from);
            if (count < 0) {
                throw new IOException("file ends too early: file=" + path + ", offset=" + from + ", missing="
                        + destination.remaining());
            }
            from += count;
        }
    }

    @Override
    public void write(final long position, final ByteBuffer source) throws IOException {
        try {
            long to = position;
            while (source.hasRemaining()) {
                to += channel.write(source, to);
            }
        } catch (final IOException e) {
            throw named(e, "write", path);
        }
    }

    @Override
    public void writeZeroes(final long position, final long length) throws IOException {
        final long end = position + length;
        synchronized (zeroes) {
            for (long to = position; to < end; to += zeroes.limit()) {
                zeroes.position(0).limit((int) Math.min(ZEROES_PER_WRITE, end - to));
                write(to, zeroes);
            }
        }
    }

    @Override
    public void force() throws IOException {
        try {
            channel.force(false);
        } catch (final IOException e) {
            throw named(e, "force", path);
        }
    }

    @Override
    public DiskMapping map(final int length) throws IOException {
        if (length > channel.size()) {
            throw new IOException(
                    "file is too short to map: file=" + path + ", expected=" + length + ", found=" + channel.size());
        }
        return new Mapping(channel.map(FileChannel.MapMode.READ_ONLY, 0, length));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Adds the name of the file to an error of the operating system and tells a full disk apart. */
    private static IOException named(final IOException e, final String action, final Path path) {
        final String message = action + " failed: file=" + path + ", reason=" + e.getMessage();
        return saysFull(e) ? new DiskFullException(message, e) : new IOException(message, e);
    }

    /** Tells a full disk apart; other errors name the file themselves. */
    static IOException fullOr(final FileSystemException e, final Path path) {
        return saysFull(e)
                ? new DiskFullException("file cannot be made: file=" + path + ", reason=" + e.getReason(), e)
                : e;
    }

    private static boolean saysFull(final IOException e) {
        final String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return reason.contains("no space left") || reason.contains("quota exceeded");
    }

    private record Mapping(MappedByteBuffer buffer) implements DiskMapping {
        @Override
        public void close() {
            BufferUtil.free(buffer);
        }
    }
}
