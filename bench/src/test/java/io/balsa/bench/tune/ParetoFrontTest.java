package io.balsa.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParetoFrontTest {
    @Test
    void shouldKeepWhatNothingBeatsInEverything() {
        assertThat(ParetoFront.of(new double[][] {{1, 5, 3}, {2, 4, 3}, {2, 5, 3}, {3, 3, 9}, {3, 3, 1}}))
                .containsExactly(true, true, false, false, true);
    }

    @Test
    void shouldKeepBothWhenTwoAreEqual() {
        assertThat(ParetoFront.of(new double[][] {{1, 1}, {1, 1}, {1, 2}})).containsExactly(true, true, false);
    }

    @Test
    void shouldKeepTheOnlyOne() {
        assertThat(ParetoFront.of(new double[][] {{7}})).containsExactly(true);
        assertThat(ParetoFront.of(new double[0][])).isEmpty();
    }
}
