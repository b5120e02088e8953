package io.balsa.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that forgets, on a power cut, what was not forced, and that fails where a test says so.
 *
 * <p>Every change (create, write, force, delete, rename, directory sync) is one operation; a test can cut the power at any of
 * them by number. What a power cut leaves is chosen by {@link Survival}.
 */
public final class SimDisk implements Disk {
    /** What is on disk after a power cut, beyond what was forced. */
    public enum Survival {
        /** Nothing. */
        FORCED_ONLY,
        /** Everything: the process died, the operating system lives. */
        ALL,
        /** The writes and directory changes up to some point, the last write torn. */
        SOME_FIRST,
        /** Any sectors and directory changes, in any order. */
        ANY
    }

    /** The power is cut; nothing happens on this disk any more. */
    public static final class PowerCut extends Error {
        PowerCut(final long operation) {
            super("power cut at operation " + operation);
        }
    }

    private final Set<Path> directories = new HashSet<>();
    private final TreeMap<Path, SimContent> names = new TreeMap<>();
    private final TreeMap<Path, SimContent> durableNames = new TreeMap<>();
    private final List<TreeMap<Path, SimContent>> nameHistory = new ArrayList<>();
    private final Set<Path> locked = new HashSet<>();

    private long operations;
    private long cutAtOperation = Long.MAX_VALUE;
    private boolean dead;
    private long roomBytes = Long.MAX_VALUE;
    private @Nullable String failingForce;
    private @Nullable String failingWrite;
    private @Nullable String lyingForce;
    private long failAtOperation = Long.MAX_VALUE;
    private long reads;
    private long failAtRead = Long.MAX_VALUE;
    private final List<String> forcedFiles = new ArrayList<>();

    /** Cuts the power at the given number of operations from now, counted from 1. */
    public void cutPowerAfter(final long operationCount) {
        cutAtOperation = operations + operationCount;
    }

    /** Makes the operation of the given number from now, counted from 1, fail without effect, and no other. */
    public void failOperationAfter(final long operationCount) {
        failAtOperation = operations + operationCount;
    }

    /** Makes the opening, reading or mapping of the given number from now, counted from 1, fail, and no other. */
    public void failReadAfter(final long readCount) {
        failAtRead = reads + readCount;
    }

    /** Tells whether a failure that was asked for by number has happened. */
    public boolean hasFailed() {
        return operations >= failAtOperation || reads >= failAtRead;
    }

    /** Makes forces of files whose name contains {@code part} do nothing and say that they did; null for none. */
    public void lieOnForceOf(final @Nullable String part) {
        lyingForce = part;
    }

    /** Returns the number of operations so far. */
    public long operations() {
        return operations;
    }

    /** Makes every force of files whose name contains {@code part} fail; null for none. */
    public void failForceOf(final @Nullable String part) {
        failingForce = part;
    }

    /** Makes every write to files whose name contains {@code part} fail; null for none. */
    public void failWriteTo(final @Nullable String part) {
        failingWrite = part;
    }

    /** Lets files together grow by this many bytes more. */
    public void leaveRoom(final long bytes) {
        roomBytes = bytes;
    }

    /** Ends everything that makes operations fail from now on. */
    public void heal() {
        failingForce = null;
        failingWrite = null;
        lyingForce = null;
        roomBytes = Long.MAX_VALUE;
        failAtOperation = Long.MAX_VALUE;
        failAtRead = Long.MAX_VALUE;
        cutAtOperation = Long.MAX_VALUE;
    }

    /** Returns the names of the files forced so far, in order. */
    public List<String> forcedFiles() {
        return forcedFiles;
    }

    /** Returns the number of files. */
    public int fileCount() {
        return names.size();
    }

    /** Returns the content of a file, to look at. */
    public byte[] contentOf(final Path file) {
        return content(file).bytes();
    }

    /** Changes bytes of a file behind the back of whoever uses it, durably. */
    public void damage(final Path file, final int position, final byte[] bytes) {
        content(file).damage(position, bytes);
    }

    /** Returns the disk as it is found when the power is back. */
    public SimDisk afterPowerCut(final Survival survival, final Random random) {
        final SimDisk found = new SimDisk();
        found.directories.addAll(directories);
        final TreeMap<Path, SimContent> survivors =
                switch (survival) {
                    case FORCED_ONLY -> durableNames;
                    case ALL -> names;
                    case SOME_FIRST, ANY -> someNames(random);
                };
        survivors.forEach((path, content) -> {
            final SimContent copy = SimContent.durableOf(content.surviving(survival, random));
            found.names.put(path, copy);
            found.durableNames.put(path, copy);
        });
        return found;
    }

    private TreeMap<Path, SimContent> someNames(final Random random) {
        final int choice = random.nextInt(nameHistory.size() + 1);
        return choice == nameHistory.size() ? durableNames : nameHistory.get(choice);
    }

    private void operate(final String action, final Path path) throws IOException {
        if (dead) {
            throw new PowerCut(operations);
        }
        operations++;
        if (operations >= cutAtOperation) {
            dead = true;
        }
        if (operations == failAtOperation) {
            throw failed(action, path);
        }
    }

    private void look(final Path path) throws IOException {
        reads++;
        if (reads == failAtRead) {
            throw failed("read", path);
        }
    }

    private static IOException failed(final String action, final Path path) {
        return new IOException(action + " failed: file=" + path + ", reason=Input/output error");
    }

    /** An operation at which the power is cut was begun but is not sure to have happened. */
    private void dieIfDead() {
        if (dead) {
            throw new PowerCut(operations);
        }
    }

    private SimContent content(final Path path) {
        final SimContent content = names.get(path);
        if (content == null) {
            throw new IllegalArgumentException("no such file: " + path);
        }
        return content;
    }

    private void nameChanged() {
        nameHistory.add(new TreeMap<>(names));
        dieIfDead();
    }

    @Override
    public synchronized void createDirectories(final Path directory) {
        for (Path path = directory; path != null; path = path.getParent()) {
            directories.add(path);
        }
    }

    @Override
    public synchronized boolean exists(final Path path) {
        return names.containsKey(path) || directories.contains(path);
    }

    @Override
    public synchronized boolean isDirectory(final Path path) {
        return directories.contains(path);
    }

    @Override
    public synchronized List<Path> list(final Path directory) {
        return names.keySet().stream()
                .filter(path -> directory.equals(path.getParent()))
                .toList();
    }

    @Override
    public synchronized DiskFile create(final Path file) throws IOException {
        if (names.containsKey(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        if (roomBytes <= 0) {
            throw new DiskFullException(
                    "file cannot be made: file=" + file, new IOException("No space left on device"));
        }
        operate("create", file);
        final SimContent content = new SimContent();
        names.put(file, content);
        nameChanged();
        return new SimFile(file, content);
    }

    @Override
    public synchronized DiskFile open(final Path file) throws IOException {
        final SimContent content = names.get(file);
        if (content == null) {
            throw new NoSuchFileException(file.toString());
        }
        look(file);
        return new SimFile(file, content);
    }

    @Override
    public DiskFile openToRead(final Path file) throws IOException {
        return open(file);
    }

    @Override
    public synchronized void delete(final Path file) throws IOException {
        if (!names.containsKey(file)) {
            throw new NoSuchFileException(file.toString());
        }
        operate("delete", file);
        names.remove(file);
        nameChanged();
    }

    @Override
    public synchronized void rename(final Path from, final Path to) throws IOException {
        final SimContent content = names.get(from);
        if (content == null) {
            throw new NoSuchFileException(from.toString());
        }
        operate("rename", from);
        names.remove(from);
        names.put(to, content);
        nameChanged();
    }

    @Override
    public synchronized void syncDirectory(final Path directory) throws IOException {
        operate("force", directory);
        dieIfDead();
        durableNames.keySet().removeIf(path -> directory.equals(path.getParent()));
        names.forEach((path, content) -> {
            if (directory.equals(path.getParent())) {
                durableNames.put(path, content);
            }
        });
        nameHistory.clear();
    }

    @Override
    public synchronized @Nullable DiskLock tryLock(final Path file, final String holder) throws IOException {
        if (locked.contains(file)) {
            return null;
        }
        if (!names.containsKey(file)) {
            create(file).close();
        }
        locked.add(file);
        content(file).write(0, holder.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return () -> {
            synchronized (this) {
                locked.remove(file);
            }
        };
    }

    private final class SimFile implements DiskFile {
        private final Path path;
        private final SimContent content;
        private boolean open = true;

        private SimFile(final Path path, final SimContent content) {
            this.path = path;
            this.content = content;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public long size() throws IOException {
            checkOpen();
            return content.length();
        }

        @Override
        public void read(final long position, final ByteBuffer destination) throws IOException {
            synchronized (SimDisk.this) {
                checkOpen();
                look(path);
                if (position + destination.remaining() > content.length()) {
                    throw new IOException("file ends too early: file=" + path);
                }
                content.read((int) position, destination);
            }
        }

        @Override
        public void write(final long position, final ByteBuffer source) throws IOException {
            final byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            write((int) position, bytes);
        }

        @Override
        public void writeZeroes(final long position, final long length) throws IOException {
            write((int) position, new byte[(int) length]);
        }

        private void write(final int position, final byte[] bytes) throws IOException {
            synchronized (SimDisk.this) {
                checkOpen();
                operate("write", path);
                if (failingWrite != null && path.toString().contains(failingWrite)) {
                    throw failed("write", path);
                }
                final int growth = Math.max(0, position + bytes.length - content.length());
                if (growth > roomBytes) {
                    throw new DiskFullException(
                            "write failed: file=" + path, new IOException("No space left on device"));
                }
                roomBytes -= growth;
                content.write(position, bytes);
                dieIfDead();
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimDisk.this) {
                checkOpen();
                operate("force", path);
                dieIfDead();
                if (failingForce != null && path.toString().contains(failingForce)) {
                    throw failed("force", path);
                }
                forcedFiles.add(path.getFileName().toString());
                if (lyingForce == null || !path.toString().contains(lyingForce)) {
                    content.force();
                }
            }
        }

        @Override
        public DiskMapping map(final int length) throws IOException {
            checkOpen();
            look(path);
            final ByteBuffer view = content.map(length);
            return new DiskMapping() {
                @Override
                public ByteBuffer buffer() {
                    return view;
                }

                @Override
                public void close() {
                    content.unmap();
                }
            };
        }

        private void checkOpen() throws IOException {
            if (!open) {
                throw new java.nio.channels.ClosedChannelException();
            }
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
