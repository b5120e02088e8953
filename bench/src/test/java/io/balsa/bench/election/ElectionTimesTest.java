package io.balsa.bench.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Trials summed up. */
class ElectionTimesTest {
    private static final Timeouts TIMEOUTS = new Timeouts(150, 155);

    @Test
    void shouldGiveRanksWhenAllTrialsEnded() {
        final ElectionTimes times = ElectionTimes.of(
                TIMEOUTS, LongStream.rangeClosed(1, 1_000).map(i -> 1_001 - i).toArray());

        assertThat(times.timeouts()).isEqualTo("150-155");
        assertThat(times.elected()).isEqualTo(1_000);
        assertThat(times.meanMs()).isBetween(50.0, 50.1);
        assertThat(times.percentilesMs()).hasSize(101);
        assertThat(times.percentilesMs().get(0)).isEqualTo(0.1);
        assertThat(times.medianMs()).isEqualTo(50.0);
        assertThat(times.worstMs()).isEqualTo(100.0);
    }

    @Test
    void shouldLeaveOpenWhatIsNotKnownWhenTrialsWereGivenUp() {
        final ElectionTimes times = ElectionTimes.of(TIMEOUTS, new long[] {40, ElectionTrial.NOBODY, 20, 30});

        assertThat(times.elected()).isEqualTo(3);
        assertThat(times.meanMs()).isNull();
        assertThat(times.medianMs()).isEqualTo(3.0);
        assertThat(times.percentilesMs().get(75)).isEqualTo(4.0);
        assertThat(times.percentilesMs().get(76)).isNull();
        assertThat(times.worstMs()).isNull();
    }

    @Test
    void shouldRiseFromNoneToAllWhenSharesAreAsked() {
        final ElectionTimes times =
                ElectionTimes.of(TIMEOUTS, LongStream.rangeClosed(1, 1_000).toArray());

        assertThat(times.shareWithin(0.05)).isZero();
        assertThat(times.shareWithin(25)).isCloseTo(0.25, Offset.offset(1e-9));
        assertThat(times.shareWithin(25.5)).isCloseTo(0.255, Offset.offset(1e-9));
        assertThat(times.shareWithin(100)).isEqualTo(1);
        assertThat(ElectionTimes.of(TIMEOUTS, new long[] {20, ElectionTrial.NOBODY})
                        .shareWithin(1e9))
                .isEqualTo(0.5);
    }
}
