package io.balsa.bench.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import one.profiler.AsyncProfiler;
import one.profiler.AsyncProfilerLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples of this very process, one method after the other, chosen by the times at which each ran. */
class RecordingTest {
    private static final int STEPS = 150_000_000;

    @TempDir
    private static Path directory;

    private static Path recording;
    private static long turnNs;

    @BeforeAll
    static void record() throws IOException {
        assumeThat(AsyncProfilerLoader.isSupported())
                .as("a profiler for this system")
                .isTrue();
        recording = directory.resolve("own.jfr");
        final AsyncProfiler profiler = AsyncProfilerLoader.load();
        final String options =
                "event=" + ProfileEvent.CPU.word() + "," + ProfileEvent.CPU.agentOptions() + ",file=" + recording;
        profiler.execute("start," + options);
        final long first = workFirst(1);
        turnNs = System.nanoTime();
        final long second = workSecond(first);
        profiler.execute("stop");
        assertThat(second).isNotEqualTo(first);
    }

    private static long workFirst(final long seed) {
        long x = seed;
        for (int i = 0; i < STEPS; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }

    private static long workSecond(final long seed) {
        long x = seed;
        for (int i = 0; i < STEPS; i++) {
            x ^= x << 7;
            x ^= x >>> 9;
            x ^= x << 8;
        }
        return x;
    }

    @Test
    void shouldHoldBothWhenAllTimesAreWanted() throws IOException {
        assertThat(Recording.read(recording, ProfileEvent.CPU).text()).contains("workFirst", "workSecond");
    }

    @Test
    void shouldHoldWhatRanBeforeWhenOnlyThatTimeIsWanted() throws IOException {
        assertThat(Recording.read(recording, ProfileEvent.CPU, timeNs -> timeNs < turnNs)
                        .text())
                .contains("workFirst")
                .doesNotContain("workSecond");
    }

    @Test
    void shouldHoldWhatRanAfterwardsWhenOnlyThatTimeIsWanted() throws IOException {
        assertThat(Recording.read(recording, ProfileEvent.CPU, timeNs -> timeNs > turnNs)
                        .text())
                .contains("workSecond")
                .doesNotContain("workFirst");
    }

    @Test
    void shouldMakeStacksOfTwoProcessesEqualWhenOnlyNumbersDiffer() {
        assertThat(Recording.withoutNumbers("[log-sync tid=12];a/B$$Lambda$126.run_[0];a/B$$Lambda$7.get_[j];c"))
                .isEqualTo("[log-sync];a/B$$Lambda.run_[0];a/B$$Lambda.get_[j];c");
        assertThat(Recording.withoutNumbers("a/B.run_[j];c")).isEqualTo("a/B.run_[j];c");
    }

    @Test
    void shouldFailWhenTheFileIsNoRecording() throws IOException {
        final Path file = Files.writeString(directory.resolve("no.jfr"), "x".repeat(100));

        assertThatThrownBy(() -> Recording.read(file, ProfileEvent.CPU)).isInstanceOf(IOException.class);
    }
}
