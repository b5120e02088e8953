package io.balsa.kv;

import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.DiskLock;
import io.balsa.disk.DiskMapping;
import io.balsa.disk.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The machine's disk until so many operations were done on it; then nothing happens any more, as after a crash. */
final class StoppingDisk implements Disk {
    /** The crash. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash");
        }
    }

    private final Disk disk = new FileDisk();
    private final int limit;
    private int operations;

    StoppingDisk(final int limit) {
        this.limit = limit;
    }

    /** Returns how many operations were done. */
    int operations() {
        return operations;
    }

    private void operate() {
        if (operations >= limit) {
            throw new Crash();
        }
        operations++;
    }

    @Override
    public void createDirectories(final Path directory) throws IOException {
        operate();
        disk.createDirectories(directory);
    }

    @Override
    public boolean exists(final Path path) {
        return disk.exists(path);
    }

    @Override
    public boolean isDirectory(final Path path) {
        return disk.isDirectory(path);
    }

    @Override
    public List<Path> list(final Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public DiskFile create(final Path file) throws IOException {
        operate();
        return new StoppingFile(disk.create(file));
    }

    @Override
    public DiskFile open(final Path file) throws IOException {
        return new StoppingFile(disk.open(file));
    }

    @Override
    public DiskFile openToRead(final Path file) throws IOException {
        return disk.openToRead(file);
    }

    @Override
    public void delete(final Path file) throws IOException {
        operate();
        disk.delete(file);
    }

    @Override
    public void rename(final Path from, final Path to) throws IOException {
        operate();
        disk.rename(from, to);
    }

    @Override
    public void syncDirectory(final Path directory) throws IOException {
        operate();
        disk.syncDirectory(directory);
    }

    @Override
    public @Nullable DiskLock tryLock(final Path file, final String holder) throws IOException {
        return disk.tryLock(file, holder);
    }

    private final class StoppingFile implements DiskFile {
        private final DiskFile file;

        private StoppingFile(final DiskFile file) {
            this.file = file;
        }

        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void read(final long position, final ByteBuffer destination) throws IOException {
            file.read(position, destination);
        }

        @Override
        public void write(final long position, final ByteBuffer source) throws IOException {
            operate();
            file.write(position, source);
        }

        /** A hole, which reads the same: a test makes hundreds of segments. */
        @Override
        public void writeZeroes(final long position, final long length) throws IOException {
            operate();
            file.write(position + length - 1, ByteBuffer.allocate(1));
        }

        @Override
        public void force() {
            operate();
        }

        @Override
        public DiskMapping map(final int length) throws IOException {
            return file.map(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
