package io.balsa.bench.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.balsa.bench.compare.Suite;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import java.io.IOException;
import java.nio.file.Path;
import one.profiler.AsyncProfilerLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real forks under the profiler, short ones. */
class BenchmarkProfilerTest {
    private static final Path CLASSES = Path.of(System.getProperty("java.class.path"));

    @TempDir
    private Path directory;

    private final Arm arm = new Arm("B", "this work tree", "unknown", CLASSES, Suite.jvmArguments());

    @BeforeEach
    void needProfiler() {
        assumeThat(AsyncProfilerLoader.isSupported())
                .as("a profiler for this system")
                .isTrue();
    }

    private Stacks profile(final String benchmark) throws IOException, InterruptedException {
        final ForkPlan plan = ForkPlan.parse(benchmark, 1, 2, 300);
        return new BenchmarkProfiler(CLASSES, directory).profile(arm, plan, ProfileEvent.CPU);
    }

    @Test
    void shouldShowWhatABenchmarkDoesAndNotWhoStartsItWhenItRuns() throws IOException, InterruptedException {
        final Stacks stacks = profile("QuorumBenchmark.committedIndex{voters=7}");

        final Stacks own = stacks.having(stack -> stack.contains("QuorumBenchmark"));
        assertThat(own.total()).isGreaterThan(50);
        assertThat(own.weights().keySet()).allMatch(stack -> stack.startsWith("io/balsa/bench/jmh/jmh_generated/"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldSayWhyInOneLineWhenTheBenchmarkThrows() {
        assertThatThrownBy(() -> profile("ThrowingBenchmark.fail"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "a benchmark cannot be profiled: benchmark=ThrowingBenchmark.fail, arm=this work tree, event=cpu,"
                                + " cause=java.lang.IllegalStateException: broken on purpose");
    }

    @Test
    void shouldSayWhyInOneLineWhenThereIsNoSuchBenchmark() {
        assertThatThrownBy(() -> profile("QuorumBenchmark.none"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("benchmark=QuorumBenchmark.none")
                .hasMessageContaining("No matching benchmarks")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldNameFilesAfterBenchmarkAndParameters() {
        final ForkPlan plan = BenchmarkProfiler.plan("Log.append{shape=3x256 B, sync=no/yes}", 1.2);

        assertThat(BenchmarkProfiler.fileName(plan)).isEqualTo("Log.append-shape-3x256_B-sync-no_yes");
        assertThat(plan.iterations() * plan.iterationMs()).isEqualTo(1_500);
    }
}
