package io.balsa.bench.verdict;

import static io.balsa.bench.verdict.Outliers.Label.FAR_OUT;
import static io.balsa.bench.verdict.Outliers.Label.INSIDE;
import static io.balsa.bench.verdict.Outliers.Label.OUTSIDE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutliersTest {
    @Test
    void shouldLabelEachValueByTheFencesAndKeepItsPlace() {
        // Quartiles 1.5 and 6 by type 7: fences at -5.25 and 12.75, outer ones at -12 and 19.5.
        final double[] values = {2, 1, 18, 2, 6, 20, 6, 3, -6, 6, -4};

        assertThat(Outliers.label(values))
                .containsExactly(
                        INSIDE, INSIDE, OUTSIDE, INSIDE, INSIDE, FAR_OUT, INSIDE, INSIDE, OUTSIDE, INSIDE, INSIDE);
        assertThat(Outliers.count(values)).isEqualTo(3);
    }
}
