package io.balsa.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.client.EgressRing;
import io.balsa.codec.EntryType;
import io.balsa.consensus.membership.Membership;
import io.balsa.disk.DiskFullException;
import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.PowerCut;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import io.balsa.snapshot.SnapshotConfig;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotReader;
import io.balsa.snapshot.SnapshotStore;
import io.balsa.testing.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Snapshots of a replica: taken while it applies, written by the agent, loaded by another replica. */
class SnapshotAgentTest {
    private static final int ENTRIES = 300;
    private static final int MAX_RESPONSE = 450;
    private static final Path DATA = Path.of("/data");
    private static final Membership MEMBERSHIP = Membership.ofVoters(1, 2, 3);
    private static final SnapshotConfig CONFIG = new SnapshotConfig(SnapshotConfig.MIN_CHUNK_LENGTH, 1, 1 << 20);

    private final SimDisk disk = newDisk();
    private final SnapshotStore store = open(disk);
    private int wakeUps;
    private final SnapshotAgent agent = new SnapshotAgent(store, () -> wakeUps++);
    private final TestLog log = new TestLog();

    /** A node's apply side. */
    private static final class Replica {
        private final JournalMachine machine = new JournalMachine();
        private final EgressRing egress = new EgressRing(1 << 20);
        private final List<String> memberships = new ArrayList<>();
        private final ApplyAgent apply;

        private Replica(final TestLog log) {
            apply = new ApplyAgent(
                    log.cursor(),
                    machine,
                    new SessionTable(0),
                    (index, buffer, offset, length) -> memberships.add(index + ":" + length),
                    new ReadQueue(1024, 32),
                    egress,
                    TestLog.GATEWAY_ID,
                    1,
                    MAX_RESPONSE);
            apply.respond(true);
        }

        private void applyUntil(final long index) {
            apply.onCommit(Math.max(index, apply.appliedIndex()));
            while (apply.appliedIndex() < index) {
                apply.doWork();
            }
        }

        private AppliedSnapshot begin(final SnapshotStore store) {
            return Objects.requireNonNull(
                    apply.beginSnapshot(store.nextHead(apply.appliedIndex(), apply.appliedTerm(), MEMBERSHIP)));
        }

        private void restore(final SnapshotStore store) {
            try (SnapshotReader reader = store.newReader(Objects.requireNonNull(store.latest()))) {
                apply.restore(reader);
            }
        }

        private List<String> answers() {
            return new EgressLog().take(egress);
        }
    }

    @Test
    void shouldGoOnAsTheOthersWhenASnapshotOfAnyIndexIsLoaded() {
        Seeds.forEach(SnapshotAgentTest.class, 25, seed -> {
            final Random random = new Random(seed);
            final TestLog randomLog = randomLog(random);
            final SnapshotStore snapshots = open(newDisk());
            final SnapshotAgent writing = new SnapshotAgent(snapshots, () -> {});
            final Replica reference = new Replica(randomLog);
            final long index = 1L + random.nextInt(ENTRIES - 1);
            reference.applyUntil(index);
            final long hash = reference.apply.stateHash();
            writing.offer(reference.begin(snapshots));
            reference.answers();
            int steps = 0;
            while (writing.doWork() > 0) {
                reference.applyUntil(Math.min(ENTRIES, index + steps));
                steps += random.nextInt(2);
            }
            reference.applyUntil(ENTRIES);
            assertThat(fileOf(writing).head().index()).isEqualTo(index);

            final Replica loaded = new Replica(randomLog);
            loaded.applyUntil(random.nextInt((int) index));
            loaded.restore(snapshots);
            loaded.answers();

            assertThat(loaded.apply.appliedIndex()).isEqualTo(index);
            assertThat(loaded.apply.stateHash()).isEqualTo(hash);
            loaded.applyUntil(ENTRIES);
            assertThat(loaded.apply.stateHash()).isEqualTo(reference.apply.stateHash());
            assertThat(loaded.machine.journal).isEqualTo(reference.machine.journal);
            assertThat(loaded.answers()).isEqualTo(reference.answers());
        });
    }

    @Test
    void shouldAnswerARepeatedCommandAsBeforeWhenItsReplyCameWithTheSnapshot() {
        final long session = log.open(4, 8);
        log.command(session, 1, 0, "first");
        final Replica writer = new Replica(log);
        writer.applyUntil(2);
        take(writer);
        log.command(session, 1, 0, "first");
        log.command(session, 2, 1, "second");
        log.command(session, 1, 0, "first");

        final Replica loaded = new Replica(log);
        loaded.restore(store);
        loaded.applyUntil(5);

        assertThat(loaded.machine.journal).containsExactly("2:1:1:first", "4:1:1:second");
        assertThat(loaded.answers()).containsExactly("1/1 OK 1 first", "1/2 OK 2 second", "1/1 REPLY_EVICTED");
    }

    @ParameterizedTest
    @EnumSource(Survival.class)
    void shouldFindStateAndIndexOfOneMomentWhenThePowerIsCutAnywhere(final Survival survival) {
        final TestLog randomLog = randomLog(new Random(1));
        final Map<Long, Long> hashes = new HashMap<>();
        final Replica reference = new Replica(randomLog);
        for (long index = 1; index <= ENTRIES; index++) {
            reference.applyUntil(index);
            hashes.put(index, reference.apply.stateHash());
        }
        boolean cut = true;
        for (int operation = 1; cut; operation++) {
            final SimDisk cutDisk = newDisk();
            cutDisk.cutPowerAfter(operation);
            cut = takeThree(cutDisk, randomLog);

            final SnapshotStore found = open(cutDisk.afterPowerCut(survival, new Random(operation)));
            final Replica restarted = new Replica(randomLog);
            if (found.latest() != null) {
                restarted.restore(found);
                assertThat(restarted.apply.stateHash())
                        .as("operation %d", operation)
                        .isEqualTo(hashes.get(restarted.apply.appliedIndex()));
            }
            restarted.applyUntil(ENTRIES);
            assertThat(restarted.apply.stateHash())
                    .as("operation %d", operation)
                    .isEqualTo(hashes.get((long) ENTRIES));
        }
    }

    private static boolean takeThree(final SimDisk cutDisk, final TestLog randomLog) {
        try {
            final SnapshotStore cutStore = open(cutDisk);
            final SnapshotAgent writing = new SnapshotAgent(cutStore, () -> {});
            final Replica replica = new Replica(randomLog);
            for (int third = 1; third <= 3; third++) {
                replica.applyUntil(third * ENTRIES / 3);
                writing.offer(replica.begin(cutStore));
                while (writing.doWork() > 0) {
                    assertThat(writing.isBusy()).isTrue();
                }
                assertThat(fileOf(writing).head().index()).isEqualTo(replica.apply.appliedIndex());
            }
            return false;
        } catch (final PowerCut e) {
            return true;
        }
    }

    @Test
    void shouldTellAndKeepTheOldOneWhenTheDiskIsFull() {
        final Replica replica = new Replica(randomLog(new Random(1)));
        replica.applyUntil(100);
        final SnapshotFile old = take(replica);
        replica.applyUntil(ENTRIES);
        disk.leaveRoom(1_000);

        agent.offer(replica.begin(store));
        while (agent.doWork() > 0) {
            assertThat(replica.apply.appliedIndex()).isEqualTo(ENTRIES);
        }
        final SnapshotResult result = resultOf(agent);

        assertThat(result.error()).isInstanceOf(DiskFullException.class);
        assertThat(result.file()).isNull();
        assertThat(result.head().index()).isEqualTo(ENTRIES);
        assertThat(store.latest()).isEqualTo(old);
        assertThat(replica.machine.closedViews).isEqualTo(2);
        assertThat(wakeUps).isEqualTo(2);
        disk.leaveRoom(Long.MAX_VALUE);
        assertThat(take(replica).head().index()).isEqualTo(ENTRIES);
    }

    @Test
    void shouldGiveWayWhenANewerSnapshotCameMeanwhile() {
        final Replica replica = new Replica(randomLog(new Random(1)));
        replica.applyUntil(100);
        final AppliedSnapshot older = replica.begin(store);
        replica.applyUntil(200);
        final SnapshotFile newer = take(replica);

        agent.offer(older);
        agent.doWork();

        assertThat(fileOf(agent)).isEqualTo(newer);
        assertThat(replica.machine.closedViews).isEqualTo(2);
    }

    @Test
    void shouldTakeOneAtATimeWhenMoreAreOffered() {
        final Replica replica = new Replica(randomLog(new Random(1)));
        replica.applyUntil(100);
        agent.offer(replica.begin(store));
        assertThat(agent.isBusy()).isTrue();

        assertThatThrownBy(() -> agent.offer(replica.begin(store))).hasMessageContaining("written already");
    }

    @Test
    void shouldLeaveNothingBehindWhenClosedInTheMiddle() {
        final Replica replica = new Replica(randomLog(new Random(1)));
        replica.applyUntil(ENTRIES);
        agent.offer(replica.begin(store));
        agent.doWork();
        agent.doWork();
        assertThat(disk.list(DATA.resolve(SnapshotStore.DIRECTORY))).hasSize(1);

        agent.onClose();

        assertThat(disk.list(DATA.resolve(SnapshotStore.DIRECTORY))).isEmpty();
        assertThat(resultOf(agent).error()).hasMessageContaining("stopped");
        agent.offer(replica.begin(store));
        assertThat(replica.machine.closedViews).isEqualTo(2);
        assertThat(agent.doWork()).isZero();
        assertThat(agent.roleName()).isEqualTo("snapshot");
    }

    @Test
    void shouldStopForGoodWhenASnapshotIsDamaged() {
        final Replica replica = new Replica(randomLog(new Random(1)));
        replica.applyUntil(ENTRIES);
        final SnapshotFile file = take(replica);
        disk.damage(file.path(), (int) file.length() - 700, new byte[] {1, 2, 3});
        final Replica loaded = new Replica(log);

        assertThatThrownBy(() -> loaded.restore(store))
                .isInstanceOf(ApplyException.class)
                .hasMessageContaining("file=" + file.path() + ", index=300")
                .hasRootCauseInstanceOf(StorageException.class);

        assertThat(loaded.apply.appliedIndex()).isZero();
        assertThatThrownBy(loaded.apply::doWork).isInstanceOf(ApplyException.class);
        assertThatThrownBy(() -> loaded.restore(store)).isInstanceOf(ApplyException.class);
        assertThatThrownBy(() -> loaded.apply.beginSnapshot(file.head())).isInstanceOf(ApplyException.class);
    }

    @Test
    void shouldRefuseWhenASnapshotIsOfAnotherIndex() {
        final Replica replica = new Replica(randomLog(new Random(1)));
        replica.applyUntil(100);
        final SnapshotFile file = take(replica);
        assertThatThrownBy(() -> replica.restore(store)).hasMessageContaining("index=100, appliedIndex=100");
        assertThatThrownBy(() -> replica.apply.beginSnapshot(
                        store.nextHead(101, file.head().term(), MEMBERSHIP)))
                .hasMessageContaining("index=101");
        assertThatThrownBy(() -> replica.apply.beginSnapshot(
                        store.nextHead(100, file.head().term() + 1, MEMBERSHIP)))
                .hasMessageContaining("appliedTerm=" + file.head().term());
    }

    @Test
    void shouldTellOfMembershipEntriesWhenTheyAreApplied() {
        log.append(EntryType.NO_OP);
        log.append(EntryType.MEMBERSHIP, (byte) 1, (byte) 2);
        log.append(EntryType.MEMBERSHIP);
        final Replica replica = new Replica(log);

        replica.applyUntil(2);
        assertThat(replica.memberships).containsExactly("2:2");
        replica.applyUntil(3);
        assertThat(replica.memberships).containsExactly("2:2", "3:0");
    }

    @Test
    void shouldTakeNoSnapshotWhenTheMachineHasNone() {
        log.append(EntryType.NO_OP);
        final Replica replica = new Replica(log);
        replica.machine.withoutSnapshots = true;
        replica.applyUntil(1);

        assertThat(replica.apply.beginSnapshot(store.nextHead(1, 1, MEMBERSHIP)))
                .isNull();
    }

    private SnapshotFile take(final Replica replica) {
        agent.offer(replica.begin(store));
        while (agent.doWork() > 0) {
            assertThat(agent.isBusy()).isTrue();
        }
        final SnapshotFile file = fileOf(agent);
        assertThat(agent.isBusy()).isFalse();
        return file;
    }

    private static SnapshotResult resultOf(final SnapshotAgent ended) {
        return Objects.requireNonNull(ended.poll(), "a result");
    }

    private static SnapshotFile fileOf(final SnapshotAgent ended) {
        final SnapshotResult result = resultOf(ended);
        assertThat(result.error()).isNull();
        return Objects.requireNonNull(result.file());
    }

    /** Sessions that come and go, commands repeated and out of order, replies of all sizes. */
    private static TestLog randomLog(final Random random) {
        final TestLog log = new TestLog();
        final List<Long> sessions = new ArrayList<>();
        final Map<Long, Long> acked = new HashMap<>();
        while (log.lastIndex() < ENTRIES) {
            final int kind = random.nextInt(100);
            if (sessions.isEmpty() || kind < 5) {
                sessions.add(log.open(TestLog.GATEWAY_ID, 1 + random.nextInt(8), 4, 64 * 20));
            } else if (kind < 7) {
                log.term(log.lastIndex() + 1);
                log.append(EntryType.NO_OP);
            } else {
                final long session = sessions.get(Math.max(0, sessions.size() - 1 - random.nextInt(5)));
                final long now = acked.getOrDefault(session, 0L) + (random.nextInt(3) == 0 ? 1 : 0);
                acked.put(session, now);
                final long sequence = Math.max(1, now + random.nextInt(9));
                final String size = random.nextInt(8) == 0 ? "large " + random.nextInt(500) : "small";
                log.command(session, sequence, now, size + " " + session + "/" + sequence);
            }
        }
        return log;
    }

    private static SimDisk newDisk() {
        final SimDisk disk = new SimDisk();
        disk.createDirectories(DATA.resolve(SnapshotStore.DIRECTORY));
        return disk;
    }

    private static SnapshotStore open(final SimDisk disk) {
        return SnapshotStore.open(disk, DATA, new StorageIdentity(7, 1, 5), CONFIG, SnapshotStore.Damaged.REFUSE);
    }
}
