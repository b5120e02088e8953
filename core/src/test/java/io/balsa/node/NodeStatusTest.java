package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Allocation;
import org.junit.jupiter.api.Test;

class NodeStatusTest {
    private static final int READS_PER_ROUND = 10_000;

    private final NodeStatus status = new NodeStatus();
    private long sum;

    @Test
    void shouldAllocateNothingWhenItIsReadOften() throws Exception {
        status.onAgentThread(Thread.currentThread());
        status.onAgentThread(new Thread());

        final long fewestBytes = Allocation.leastBytesPerRound(this::runRound);

        assertThat(fewestBytes).isZero();
        assertThat(sum).isPositive();
    }

    private void runRound() {
        for (int i = 0; i < READS_PER_ROUND; i++) {
            sum += status.allocatedBytes() + status.cpuNs() + status.gcCount();
        }
    }
}
