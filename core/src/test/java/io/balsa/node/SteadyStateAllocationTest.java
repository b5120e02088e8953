package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Allocation;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way of a command through three nodes, stepped by one thread: it must not allocate. */
class SteadyStateAllocationTest {
    private static final int COMMANDS_PER_ROUND = 2_000;
    /**
     * More than twice what all rounds append: the next segment is laid out in every one of them, and none begins one, which
     * costs a few objects and is no steady state.
     */
    private static final int SEGMENT_BYTES = 32 << 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 4_096})
    void shouldAllocateNothingWhenCommandsAreCommittedInSteadyState(final int stageCapacity) throws Exception {
        try (LocalCluster cluster = new LocalCluster(directory, 3, ThreadingMode.INVOKER, config -> config.set(
                                NodeSetting.SEGMENT_BYTES, SEGMENT_BYTES)
                        .set(NodeSetting.STAGE_CAPACITY, stageCapacity));
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            final long least = Allocation.leastBytesPerRound(() -> {
                final int until = client.endedCount() + COMMANDS_PER_ROUND;
                while (client.endedCount() < until) {
                    client.step(until, 256);
                    cluster.doWork();
                }
            });

            assertThat(client.failedCount()).isZero();
            assertThat(least).isZero();
        }
    }
}
