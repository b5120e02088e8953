package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwoGroupsTest {
    @Test
    void shouldTellGapAndShareWhenValuesFallIntoTwoGroups() {
        final Random random = new Random(71);
        final double[] values = IntStream.range(0, 40)
                .mapToDouble(i -> random.nextGaussian() + (i % 4 == 0 ? 10 : 0))
                .toArray();

        final TwoGroups found = TwoGroups.of(values);

        assertThat(found.gap()).isCloseTo(10, within(0.7));
        assertThat(found.slower()).isEqualTo(0.25);
    }

    @Test
    void shouldFindOneGroupWhenThereIsOneBellOrAFewWildValues() {
        final Random random = new Random(72);
        int found = 0;
        for (int trial = 0; trial < 1_000; trial++) {
            final double[] values = IntStream.range(0, 20)
                    .mapToDouble(i -> random.nextGaussian() + (i < 2 ? 30 : 0))
                    .toArray();
            found += TwoGroups.of(values).gap() > 0 ? 1 : 0;
        }

        assertThat(found).isLessThan(10);
        assertThat(TwoGroups.of(new double[] {1, 2}).gap()).isZero();
    }
}
