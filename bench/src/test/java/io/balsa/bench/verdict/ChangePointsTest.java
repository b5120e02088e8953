package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangePointsTest {
    /** Yearly flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978, "The problem of the Nile", table 1; R's {@code Nile}). */
    private static final double[] NILE = {
        1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
        1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
        831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
        781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
        744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740
    };

    @Test
    void shouldFindTheYearInWhichTheNileFellWhenGivenItsFlow() {
        // Cobb's change is between 1898 and 1899: 28 years are before it.
        assertThat(ChangePoints.of(NILE)).containsExactly(28);
    }

    @Test
    void shouldFindEveryChangeWhenLevelsAreFarApart() {
        final Random random = new Random(51);
        final double[] levels = {0, 8, 3, 12};
        final double[] series = IntStream.range(0, 80)
                .mapToDouble(i -> levels[i / 20] + random.nextGaussian())
                .toArray();

        assertThat(ChangePoints.of(series)).containsExactly(20, 40, 60);
    }

    @Test
    void shouldFindNoChangeWhenAValueOrTwoAreWild() {
        final Random random = new Random(52);
        final double[] series = random.doubles(30).toArray();
        series[7] = 1_000;
        series[20] = 50;
        series[29] = -300;

        assertThat(ChangePoints.of(series)).isEmpty();
    }

    @Test
    void shouldRarelyFindAChangeWhenThereIsNone() {
        final Random random = new Random(53);
        int found = 0;
        for (int trial = 0; trial < 1_000; trial++) {
            final double[] series = IntStream.range(0, 100)
                    .mapToDouble(i -> random.nextGaussian())
                    .toArray();
            found += ChangePoints.of(series).isEmpty() ? 0 : 1;
        }

        assertThat(found).isLessThan(60);
    }

    @Test
    void shouldFindAChangeWhenTheClockIsCoarseAndNoneWhenNothingMoves() {
        assertThat(ChangePoints.of(new double[] {5, 5, 5, 5, 6, 5, 5, 5, 9, 9, 9, 9, 9, 9, 9, 9}))
                .containsExactly(8);
        assertThat(ChangePoints.of(new double[] {5, 5, 5, 5, 5, 5, 5, 5})).isEmpty();
        assertThat(ChangePoints.of(new double[] {1, 1, 9, 9})).isEmpty();
    }
}
