package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a command through three nodes, stepped by one thread: it must not allocate. */
class SteadyStateAllocationTest {
    private static final int ROUNDS = 20;
    private static final int COMMANDS_PER_ROUND = 3_000;
    /** Holds all rounds: a new segment costs a few objects and is no steady state. */
    private static final int SEGMENT_BYTES = 32 << 20;

    @TempDir
    private Path directory;

    @Test
    void shouldAllocateNothingWhenCommandsAreCommittedInSteadyState() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        try (LocalCluster cluster = new LocalCluster(directory, 3, ThreadingMode.INVOKER, SEGMENT_BYTES);
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            for (int round = 1; round <= ROUNDS; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                final int until = round * COMMANDS_PER_ROUND;
                while (client.endedCount() < until) {
                    client.step(until, 256);
                    cluster.doWork();
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(client.failedCount()).isZero();
        }

        assertThat(least).isZero();
    }
}
