package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.verdict.SyntheticForks.Habits;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Map<String, Double> ARMS = Map.of("A1", 1.0, "A2", 1.0, "SLOW", 1.1);

    @Test
    void shouldKeepBlocksWholeAndWindowsApartWhenItCutsARecording() {
        final List<ForkRecord> recording = recording(100, 1.0, "b", "c");

        final List<List<ForkRecord>> windows = Windows.cut(recording, "A1", "A2");

        // A block of two arms and two benchmarks takes 32 seconds: 18 fit into ten minutes, five times into 100 blocks.
        assertThat(windows).hasSize(5);
        final Set<ForkRecord> seen = new HashSet<>();
        for (final List<ForkRecord> window : windows) {
            assertThat(window).hasSize(72).allMatch(fork -> !fork.arm().equals("SLOW"));
            assertThat(window.stream().mapToDouble(ForkRecord::seconds).sum()).isLessThanOrEqualTo(600);
            assertThat(window).allMatch(seen::add);
        }
    }

    @Test
    void shouldCountTheLastWindowWhenItIsFull() {
        assertThat(Windows.cut(recording(37, 1.0, "b"), "A1", "A2")).hasSize(1);
        assertThat(Windows.cut(recording(36, 1.0, "b"), "A1", "A2")).isEmpty();
    }

    @Test
    void shouldCountEveryBenchmarkInEveryWindowWhenItReplays() {
        final Replay replay = Replay.of(recording(100, 1.0, "b", "c"));

        assertThat(replay.identical()).hasSize(10);
        assertThat(replay.slowed()).hasSize(10);
        assertThat(replay.falseAlarms()).isZero();
        assertThat(replay.found()).isEqualTo(1);
    }

    @Test
    void shouldCountAsFoundOnlyWhatIsCalledRegressed() {
        final List<ForkRecord> faster =
                new SyntheticForks(121, SyntheticForks.CALM, 1).run(40, Map.of("A1", 1.0, "A2", 1.1, "SLOW", 0.9), "b");

        final Replay replay = Replay.of(faster);

        assertThat(replay.falseAlarms()).isEqualTo(1);
        assertThat(replay.found()).isZero();
    }

    @Test
    void shouldGiveNoShareWhenTheRecordingIsTooShort() {
        final Replay replay = Replay.of(recording(3, 1.0, "b"));

        assertThat(replay.identical()).isEmpty();
        assertThat(replay.falseAlarms()).isZero();
        assertThat(replay.found()).isZero();
    }

    private static List<ForkRecord> recording(final int blocks, final double share, final String... benchmarks) {
        return new SyntheticForks(122, new Habits(0.02, 0.1, 0, 0, 0.1, 0.4), share).run(blocks, ARMS, benchmarks);
    }
}
