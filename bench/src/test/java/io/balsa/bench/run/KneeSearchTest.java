package io.balsa.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class KneeSearchTest {
    @Test
    void shouldDoubleAndThenHalveTheGapWhenTheRateIsMissed() {
        final List<Integer> tried = new ArrayList<>();

        final int knee = search(1_000, rate -> rate <= 20_000, tried);

        assertThat(tried)
                .containsExactly(
                        1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 32_000, 22_627, 22_627, 19_027, 20_749, 20_749,
                        19_869);
        assertThat(knee).isEqualTo(19_869);
    }

    @Test
    void shouldBeWithinAFewPercentWhereverTheKneeIs() {
        for (int trueKnee = 1_000; trueKnee < 500_000; trueKnee += 7_919) {
            final int limit = trueKnee;

            final int knee = search(1_000, rate -> rate <= limit, new ArrayList<>());

            assertThat(knee).isLessThanOrEqualTo(limit);
            assertThat(knee / (double) limit).isCloseTo(1, within(0.045));
        }
    }

    @Test
    void shouldGoOnWhenARateIsMissedOnlyOnce() {
        final List<Integer> tried = new ArrayList<>();

        search(1_000, rate -> rate <= 4_000 && !(rate == 2_000 && tried.size() == 2), tried);

        assertThat(tried).startsWith(1_000, 2_000, 2_000, 4_000, 8_000, 8_000);
    }

    @Test
    void shouldFindNoneWhenTheFirstRateIsMissed() {
        final List<Integer> tried = new ArrayList<>();

        assertThat(search(1_000, rate -> false, tried)).isZero();
        assertThat(tried).containsExactly(1_000, 1_000);
    }

    @Test
    void shouldEndWhenNoRateIsMissed() {
        final List<Integer> tried = new ArrayList<>();

        final int knee = search(1_000, rate -> true, tried);

        assertThat(tried).hasSizeLessThan(20);
        assertThat(knee).isEqualTo(tried.get(tried.size() - 1)).isPositive();
    }

    private static int search(final int from, final IntPredicate keeps, final List<Integer> tried) {
        final KneeSearch search = new KneeSearch(from);
        while (search.next().isPresent()) {
            final int rate = search.next().getAsInt();
            tried.add(rate);
            search.onTried(keeps.test(rate));
        }
        return search.knee();
    }
}
