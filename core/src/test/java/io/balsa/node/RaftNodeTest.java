package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.client.BalsaClient;
import io.balsa.client.ClientConfig;
import io.balsa.example.ReplicatedCounter;
import io.balsa.testing.Spin;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RaftNodeTest {
    @TempDir
    private Path directory;

    @Test
    void shouldKeepTheCounterWhenTheNodeIsStartedAgain() {
        final Member member = LocalCluster.membersOnFreePorts(1)[0];

        assertThat(ReplicatedCounter.add(member, directory, 5)).isEqualTo(5);
        assertThat(ReplicatedCounter.add(member, directory, 7)).isEqualTo(12);
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingMode.class,
            names = {"SHARED", "SHARED_INLINE_SYNC"})
    void shouldApplyTheSameOnEveryNodeWhenThreeNodesRun(final ThreadingMode mode) {
        try (LocalCluster cluster = new LocalCluster(directory, 3, mode)) {
            checkThatAllApplyTheSame(cluster);
        }
    }

    @Test
    void shouldApplyTheSameOnEveryNodeWhenThreeNodesSpin() {
        try (LocalCluster cluster = new LocalCluster(
                directory, 3, ThreadingMode.SHARED, config -> config.set(NodeSetting.IDLE_SPIN_US, 50))) {
            checkThatAllApplyTheSame(cluster);
        }
    }

    private static void checkThatAllApplyTheSame(final LocalCluster cluster) {
        try (NumberClient client = new NumberClient(cluster.clientAddresses())) {
            final int numbers = 20_000;

            Spin.until(() -> client.step(numbers, 64) >= 0 && client.endedCount() == numbers);
            Spin.until(() -> cluster.machine(1).count() == numbers
                    && cluster.machine(2).count() == numbers
                    && cluster.machine(3).count() == numbers);

            assertThat(client.failedCount()).isZero();
            for (int nodeId = 1; nodeId <= 3; nodeId++) {
                cluster.assertAppliedOnce(nodeId, client, numbers);
            }
        }
    }

    @Test
    void shouldKeepWhatWasAcknowledgedWhenEachLeaderLeavesInTurnUnderLoad() {
        try (LocalCluster cluster = new LocalCluster(directory, 3, ThreadingMode.SHARED);
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            int target = 0;
            for (int round = 0; round < 3; round++) {
                target += 5_000;
                final int half = target - 2_500;
                final int until = target;
                Spin.until(() -> client.step(until, 64) >= 0 && client.endedCount() >= half);
                final int leaderId = cluster.leaderId();
                cluster.stop(leaderId);
                Spin.until(() -> client.step(until, 64) >= 0 && client.endedCount() == until);
                cluster.start(leaderId);
            }
            final int numbers = target;

            assertThat(client.failedCount()).isZero();
            Spin.until(() -> cluster.machine(1).count() == numbers
                    && cluster.machine(2).count() == numbers
                    && cluster.machine(3).count() == numbers);
            for (int nodeId = 1; nodeId <= 3; nodeId++) {
                cluster.assertAppliedOnce(nodeId, client, numbers);
            }
        }
    }

    @Test
    void shouldAnswerQueriesWithWhatWasAcknowledgedWhenAskedAfterwards() {
        try (LocalCluster cluster = new LocalCluster(directory, 3, ThreadingMode.SHARED);
                BalsaClient client = BalsaClient.connect(ClientConfig.of(cluster.clientAddresses()))) {
            for (int number = 0; number < 20; number++) {
                final byte[] command = new byte[8];
                command[0] = (byte) number;

                final byte[] reply = client.command(command);

                assertThat(reply[0]).isEqualTo((byte) (number + 1));
                assertThat(client.query(new byte[0])[0]).isEqualTo((byte) (number + 1));
            }
        }
    }

    @Test
    void shouldNameThePathWhenTheDirectoryIsInUse() {
        try (LocalCluster cluster = new LocalCluster(directory, 1, ThreadingMode.SHARED)) {
            assertThatThrownBy(() -> RaftNode.launch(cluster.config(1), new NumberLog(1)))
                    .hasMessageContaining("in use")
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void shouldNameBothNodesWhenTheDirectoryIsAnothers() {
        final Member[] members = LocalCluster.membersOnFreePorts(2);
        final NodeConfig.Builder settings =
                NodeConfig.builder().clusterId(1).members(members).dataDirectory(directory);
        RaftNode.launch(settings.nodeId(1).build(), new NumberLog(1)).close();

        assertThatThrownBy(() -> RaftNode.launch(settings.nodeId(2).build(), new NumberLog(1)))
                .hasMessageContaining("expected node 2")
                .hasMessageContaining("found node 1");
    }

    @Test
    void shouldNameThePortWhenItIsTaken() {
        try (LocalCluster cluster = new LocalCluster(directory, 1, ThreadingMode.SHARED)) {
            final Member taken = cluster.config(1).self();
            final NodeConfig config = NodeConfig.builder()
                    .clusterId(42)
                    .nodeId(1)
                    .members(taken)
                    .dataDirectory(directory.resolve("other"))
                    .build();

            assertThatThrownBy(() -> RaftNode.launch(config, new NumberLog(1)))
                    .hasMessageContaining(Integer.toString(taken.peerPort()));
        }
    }

    @Test
    void shouldRefuseToBeSteppedWhenItHasItsOwnThread() {
        try (LocalCluster cluster = new LocalCluster(directory, 1, ThreadingMode.SHARED)) {
            assertThatThrownBy(() -> cluster.node(1).doWork()).hasMessageContaining("INVOKER");
        }
    }
}
