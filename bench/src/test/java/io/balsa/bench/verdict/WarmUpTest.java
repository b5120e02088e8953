package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.verdict.WarmUp.Kind;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void shouldCallItFlatWhenTheLevelStaysOrMovesByLessThanTwoPercent() {
        assertThat(series(20, 0, 0, 0)).isEqualTo(new WarmUp(Kind.FLAT, 0));
        assertThat(series(20, 0.015, 0, 0)).isEqualTo(new WarmUp(Kind.FLAT, 0));
    }

    @Test
    void shouldSayWhenItSettledWhenTheFirstIterationsAreSlower() {
        assertThat(series(20, 0.5, 0, 0)).isEqualTo(new WarmUp(Kind.WARMED_UP, 10));
    }

    @Test
    void shouldCallItSlowedDownWhenAnyEarlierLevelWasFaster() {
        assertThat(series(20, -0.3, 0, 0)).isEqualTo(new WarmUp(Kind.SLOWED_DOWN, 10));
    }

    @Test
    void shouldCallItNotSettledWhenTheLevelChangesInTheMeasurement() {
        assertThat(series(20, 0.5, 0, 0.2)).isEqualTo(new WarmUp(Kind.NOT_SETTLED, 30));
        assertThat(series(20, 0, 0, -0.2)).isEqualTo(new WarmUp(Kind.NOT_SETTLED, 30));
    }

    @Test
    void shouldReadUnmeasuredAndMeasuredIterationsWhenGivenAFork() {
        final ForkRecord fork = new SyntheticForks(61, SyntheticForks.CALM, 1)
                .run(1, Map.of("A", 1.0), "b")
                .get(0);

        assertThat(WarmUp.of(fork).kind()).isIn(Kind.FLAT, Kind.WARMED_UP);
    }

    /** Four levels of ten iterations each with a thousandth of noise, the last level 0; twenty are unmeasured, or as given. */
    private static WarmUp series(final int unmeasured, final double... levels) {
        final Random random = new Random(62);
        final double[] series = IntStream.range(0, 40)
                .mapToDouble(i -> (i < 30 ? levels[i / 10] : 0) + 0.001 * random.nextGaussian())
                .toArray();
        return WarmUp.of(series, unmeasured);
    }
}
