package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HolmTest {
    private static final Offset<Double> EXACTLY = within(1e-12);

    @Test
    void shouldAgreeWithThePublishedExampleWhenGivenItsValues() {
        // The example in the reference of the Python package pingouin, which follows R's p.adjust.
        final double[] adjusted = Holm.adjust(new double[] {0.50, 0.003, 0.32, 0.054, 0.0003});

        assertThat(adjusted).containsExactly(new double[] {0.64, 0.012, 0.64, 0.162, 0.0015}, EXACTLY);
    }

    @Test
    void shouldNeverExceedOneNorChangeASingleTest() {
        assertThat(Holm.adjust(new double[] {0.9, 0.8})).containsExactly(new double[] {1, 1}, EXACTLY);
        assertThat(Holm.adjust(new double[] {0.04})).containsExactly(0.04);
        assertThat(Holm.adjust(new double[0])).isEmpty();
    }
}
