package io.balsa.bench.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which times lie in one of many stretches. */
class IntervalsTest {
    @Test
    void shouldJoinStretchesWhenTheyOverlapOrTouch() {
        final Intervals joined = Intervals.union(new long[] {50, 10, 15, 20, 11}, new long[] {60, 20, 18, 30, 12});

        assertThat(joined.count()).isEqualTo(2);
        assertThat(joined.lengthNs()).isEqualTo(20 + 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 15, 30, 50, 60})
    void shouldHoldATimeWhenItIsInsideOrAtAnEnd(final long timeNs) {
        assertThat(Intervals.union(new long[] {50, 10}, new long[] {60, 30}).contains(timeNs))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, 9, 31, 49, 61, Long.MAX_VALUE})
    void shouldNotHoldATimeWhenItIsOutside(final long timeNs) {
        assertThat(Intervals.union(new long[] {50, 10}, new long[] {60, 30}).contains(timeNs))
                .isFalse();
    }

    @Test
    void shouldHoldNothingWhenThereAreNone() {
        final Intervals none = Intervals.union(new long[0], new long[0]);

        assertThat(none.contains(0)).isFalse();
        assertThat(none.lengthNs()).isZero();
    }

    @Test
    void shouldRefuseAStretchWhenItEndsBeforeItBegins() {
        assertThatThrownBy(() -> Intervals.union(new long[] {5}, new long[] {4}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ends before it begins: stretch=0, fromNs=5, toNs=4");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldHoldTheTimesOfAnyStretchWhateverTheyAre(final long seed) {
        final Random random = new Random(seed);
        final long[] fromNs = random.longs(20, 0, 200).toArray();
        final long[] toNs = new long[fromNs.length];
        for (int i = 0; i < toNs.length; i++) {
            toNs[i] = fromNs[i] + random.nextInt(12);
        }

        final Intervals joined = Intervals.union(fromNs, toNs);

        for (long timeNs = -1; timeNs < 220; timeNs++) {
            boolean isInOne = false;
            for (int i = 0; i < fromNs.length; i++) {
                isInOne |= fromNs[i] <= timeNs && timeNs <= toNs[i];
            }
            assertThat(joined.contains(timeNs))
                    .as("seed=%d, time=%d", seed, timeNs)
                    .isEqualTo(isInOne);
        }
    }
}
