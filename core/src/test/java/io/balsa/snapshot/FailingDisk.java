package io.balsa.snapshot;

import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.DiskFullException;
import io.balsa.disk.DiskLock;
import io.balsa.disk.DiskMapping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk of which one operation, by number, fails; reads included. */
final class FailingDisk implements Disk {
    private final Disk disk;
    private final boolean full;
    private long untilFailure = Long.MAX_VALUE;

    /** Fails for want of room, or as a broken device does. */
    FailingDisk(final Disk disk, final boolean full) {
        this.disk = disk;
        this.full = full;
    }

    /** Lets the operation of this number fail, counted from 1. */
    void failAt(final long operation) {
        untilFailure = operation;
    }

    /** Tells whether the operation to fail is still to come. */
    boolean isWaiting() {
        return untilFailure > 0;
    }

    private void operate(final Path path, final boolean takesRoom) throws IOException {
        if (full && !takesRoom) {
            return;
        }
        untilFailure--;
        if (untilFailure == 0) {
            throw full
                    ? new DiskFullException("write failed: file=" + path, new IOException("No space left on device"))
                    : new IOException("Input/output error: file=" + path);
        }
    }

    @Override
    public void createDirectories(final Path directory) throws IOException {
        operate(directory, true);
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
        operate(directory, false);
        return disk.list(directory);
    }

    @Override
    public DiskFile create(final Path file) throws IOException {
        operate(file, true);
        return new FailingFile(disk.create(file));
    }

    @Override
    public DiskFile open(final Path file) throws IOException {
        operate(file, false);
        return new FailingFile(disk.open(file));
    }

    @Override
    public DiskFile openToRead(final Path file) throws IOException {
        return open(file);
    }

    @Override
    public void delete(final Path file) throws IOException {
        operate(file, false);
        disk.delete(file);
    }

    @Override
    public void rename(final Path from, final Path to) throws IOException {
        operate(from, true);
        disk.rename(from, to);
    }

    @Override
    public void syncDirectory(final Path directory) throws IOException {
        operate(directory, true);
        disk.syncDirectory(directory);
    }

    @Override
    public @Nullable DiskLock tryLock(final Path file, final String holder) throws IOException {
        return disk.tryLock(file, holder);
    }

    private final class FailingFile implements DiskFile {
        private final DiskFile file;

        private FailingFile(final DiskFile file) {
            this.file = file;
        }

        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public long size() throws IOException {
            operate(path(), false);
            return file.size();
        }

        @Override
        public void read(final long position, final ByteBuffer destination) throws IOException {
            operate(path(), false);
            file.read(position, destination);
        }

        @Override
        public void write(final long position, final ByteBuffer source) throws IOException {
            operate(path(), true);
            file.write(position, source);
        }

        @Override
        public void writeZeroes(final long position, final long length) throws IOException {
            operate(path(), true);
            file.writeZeroes(position, length);
        }

        @Override
        public void force() throws IOException {
            operate(path(), true);
            file.force();
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
