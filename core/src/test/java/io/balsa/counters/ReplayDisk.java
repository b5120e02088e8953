package io.balsa.counters;

import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.DiskLock;
import io.balsa.disk.DiskMapping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A disk in memory that never fails nor forgets, and counts what it is asked to write and to make durable.
 *
 * <p>Threading: one thread.
 */
final class ReplayDisk implements Disk {
    private final Counts counts;
    private final Set<Path> directories = new HashSet<>();
    private final TreeMap<Path, Content> files = new TreeMap<>();

    ReplayDisk(final Counts counts) {
        this.counts = counts;
    }

    @Override
    public void createDirectories(final Path directory) {
        for (Path path = directory; path != null; path = path.getParent()) {
            directories.add(path);
        }
    }

    @Override
    public boolean exists(final Path path) {
        return files.containsKey(path) || directories.contains(path);
    }

    @Override
    public boolean isDirectory(final Path path) {
        return directories.contains(path);
    }

    @Override
    public List<Path> list(final Path directory) {
        return files.keySet().stream()
                .filter(path -> directory.equals(path.getParent()))
                .toList();
    }

    @Override
    public DiskFile create(final Path file) throws IOException {
        if (files.putIfAbsent(file, new Content()) != null) {
            throw new FileAlreadyExistsException(file.toString());
        }
        return open(file);
    }

    @Override
    public DiskFile open(final Path file) throws IOException {
        return new OpenFile(file, existing(file));
    }

    @Override
    public DiskFile openToRead(final Path file) throws IOException {
        return open(file);
    }

    @Override
    public void delete(final Path file) throws IOException {
        existing(file);
        files.remove(file);
    }

    @Override
    public void rename(final Path from, final Path to) throws IOException {
        files.put(to, existing(from));
        files.remove(from);
    }

    private Content existing(final Path file) throws IOException {
        final Content content = files.get(file);
        if (content == null) {
            throw new NoSuchFileException(file.toString());
        }
        return content;
    }

    @Override
    public void syncDirectory(final Path directory) {
        counts.add(Counter.SYNCS, 1);
    }

    @Override
    public DiskLock tryLock(final Path file, final String holder) {
        return () -> {
            // Nobody else is there.
        };
    }

    /** The bytes of a file. */
    private static final class Content {
        private ByteBuffer bytes = ByteBuffer.allocateDirect(0);
        private int length;

        private ByteBuffer slice(final long position, final int sliceLength) {
            final int end = Math.addExact(Math.toIntExact(position), sliceLength);
            if (end > bytes.capacity()) {
                final ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(end, 2 * bytes.capacity()));
                larger.put(0, bytes, 0, length);
                bytes = larger;
            }
            length = Math.max(length, end);
            return bytes.slice((int) position, sliceLength);
        }
    }

    private final class OpenFile implements DiskFile {
        private final Path path;
        private final Content content;

        private OpenFile(final Path path, final Content content) {
            this.path = path;
            this.content = content;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void read(final long position, final ByteBuffer destination) throws IOException {
            if (position + destination.remaining() > content.length) {
                throw new IOException("file ends too early: file=" + path);
            }
            final boolean inAgent = Meter.stop();
            destination.put(content.slice(position, destination.remaining()));
            Meter.goOn(inAgent);
        }

        @Override
        public void write(final long position, final ByteBuffer source) {
            final boolean inAgent = Meter.stop();
            counts.add(Counter.WRITES, 1);
            counts.add(Counter.WRITTEN_BYTES, source.remaining());
            content.slice(position, source.remaining()).put(source);
            Meter.goOn(inAgent);
        }

        @Override
        public void writeZeroes(final long position, final long length) {
            final boolean inAgent = Meter.stop();
            counts.add(Counter.ZEROED_BYTES, length);
            new UnsafeBuffer(content.slice(position, (int) length)).setMemory(0, (int) length, (byte) 0);
            Meter.goOn(inAgent);
        }

        @Override
        public void force() {
            counts.add(Counter.SYNCS, 1);
        }

        /** A file is mapped when it is whole: it does not grow from then on. */
        @Override
        public DiskMapping map(final int length) {
            final ByteBuffer view = content.slice(0, length).asReadOnlyBuffer();
            return new DiskMapping() {
                @Override
                public ByteBuffer buffer() {
                    return view;
                }

                @Override
                public void close() {
                    // The memory goes with the last reference to it.
                }
            };
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
