package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Leaders that die, pause, forget what they took, or apply it without an answer, and sessions that are evicted, at random, under
 * load. Whatever happens: each command is told once, applied at most once and in order, applied if the client was told so, and not
 * applied if it was told that.
 */
class ClientFaultTest {
    private static final int NODES = 3;
    private static final int COMMANDS = 400;
    private static final int SEEDS = 20;

    @Test
    void shouldTellTheTruthAboutEveryCommandWhenLeadersFail() {
        Seeds.forEach(ClientFaultTest.class, SEEDS, seed -> new Run(new Random(seed)).run());
    }

    /** One run with one seed. */
    private static final class Run {
        private final Random random;
        private final Replies replies = new Replies();
        private final FakeCluster cluster = new FakeCluster(NODES);
        private final ClientDriver driver = new ClientDriver(cluster, replies);
        private final List<String> offered = new ArrayList<>();
        private final Set<Integer> down = new HashSet<>();

        Run(final Random random) {
            this.random = random;
        }

        void run() {
            try (cluster;
                    driver) {
                final PipelinedClient client = driver.connect(ClientConfig.builder()
                        .members(cluster.members())
                        .maxOutstanding(32)
                        .build());
                while (offered.size() < COMMANDS) {
                    offerSome();
                    if (random.nextInt(10) == 0) {
                        disturb();
                    }
                }
                heal();
                driver.runUntil(() -> client.outstandingCommands() == 0);
            }
            check();
        }

        private void offerSome() {
            for (int i = random.nextInt(8); i > 0; i--) {
                final String command = "c" + offered.size();
                if (driver.command(command) > 0) {
                    offered.add(command);
                }
            }
            driver.step(random.nextInt(4));
        }

        private void disturb() {
            final int id = 1 + random.nextInt(NODES);
            switch (random.nextInt(9)) {
                case 0 -> {
                    if (down.add(id)) {
                        cluster.kill(id);
                    }
                    electAny();
                }
                case 1 -> heal();
                case 2 -> cluster.elect(0);
                case 3 -> loseWhatIsTaken();
                case 4 -> cluster.sessions.clear();
                case 5, 6 -> electAny();
                default -> annoy(id);
            }
        }

        private void annoy(final int id) {
            if (!down.contains(id)) {
                final FakeNode node = cluster.node(id);
                switch (random.nextInt(3)) {
                    case 0 -> node.mute = !node.mute;
                    case 1 -> node.busy = !node.busy;
                    default -> node.paused = !node.paused;
                }
            }
        }

        /** The leader takes commands that the next leader has never heard of. */
        private void loseWhatIsTaken() {
            if (cluster.leaderId != 0) {
                final FakeNode leader = cluster.node(cluster.leaderId);
                leader.forgetful = true;
                offerSome();
                cluster.elect(0);
                leader.forgetful = false;
                electAny();
            }
        }

        private void electAny() {
            final int id = 1 + random.nextInt(NODES);
            cluster.elect(down.contains(id) ? 0 : id);
        }

        private void heal() {
            down.forEach(cluster::start);
            down.clear();
            for (int id = 1; id <= NODES; id++) {
                final FakeNode node = cluster.node(id);
                node.mute = false;
                node.busy = false;
                node.paused = false;
            }
            cluster.elect(0);
            electAny();
        }

        private void check() {
            assertThat(replies.commands).hasSize(offered.size());
            assertThat(cluster.applied).doesNotHaveDuplicates();
            assertThat(cluster.applied.stream().map(offered::indexOf).toList()).isSorted();
            final Set<String> applied = new HashSet<>(cluster.applied);
            for (int i = 0; i < offered.size(); i++) {
                final ResponseStatus status = replies.commandStatus(i + 1L);
                switch (status) {
                    case OK -> assertThat(applied).contains(offered.get(i));
                    case NOT_LEADER, SESSION_UNKNOWN -> assertThat(applied).doesNotContain(offered.get(i));
                    default -> assertThat(status).isEqualTo(ResponseStatus.OUTCOME_UNKNOWN);
                }
            }
        }
    }
}
