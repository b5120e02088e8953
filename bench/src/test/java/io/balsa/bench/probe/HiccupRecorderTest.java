package io.balsa.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.balsa.bench.stats.LatencyTrack;
import org.junit.jupiter.api.Test;

class HiccupRecorderTest {
    private static final long MS = 1_000_000;

    private final LatencyTrack hiccups = new LatencyTrack("hiccup", 0, 1_000 * MS, 100 * MS, 0);
    private final HiccupRecorder recorder = new HiccupRecorder(0, hiccups);

    @Test
    void shouldRecordHowLateItWokeWhenItWokeLate() {
        recorder.onAwake(MS + 60_000);

        assertThat(hiccups.total().getTotalCount()).isEqualTo(1);
        assertThat(hiccups.total().getMaxValue()).isCloseTo(60_000, within(100L));
        assertThat(recorder.nextNs()).isEqualTo(2 * MS);
    }

    @Test
    void shouldRecordNothingWhenItWokeEarly() {
        recorder.onAwake(MS - 1);

        assertThat(hiccups.total().getTotalCount()).isZero();
        assertThat(recorder.nextNs()).isEqualTo(MS);
    }

    @Test
    void shouldCountAStallForEveryWakeUpItSwallowedWhenItWasLong() {
        for (int i = 1; i <= 100; i++) {
            recorder.onAwake(i * MS);
        }
        recorder.onAwake(200 * MS);

        assertThat(hiccups.total().getTotalCount()).isEqualTo(200);
        assertThat(hiccups.total().getMaxValue()).isCloseTo(99 * MS, within(MS / 10));
        assertThat(hiccups.total().getValueAtPercentile(75))
                .as("half of the wake-ups were in the stall, and waited half of it on average")
                .isCloseTo(50 * MS, within(2 * MS));
    }
}
