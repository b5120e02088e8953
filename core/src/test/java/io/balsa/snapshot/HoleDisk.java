package io.balsa.snapshot;

import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.DiskLock;
import io.balsa.disk.DiskMapping;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk that takes everything and keeps nothing, without allocating. */
final class HoleDisk implements Disk {
    @Override
    public void createDirectories(final Path directory) {}

    @Override
    public boolean exists(final Path path) {
        return false;
    }

    @Override
    public boolean isDirectory(final Path path) {
        return true;
    }

    @Override
    public List<Path> list(final Path directory) {
        return List.of();
    }

    @Override
    public DiskFile create(final Path file) {
        return new Hole(file);
    }

    @Override
    public DiskFile open(final Path file) {
        return new Hole(file);
    }

    @Override
    public DiskFile openToRead(final Path file) {
        return open(file);
    }

    @Override
    public void delete(final Path file) {}

    @Override
    public void rename(final Path from, final Path to) {}

    @Override
    public void syncDirectory(final Path directory) {}

    @Override
    public @Nullable DiskLock tryLock(final Path file, final String holder) {
        return null;
    }

    private record Hole(Path path) implements DiskFile {
        @Override
        public long size() {
            return 0;
        }

        @Override
        public void read(final long position, final ByteBuffer destination) {
            throw new UnsupportedOperationException("nothing is kept");
        }

        @Override
        public void write(final long position, final ByteBuffer source) {
            source.position(source.limit());
        }

        @Override
        public void writeZeroes(final long position, final long length) {}

        @Override
        public void force() {}

        @Override
        public DiskMapping map(final int length) {
            throw new UnsupportedOperationException("nothing is kept");
        }

        @Override
        public void close() {}
    }
}
