package io.balsa.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long START = 12_345;
    private static final int COUNT = 200_000;

    @Test
    void shouldKeepTheRateExactlyWhenGapsAreNoWholeNanoseconds() {
        final ArrivalTimes times = Arrivals.constant(30_001).times(START);

        for (int i = 0; i < COUNT; i++) {
            assertThat(times.nextNs()).isEqualTo(START + (long) (i / 30_001) * SECOND + i % 30_001 * SECOND / 30_001);
        }
    }

    @Test
    void shouldBeDueAtTheStartFirstWhenConstant() {
        final ArrivalTimes times = Arrivals.constant(4).times(START);

        assertThat(times.nextNs()).isEqualTo(START);
        assertThat(times.nextNs()).isEqualTo(START + SECOND / 4);
    }

    /** An exponential distribution has a standard deviation as large as its mean: independent users and nothing tidier. */
    @Test
    void shouldHaveExponentialGapsWhenPoisson() {
        for (final long seed : new long[] {1, 2, 3}) {
            final ArrivalTimes times = Arrivals.poisson(10_000, seed).times(START);
            double sum = 0;
            double squares = 0;
            int longerThanMean = 0;
            long before = START;
            for (int i = 0; i < COUNT; i++) {
                final long due = times.nextNs();
                final double gap = due - before;
                assertThat(gap).isNotNegative();
                sum += gap;
                squares += gap * gap;
                longerThanMean += gap > 100_000 ? 1 : 0;
                before = due;
            }
            final double mean = sum / COUNT;
            final double deviation = Math.sqrt(squares / COUNT - mean * mean);
            assertThat(mean).as("mean gap, ns, seed=%d", seed).isCloseTo(100_000, within(1_000.0));
            assertThat(deviation / mean)
                    .as("coefficient of variation, seed=%d", seed)
                    .isCloseTo(1, within(0.01));
            assertThat(longerThanMean / (double) COUNT)
                    .as("share of gaps longer than the mean, seed=%d", seed)
                    .isCloseTo(1 / Math.E, within(0.005));
        }
    }

    @Test
    void shouldGiveTheSameTimesAgainWhenTheSeedIsTheSame() {
        final Arrivals arrivals = Arrivals.poisson(1_000, 42);
        final ArrivalTimes one = arrivals.times(0);
        final ArrivalTimes other = arrivals.times(0);
        final ArrivalTimes another = Arrivals.poisson(1_000, 43).times(0);

        for (int i = 0; i < 1_000; i++) {
            final long due = one.nextNs();
            assertThat(other.nextNs()).isEqualTo(due);
            assertThat(another.nextNs()).isNotEqualTo(due);
        }
    }

    @Test
    void shouldRefuseARateWhenItIsNone() {
        assertThatThrownBy(() -> Arrivals.constant(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a rate is 1 or more: ratePerSecond=0");
    }
}
