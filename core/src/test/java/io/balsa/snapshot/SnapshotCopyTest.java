package io.balsa.snapshot;

import static io.balsa.snapshot.SnapshotFixture.CONFIG;
import static io.balsa.snapshot.SnapshotFixture.DATA;
import static io.balsa.snapshot.SnapshotFixture.OWNER;
import static io.balsa.snapshot.SnapshotFixture.TERM;
import static io.balsa.snapshot.SnapshotFixture.latest;
import static io.balsa.snapshot.SnapshotFixture.open;
import static io.balsa.snapshot.SnapshotFixture.read;
import static io.balsa.snapshot.SnapshotFixture.state;
import static io.balsa.snapshot.SnapshotFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.membership.Membership;
import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.PowerCut;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotCopyTest {
    private static final int LENGTH = 20_000;
    private static final Path BACKUPS = Path.of("/backup");
    private static final Path BACKUP = BACKUPS.resolve("monday");
    private static final Path NEW_DATA = Path.of("/new/data");
    private static final StorageIdentity NEW_OWNER = new StorageIdentity(8, 4, 0xC3);
    private static final Membership NEW_MEMBERS = Membership.ofVoters(4, 5);

    private final SimDisk disk = new SimDisk();

    @BeforeEach
    void takeSnapshot() throws IOException {
        disk.createDirectories(BACKUPS);
        disk.createDirectories(NEW_DATA);
        write(open(disk), 5, state(5, LENGTH));
    }

    private Path snapshot() {
        return latest(open(disk)).path();
    }

    @Test
    void shouldBeTheSameBytesWhenASnapshotIsCopied() {
        final AtomicLong told = new AtomicLong();

        final SnapshotFile copy = SnapshotCopy.copy(disk, snapshot(), BACKUP, told::addAndGet);

        assertThat(disk.contentOf(BACKUP)).isEqualTo(disk.contentOf(snapshot()));
        assertThat(copy.length()).isEqualTo(disk.contentOf(BACKUP).length);
        assertThat(told.get()).isEqualTo(copy.length() - 2 * 512);
        assertThat(SnapshotCopy.verify(disk, BACKUP, bytes -> {})).isEqualTo(copy);
    }

    @Test
    void shouldHoldTheSameStateForOtherMembersWhenABackupIsAdopted() {
        SnapshotCopy.copy(disk, snapshot(), BACKUP, bytes -> {});

        SnapshotCopy.adopt(disk, BACKUP, NEW_DATA, NEW_OWNER, NEW_MEMBERS, bytes -> {});

        final SnapshotStore store = SnapshotStore.open(disk, NEW_DATA, NEW_OWNER, CONFIG, SnapshotStore.Damaged.REFUSE);
        final SnapshotHead head = latest(store).head();
        assertThat(head.writer()).isEqualTo(NEW_OWNER);
        assertThat(head.membership()).isEqualTo(NEW_MEMBERS);
        assertThat(head.index()).isEqualTo(5);
        assertThat(head.term()).isEqualTo(TERM);
        assertThat(head.sequence()).isEqualTo(1);
        assertThat(read(store, latest(store))).isEqualTo(state(5, LENGTH));
        assertThatThrownBy(() -> SnapshotStore.open(disk, NEW_DATA, OWNER, CONFIG, SnapshotStore.Damaged.REFUSE))
                .hasMessageContaining("snapshot of another cluster");
    }

    @Test
    void shouldReplaceNothingWhenTheNameIsTaken() {
        final Path source = snapshot();
        SnapshotCopy.copy(disk, source, BACKUP, bytes -> {});
        final long before = disk.operations();

        assertThatThrownBy(() -> SnapshotCopy.copy(disk, source, BACKUP, bytes -> {}))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is not replaced: file=" + BACKUP);
        assertThat(disk.operations()).isEqualTo(before);
    }

    @Test
    void shouldLeaveNothingWhenAnyByteOfTheSourceIsDamaged() {
        final Path source = snapshot();
        final int length = disk.contentOf(source).length;
        final List<Path> before = disk.list(BACKUPS);
        for (int offset = 0; offset < length; offset += 37) {
            final byte good = disk.contentOf(source)[offset];
            disk.damage(source, offset, new byte[] {(byte) (good ^ 4)});

            assertThatThrownBy(() -> SnapshotCopy.copy(disk, source, BACKUP, bytes -> {}))
                    .as("offset %d", offset)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(source.toString());
            assertThatThrownBy(() -> SnapshotCopy.verify(disk, source, bytes -> {}))
                    .as("offset %d", offset)
                    .isInstanceOf(StorageException.class);
            assertThat(disk.list(BACKUPS)).as("offset %d", offset).isEqualTo(before);
            disk.damage(source, offset, new byte[] {good});
        }
    }

    /** Each part is whole, but one is of another snapshot of the same index: only all checksums together tell. */
    @Test
    void shouldRefuseToAdoptWhenAPartIsOfAnotherSnapshot() throws IOException {
        final SimDisk other = new SimDisk();
        write(open(other), 5, state(6, LENGTH));
        final Path source = snapshot();
        final byte[] foreign = new byte[SnapshotFixture.CHUNK];
        System.arraycopy(other.contentOf(source), 512, foreign, 0, foreign.length);
        disk.damage(source, 512, foreign);

        assertThatThrownBy(() -> SnapshotCopy.adopt(disk, source, NEW_DATA, NEW_OWNER, NEW_MEMBERS, bytes -> {}))
                .hasMessageContaining("a checksum of all parts");
        assertThat(disk.list(NEW_DATA.resolve(SnapshotStore.DIRECTORY))).isEmpty();
    }

    @Test
    void shouldBeWholeOrNotThereWhenThePowerFailsAtAnyOperation() {
        final Path source = snapshot();
        final byte[] whole = disk.contentOf(source);
        final long first = disk.operations();
        SnapshotCopy.copy(disk, source, BACKUP, bytes -> {});
        final int operations = (int) (disk.operations() - first);
        assertThat(operations).isGreaterThan(6);
        for (int at = 1; at <= operations; at++) {
            for (final Survival survival : Survival.values()) {
                final SimDisk found = copyUntilPowerFails(at, survival);

                if (found.exists(BACKUP)) {
                    assertThat(found.contentOf(BACKUP))
                            .as("operation %d, survival %s", at, survival)
                            .isEqualTo(whole);
                }
            }
        }
    }

    private static SimDisk copyUntilPowerFails(final int at, final Survival survival) {
        final SimDisk fresh = new SimDisk();
        try {
            fresh.createDirectories(BACKUPS);
            write(open(fresh), 5, state(5, LENGTH));
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
        final Path source = latest(open(fresh)).path();
        fresh.cutPowerAfter(at);
        try {
            SnapshotCopy.copy(fresh, source, BACKUP, bytes -> {});
        } catch (final PowerCut e) {
            assertThat(e).isNotNull();
        }
        return fresh.afterPowerCut(survival, new Random(at));
    }

    @Test
    void shouldReportEverySnapshotWhenTheDirectoryIsInspected() throws IOException {
        final SnapshotStore store = open(disk);
        write(store, 9, state(9, LENGTH));
        disk.damage(latest(store).path(), 700, new byte[] {1, 2, 3});
        final long before = disk.operations();

        final List<SnapshotReport> found = SnapshotInspector.inspect(disk, DATA, OWNER, bytes -> {});

        assertThat(found).extracting(SnapshotReport::isWhole).containsExactly(true, false);
        assertThat(found.get(1).damage()).contains("offset=512").contains("replace this node");
        assertThat(SnapshotInspector.inspect(disk, DATA, NEW_OWNER, bytes -> {}))
                .allSatisfy(report -> assertThat(report.damage()).contains("snapshot of another cluster"));
        assertThat(SnapshotInspector.inspect(disk, NEW_DATA, NEW_OWNER, bytes -> {}))
                .isEmpty();
        assertThat(disk.operations()).as("nothing is changed").isEqualTo(before);
    }
}
