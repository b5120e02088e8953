package io.balsa.consensus.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Seeds;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever happens, the safety properties hold; and when it stops happening, the cluster agrees. */
class RaftSimulationTest {
    private static final int STEPS = 8_000;
    private static final int TRACE_LINES = 200;

    @ParameterizedTest
    @CsvSource({"1, 200", "2, 200", "3, 1000", "5, 1000"})
    void shouldStaySafeAndComeToAgreeWhenEverythingHappens(final int size, final int seeds) {
        final LongAdder runs = new LongAdder();
        final LongAdder terms = new LongAdder();
        final LongAdder commits = new LongAdder();
        Seeds.forEach(RaftSimulationTest.class, seeds, seed -> {
            final SafetyChecker checker = run(seed, size);
            runs.increment();
            terms.add(checker.ledTerms());
            commits.add(checker.committedIndex());
        });

        // A storm in which nothing happens would prove nothing.
        assertThat(terms.sum()).as("terms with a leader").isGreaterThanOrEqualTo(2 * runs.sum());
        assertThat(commits.sum()).as("entries committed").isGreaterThanOrEqualTo(8 * runs.sum());
    }

    /** Runs once, and once more with a trace if that fails. */
    private static SafetyChecker run(final long seed, final int size) {
        try {
            return run(new SimulatedCluster(seed, size, false));
        } catch (final AssertionError | RuntimeException failure) {
            final SimulatedCluster traced = new SimulatedCluster(seed, size, true);
            try {
                return run(traced);
            } catch (final AssertionError | RuntimeException again) {
                again.addSuppressed(failure);
                throw new AssertionError(
                        "voters=" + size + ", " + again.getMessage() + "\n" + traced.traceEnd(TRACE_LINES), again);
            }
        }
    }

    private static SafetyChecker run(final SimulatedCluster cluster) {
        cluster.storm(STEPS);
        new Calm(cluster).run();
        return cluster.checker();
    }
}
