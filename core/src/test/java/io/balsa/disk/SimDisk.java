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
    /** Bytes that reach the device whole or not at all. */
    private static final int SECTOR = 512;

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
    private final TreeMap<Path, Inode> names = new TreeMap<>();
    private final TreeMap<Path, Inode> durableNames = new TreeMap<>();
    private final List<TreeMap<Path, Inode>> nameHistory = new ArrayList<>();
    private final Set<Path> locked = new HashSet<>();

    private long operations;
    private long cutAtOperation = Long.MAX_VALUE;
    private boolean dead;
    private long roomBytes = Long.MAX_VALUE;
    private @Nullable String failingForce;
    private @Nullable String failingWrite;
    private final List<String> forcedFiles = new ArrayList<>();

    private static final class Inode {
        private ByteBuffer content = ByteBuffer.allocateDirect(0);
        private int length;
        private boolean mapped;
        private byte[] durable = new byte[0];
        private final List<Write> unforced = new ArrayList<>();

        void put(final int position, final byte[] bytes) {
            final int end = position + bytes.length;
            if (end > content.capacity()) {
                if (mapped) {
                    throw new IllegalStateException("a mapped file of the simulated disk does not grow");
                }
                final ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(end, 2 * content.capacity()));
                larger.put(0, content, 0, length);
                content = larger;
            }
            content.put(position, bytes);
            length = Math.max(length, end);
        }

        byte[] bytes() {
            final byte[] copy = new byte[length];
            content.get(0, copy);
            return copy;
        }
    }

    private record Write(int position, byte[] bytes) {}

    /** Cuts the power at the given number of operations from now, counted from 1. */
    public void cutPowerAfter(final long operationCount) {
        cutAtOperation = operations + operationCount;
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

    /** Returns the names of the files forced so far, in order. */
    public List<String> forcedFiles() {
        return forcedFiles;
    }

    /** Returns the content of a file, to look at. */
    public byte[] contentOf(final Path file) {
        return inode(file).bytes();
    }

    /** Changes bytes of a file behind the back of whoever uses it, durably. */
    public void damage(final Path file, final int position, final byte[] bytes) {
        final Inode inode = inode(file);
        inode.put(position, bytes);
        inode.durable = inode.bytes();
    }

    /** Returns the disk as it is found when the power is back. */
    public SimDisk afterPowerCut(final Survival survival, final Random random) {
        final SimDisk found = new SimDisk();
        found.directories.addAll(directories);
        final TreeMap<Path, Inode> survivors =
                switch (survival) {
                    case FORCED_ONLY -> durableNames;
                    case ALL -> names;
                    case SOME_FIRST, ANY -> someNames(random);
                };
        survivors.forEach((path, inode) -> {
            final Inode copy = new Inode();
            copy.put(0, survivingBytes(inode, survival, random));
            copy.durable = copy.bytes();
            found.names.put(path, copy);
            found.durableNames.put(path, copy);
        });
        return found;
    }

    private TreeMap<Path, Inode> someNames(final Random random) {
        final int choice = random.nextInt(nameHistory.size() + 1);
        return choice == nameHistory.size() ? durableNames : nameHistory.get(choice);
    }

    private static byte[] survivingBytes(final Inode inode, final Survival survival, final Random random) {
        if (survival == Survival.ALL) {
            return inode.bytes();
        }
        final Inode copy = new Inode();
        copy.put(0, inode.durable);
        if (survival == Survival.SOME_FIRST && !inode.unforced.isEmpty()) {
            final int last = random.nextInt(inode.unforced.size() + 1);
            for (int i = 0; i < last; i++) {
                copy.put(inode.unforced.get(i).position(), inode.unforced.get(i).bytes());
            }
            if (last < inode.unforced.size()) {
                tearAfterPrefix(copy, inode.unforced.get(last), random);
            }
        } else if (survival == Survival.ANY) {
            for (final Write write : inode.unforced) {
                keepSomeSectors(copy, write, random);
            }
        }
        return copy.bytes();
    }

    private static void tearAfterPrefix(final Inode copy, final Write write, final Random random) {
        final int end = write.position() + random.nextInt(write.bytes().length + 1);
        final int sectorEnd = Math.max(write.position(), end / SECTOR * SECTOR);
        copy.put(write.position(), java.util.Arrays.copyOf(write.bytes(), sectorEnd - write.position()));
    }

    private static void keepSomeSectors(final Inode copy, final Write write, final Random random) {
        int from = 0;
        while (from < write.bytes().length) {
            final int absolute = write.position() + from;
            final int length = Math.min(write.bytes().length - from, SECTOR - absolute % SECTOR);
            if (random.nextBoolean()) {
                copy.put(absolute, java.util.Arrays.copyOfRange(write.bytes(), from, from + length));
            }
            from += length;
        }
    }

    private void operate() {
        if (dead) {
            throw new PowerCut(operations);
        }
        operations++;
        if (operations >= cutAtOperation) {
            dead = true;
        }
    }

    /** An operation at which the power is cut was begun but is not sure to have happened. */
    private void dieIfDead() {
        if (dead) {
            throw new PowerCut(operations);
        }
    }

    private Inode inode(final Path path) {
        final Inode inode = names.get(path);
        if (inode == null) {
            throw new IllegalArgumentException("no such file: " + path);
        }
        return inode;
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
        operate();
        names.put(file, new Inode());
        nameChanged();
        return open(file);
    }

    @Override
    public synchronized DiskFile open(final Path file) throws IOException {
        final Inode inode = names.get(file);
        if (inode == null) {
            throw new NoSuchFileException(file.toString());
        }
        return new SimFile(file, inode);
    }

    @Override
    public synchronized void delete(final Path file) throws IOException {
        if (!names.containsKey(file)) {
            throw new NoSuchFileException(file.toString());
        }
        operate();
        names.remove(file);
        nameChanged();
    }

    @Override
    public synchronized void rename(final Path from, final Path to) throws IOException {
        final Inode inode = names.get(from);
        if (inode == null) {
            throw new NoSuchFileException(from.toString());
        }
        operate();
        names.remove(from);
        names.put(to, inode);
        nameChanged();
    }

    @Override
    public synchronized void syncDirectory(final Path directory) {
        operate();
        dieIfDead();
        durableNames.keySet().removeIf(path -> directory.equals(path.getParent()));
        names.forEach((path, inode) -> {
            if (directory.equals(path.getParent())) {
                durableNames.put(path, inode);
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
        inode(file).put(0, holder.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return () -> {
            synchronized (this) {
                locked.remove(file);
            }
        };
    }

    private final class SimFile implements DiskFile {
        private final Path path;
        private final Inode inode;
        private boolean open = true;

        private SimFile(final Path path, final Inode inode) {
            this.path = path;
            this.inode = inode;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public long size() throws IOException {
            checkOpen();
            return inode.length;
        }

        @Override
        public void read(final long position, final ByteBuffer destination) throws IOException {
            synchronized (SimDisk.this) {
                checkOpen();
                if (position + destination.remaining() > inode.length) {
                    throw new IOException("file ends too early: file=" + path);
                }
                destination.put(inode.content.slice((int) position, destination.remaining()));
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
                operate();
                if (failingWrite != null && path.toString().contains(failingWrite)) {
                    throw new IOException("write failed: file=" + path + ", reason=Input/output error");
                }
                final int growth = Math.max(0, position + bytes.length - inode.length);
                if (growth > roomBytes) {
                    throw new DiskFullException(
                            "write failed: file=" + path, new IOException("No space left on device"));
                }
                roomBytes -= growth;
                inode.put(position, bytes);
                inode.unforced.add(new Write(position, bytes));
                dieIfDead();
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimDisk.this) {
                checkOpen();
                operate();
                dieIfDead();
                if (failingForce != null && path.toString().contains(failingForce)) {
                    throw new IOException("force failed: file=" + path + ", reason=Input/output error");
                }
                forcedFiles.add(path.getFileName().toString());
                if (!inode.unforced.isEmpty()) {
                    inode.durable = inode.bytes();
                    inode.unforced.clear();
                }
            }
        }

        @Override
        public DiskMapping map(final int length) throws IOException {
            checkOpen();
            inode.mapped = true;
            final ByteBuffer view = inode.content.slice(0, length).asReadOnlyBuffer();
            return new DiskMapping() {
                @Override
                public ByteBuffer buffer() {
                    return view;
                }

                @Override
                public void close() {
                    // The memory goes with the last reference to it.
                    inode.mapped = false;
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
