package io.balsa.snapshot;

import io.balsa.consensus.membership.Membership;
import io.balsa.disk.Disk;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** Snapshots of small chunks, whose state is made of their index. */
final class SnapshotFixture {
    static final Path DATA = Path.of("/data");
    static final Path DIRECTORY = DATA.resolve(SnapshotStore.DIRECTORY);
    static final StorageIdentity OWNER = new StorageIdentity(7, 1, 0xA1);
    static final StorageIdentity OTHER = new StorageIdentity(7, 2, 0xB2);
    static final int CHUNK = SnapshotConfig.MIN_CHUNK_LENGTH;
    static final int CONTENT_PER_CHUNK = CHUNK - ChunkLayout.HEADER_LENGTH;
    static final SnapshotConfig CONFIG = new SnapshotConfig(CHUNK, 2, 1 << 20);
    static final Membership MEMBERSHIP = Membership.ofVoters(1, 2, 3);
    static final long TERM = 3;

    private SnapshotFixture() {}

    static SnapshotStore open(final Disk disk) {
        return open(disk, OWNER);
    }

    static SnapshotStore open(final Disk disk, final StorageIdentity owner) {
        return SnapshotStore.open(disk, DATA, owner, CONFIG, SnapshotStore.Damaged.REFUSE);
    }

    /** Returns the state of an index: other bytes for other indexes, of a length that differs a little. */
    static byte[] state(final long index, final int length) {
        final byte[] bytes = new byte[length];
        new Random(index).nextBytes(bytes);
        return bytes;
    }

    /** Writes and publishes a snapshot, in pieces that do not match the chunks. */
    static SnapshotFile write(final SnapshotStore store, final long index, final byte[] state) throws IOException {
        try (SnapshotWriter writer = store.newWriter(store.nextHead(index, TERM, MEMBERSHIP))) {
            final UnsafeBuffer buffer = new UnsafeBuffer(state);
            for (int from = 0; from < state.length; from += 1000) {
                writer.write(buffer, from, Math.min(1000, state.length - from));
            }
            return writer.publish();
        }
    }

    /** Reads and checks all of a snapshot. */
    static byte[] read(final SnapshotStore store, final SnapshotFile file) {
        try (SnapshotReader reader = store.newReader(file)) {
            reader.verify();
            final byte[] bytes = new byte[(int) reader.remaining()];
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            int from = 0;
            while (reader.remaining() > 0) {
                final int length = (int) Math.min(777, reader.remaining());
                reader.read(buffer, from, length);
                from += length;
            }
            return bytes;
        }
    }

    /** Returns the newest snapshot, which must be there. */
    static SnapshotFile latest(final SnapshotStore store) {
        return Objects.requireNonNull(store.latest(), "a snapshot");
    }

    /** Tells whether the newest snapshot is there, whole, and the state of its index. */
    static boolean isWhole(final SnapshotStore store, final int length) {
        final SnapshotFile newest = store.latest();
        return newest != null
                && Arrays.equals(read(store, newest), state(newest.head().index(), length));
    }
}
