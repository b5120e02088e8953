package io.balsa.snapshot;

import static io.balsa.snapshot.SnapshotFixture.CONFIG;
import static io.balsa.snapshot.SnapshotFixture.DATA;
import static io.balsa.snapshot.SnapshotFixture.DIRECTORY;
import static io.balsa.snapshot.SnapshotFixture.OWNER;
import static io.balsa.snapshot.SnapshotFixture.isWhole;
import static io.balsa.snapshot.SnapshotFixture.latest;
import static io.balsa.snapshot.SnapshotFixture.open;
import static io.balsa.snapshot.SnapshotFixture.read;
import static io.balsa.snapshot.SnapshotFixture.state;
import static io.balsa.snapshot.SnapshotFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.DiskFullException;
import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.PowerCut;
import io.balsa.disk.SimDisk.Survival;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fails every operation of the disk in turn while snapshots are written: the old or the new one is there afterwards, whole. */
class SnapshotCrashTest {
    private static final int LENGTH = 9_000;
    private static final int TRIES_AT_RANDOM = 8;

    @ParameterizedTest
    @EnumSource(Survival.class)
    void shouldHoldTheOldOrTheNewOneWhenThePowerIsCutAnywhere(final Survival survival) throws IOException {
        boolean cut = true;
        for (int operation = 1; cut; operation++) {
            for (int seed = 0; seed < TRIES_AT_RANDOM; seed++) {
                final SimDisk disk = diskWithDirectory();
                final SnapshotStore store = open(disk);
                disk.cutPowerAfter(operation);
                long published = 0;
                cut = false;
                try {
                    for (int index = 1; index <= 4; index++) {
                        published =
                                write(store, index, state(index, LENGTH)).head().index();
                    }
                } catch (final PowerCut e) {
                    cut = true;
                }

                final SimDisk found = disk.afterPowerCut(survival, new Random(seed));
                checkAfterwards(found, published, "operation %d, seed %d".formatted(operation, seed));
            }
        }
    }

    private static void checkAfterwards(final SimDisk found, final long published, final String where)
            throws IOException {
        found.createDirectories(DIRECTORY);
        final SnapshotStore store = open(found);
        final SnapshotFile newest = store.latest();
        final long index = newest == null ? 0 : newest.head().index();
        assertThat(index).as(where).isBetween(published, published + 1);
        assertThat(newest == null || isWhole(store, LENGTH)).as(where).isTrue();
        assertThat(found.list(DIRECTORY)).as(where).noneMatch(path -> path.toString()
                .endsWith(".unfinished"));
        assertThat(write(store, 10, state(10, LENGTH)).head().index()).as(where).isEqualTo(10);
        assertThat(isWhole(open(found), LENGTH)).as(where).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepTheOldOneUsableWhenAnyOperationFails(final boolean full) throws IOException {
        int failures = 0;
        boolean failed = true;
        for (int operation = 1; failed; operation++) {
            final SimDisk disk = diskWithDirectory();
            write(open(disk), 1, state(1, LENGTH));
            final FailingDisk failing = new FailingDisk(disk, full);
            final SnapshotStore store = open(failing);
            failing.failAt(operation);
            failed = false;
            try {
                write(store, 2, state(2, LENGTH));
                write(store, 3, state(3, LENGTH));
            } catch (final IOException e) {
                failed = true;
                failures++;
                assertThat(e instanceof DiskFullException)
                        .as("operation %d", operation)
                        .isEqualTo(full);
            }
            assertThat(failing.isWaiting()).as("operation %d", operation).isEqualTo(!failed);
            failing.failAt(Long.MAX_VALUE);

            assertThat(isWhole(store, LENGTH)).as("operation %d", operation).isTrue();
            final SnapshotStore again = open(disk);
            assertThat(isWhole(again, LENGTH)).as("operation %d", operation).isTrue();
            assertThat(newestIndex(again)).as("operation %d", operation).isGreaterThanOrEqualTo(newestIndex(store));
            // The next one succeeds: nothing is in its way.
            write(again, 4, state(4, LENGTH));
            assertThat(isWhole(again, LENGTH)).as("operation %d", operation).isTrue();
        }
        assertThat(failures).as("operations tried").isGreaterThan(15);
    }

    @Test
    void shouldGiveTheRoomBackWhenTheDiskIsFull() throws IOException {
        for (int room = 0; room < LENGTH; room += 512) {
            final SimDisk disk = diskWithDirectory();
            final SnapshotStore store = open(disk);
            write(store, 1, state(1, LENGTH));
            disk.leaveRoom(room);
            final long before = latest(store).length();

            boolean full = false;
            try {
                write(store, 2, state(2, LENGTH));
            } catch (final DiskFullException e) {
                full = true;
            }

            assertThat(full).as("room %d", room).isTrue();
            assertThat(disk.list(DIRECTORY)).as("room %d", room).hasSize(1);
            assertThat(disk.contentOf(disk.list(DIRECTORY).get(0))).hasSize((int) before);
            assertThat(isWhole(store, LENGTH)).isTrue();
            disk.leaveRoom(Long.MAX_VALUE);
            assertThat(read(store, write(store, 2, state(2, LENGTH)))).isEqualTo(state(2, LENGTH));
        }
    }

    @ParameterizedTest
    @EnumSource(Survival.class)
    void shouldHoldTheOneBeforeWhenThePowerIsCutWhileADamagedOneIsSetAside(final Survival survival) throws IOException {
        for (int operation = 1; operation <= 4; operation++) {
            final SimDisk disk = diskWithDirectory();
            final SnapshotStore store = open(disk);
            write(store, 1, state(1, LENGTH));
            disk.damage(write(store, 2, state(2, LENGTH)).path(), 20, new byte[] {1, 2, 3});
            disk.cutPowerAfter(operation);
            boolean cut = false;
            try {
                SnapshotStore.open(disk, DATA, OWNER, CONFIG, SnapshotStore.Damaged.SET_ASIDE);
            } catch (final PowerCut e) {
                cut = true;
            }
            assertThat(cut).isEqualTo(operation < 4);

            final SimDisk found = disk.afterPowerCut(survival, new Random(operation));
            final SnapshotStore again = SnapshotStore.open(found, DATA, OWNER, CONFIG, SnapshotStore.Damaged.SET_ASIDE);
            assertThat(newestIndex(again)).isEqualTo(1);
            assertThat(isWhole(again, LENGTH)).isTrue();
        }
    }

    private static long newestIndex(final SnapshotStore store) {
        final SnapshotFile newest = store.latest();
        return newest == null ? 0 : newest.head().index();
    }

    /** A data directory is durable before anything is written into it. */
    private static SimDisk diskWithDirectory() throws IOException {
        final SimDisk disk = new SimDisk();
        disk.createDirectories(DIRECTORY);
        disk.syncDirectory(DATA);
        return disk;
    }
}
