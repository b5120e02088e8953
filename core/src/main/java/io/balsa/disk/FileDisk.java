package io.balsa.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file system of the machine. Threading: safe for all threads. */
public final class FileDisk implements Disk {
    /** Bytes of a lock file, in which the holder's name is padded with blanks. */
    private static final int HOLDER_LENGTH = 32;

    @Override
    public void createDirectories(final Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        try {
            Files.createDirectories(directory);
        } catch (final FileSystemException e) {
            throw ChannelFile.fullOr(e, directory);
        }
    }

    @Override
    public boolean exists(final Path path) {
        return Files.exists(path);
    }

    @Override
    public boolean isDirectory(final Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public List<Path> list(final Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }

    @Override
    public DiskFile create(final Path file) throws IOException {
        return new ChannelFile(
                file, open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile open(final Path file) throws IOException {
        return new ChannelFile(file, open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile openToRead(final Path file) throws IOException {
        return new ChannelFile(file, open(file, StandardOpenOption.READ));
    }

    @Override
    public void delete(final Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    public void rename(final Path from, final Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void syncDirectory(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public @Nullable DiskLock tryLock(final Path file, final String holder) throws IOException {
        final FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            final FileLock lock = lock(channel);
            if (lock == null) {
                return null;
            }
            // Always the same length: writing the name again on a full disk needs no room.
            final byte[] name = new byte[HOLDER_LENGTH];
            Arrays.fill(name, (byte) ' ');
            final byte[] bytes = holder.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, name, 0, Math.min(bytes.length, HOLDER_LENGTH));
            new ChannelFile(file, channel).write(0, ByteBuffer.wrap(name));
            taken = true;
            return channel::close;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static FileChannel open(final Path file, final StandardOpenOption... options) throws IOException {
        try {
            return FileChannel.open(file, options);
        } catch (final FileSystemException e) {
            throw ChannelFile.fullOr(e, file);
        }
    }

    private static @Nullable FileLock lock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException e) {
            return null;
        }
    }
}
