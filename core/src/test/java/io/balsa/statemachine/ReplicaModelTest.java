package io.balsa.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.client.EgressRing;
import io.balsa.codec.EntryType;
import io.balsa.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * A random log through replicas that differ in all that may differ: pace, size of batches and of rings, whether they answer. Their
 * state is the same at every index, each command takes effect once, and each entry and query is answered once.
 */
class ReplicaModelTest {
    private static final int SEEDS = 40;
    private static final int ENTRIES = 400;
    private static final int MAX_RESPONSE = 450;

    @Test
    void shouldAgreeAtEveryIndexWhenReplicasDifferInPace() {
        Seeds.forEach(ReplicaModelTest.class, SEEDS, seed -> {
            final Random random = new Random(seed);
            final TestLog log = randomLog(random);
            final Replica reference = new Replica(log, 1, new EgressRing(1 << 20));
            final Replica follower = new Replica(log, 1 + random.nextInt(20), new EgressRing(4096));
            final Replica leader = new Replica(log, 1 + random.nextInt(20), new EgressRing(4096));
            reference.agent.respond(true);
            leader.agent.respond(true);

            final Map<Long, Long> hashes = new HashMap<>();
            for (long index = 1; index <= ENTRIES; index++) {
                reference.agent.onCommit(index);
                reference.agent.doWork();
                hashes.put(index, reference.agent.stateHash());
            }
            run(random, follower, hashes);
            run(random, leader, hashes);

            assertThat(commands(reference.machine.journal)).doesNotHaveDuplicates();
            assertThat(follower.machine.journal).isEqualTo(reference.machine.journal);
            assertThat(leader.machine.journal).isEqualTo(reference.machine.journal);
            assertThat(follower.drain())
                    .filteredOn(line -> !line.startsWith("reply 9,"))
                    .isEmpty();
            assertThat(leader.drain())
                    .filteredOn(line -> !line.startsWith("reply 9,"))
                    .isEqualTo(reference.drain());
            follower.checkQueries();
            leader.checkQueries();
        });
    }

    /** Commits, answers, queries and an egress that is now and then full, in random order, until all is done. */
    private static void run(final Random random, final Replica replica, final Map<Long, Long> hashes) {
        long commit = 0;
        while (replica.agent.appliedIndex() < ENTRIES || replica.isBusy()) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    commit = Math.min(ENTRIES, commit + random.nextInt(30));
                    replica.agent.onCommit(commit);
                }
                case 1 -> replica.takeSome(random.nextInt(20));
                case 2 -> replica.query(random, commit);
                default -> {
                    replica.agent.doWork();
                    final long applied = replica.agent.appliedIndex();
                    if (applied > 0) {
                        assertThat(replica.agent.stateHash())
                                .as("hash at index %d", applied)
                                .isEqualTo(hashes.get(applied));
                    }
                }
            }
        }
    }

    /** Clients that send commands again, late and out of order, as after a change of the leader. */
    private static TestLog randomLog(final Random random) {
        final TestLog log = new TestLog();
        final List<Long> sessions = new ArrayList<>();
        final Map<Long, Long> acked = new HashMap<>();
        while (log.lastIndex() < ENTRIES) {
            final int kind = random.nextInt(100);
            if (sessions.isEmpty() || kind < 5) {
                sessions.add(log.open(TestLog.GATEWAY_ID + random.nextInt(2), 1 + random.nextInt(8), 4, 64 * 20));
            } else if (kind < 7) {
                log.close(TestLog.GATEWAY_ID, sessions.get(random.nextInt(sessions.size())));
            } else if (kind < 10) {
                log.term(log.lastIndex() + 1);
                log.append(random.nextBoolean() ? EntryType.NO_OP : EntryType.MEMBERSHIP);
            } else {
                final long session = sessions.get(Math.max(0, sessions.size() - 1 - random.nextInt(5)));
                final long before = acked.getOrDefault(session, 0L);
                final long now = before + (random.nextInt(3) == 0 ? 1 : 0);
                acked.put(session, now);
                final long sequence = Math.max(1, now + random.nextInt(9));
                final String size = random.nextInt(8) == 0 ? "large " + random.nextInt(500) : "small";
                log.command(session, sequence, now, size + " " + session + "/" + sequence);
            }
        }
        return log;
    }

    /** Returns session and sequence of each journal line. */
    private static List<String> commands(final List<String> journal) {
        return journal.stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private static final class Replica {
        final JournalMachine machine = new JournalMachine();
        final ApplyAgent agent;
        private final ReadQueue reads = new ReadQueue(1024, 32);
        private final EgressRing egress;
        private final EgressLog out = new EgressLog();
        private final List<String> lines = new ArrayList<>();
        private final Set<Long> asked = new HashSet<>();
        private long nextQuery = 1;

        Replica(final TestLog log, final int batch, final EgressRing egress) {
            this.egress = egress;
            agent = new ApplyAgent(
                    log.cursor(),
                    machine,
                    new SessionTable(0),
                    TestLog.NO_MEMBERSHIPS,
                    reads,
                    egress,
                    TestLog.GATEWAY_ID,
                    batch,
                    MAX_RESPONSE);
        }

        void query(final Random random, final long commitIndex) {
            if (random.nextBoolean()) {
                final UnsafeBuffer bytes = new UnsafeBuffer("count".getBytes(StandardCharsets.UTF_8));
                if (reads.offer(nextQuery, 9, nextQuery, bytes, 0, bytes.capacity())) {
                    asked.add(nextQuery++);
                }
            } else if (random.nextBoolean()) {
                reads.onReady(nextQuery - 1, commitIndex);
            } else {
                reads.onRefused(nextQuery - 1);
            }
        }

        boolean isBusy() {
            lines.addAll(out.take(egress));
            return agent.doWork() > 0;
        }

        void takeSome(final int count) {
            for (int i = 0; i < count; i++) {
                lines.addAll(out.takeOne(egress));
            }
        }

        List<String> drain() {
            lines.addAll(out.take(egress));
            return lines;
        }

        void checkQueries() {
            reads.onRefused(Long.MAX_VALUE);
            int turns = 0;
            while (isBusy()) {
                assertThat(++turns).as("turns until all queries are answered").isLessThan(1_000);
            }
            drain();
            final List<Long> answered = lines.stream()
                    .filter(line -> line.startsWith("reply 9,"))
                    .map(line -> Long.parseLong(line.substring(8).split(" ", 2)[0]))
                    .toList();
            assertThat(answered).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(asked);
        }
    }
}
