package io.balsa.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
    private static final int BLOCKS = 8;

    /** A machine that slows down, with a little noise that no two trials share. */
    private static Figures figures(final int block, final int trial, final double throughput, final double tail) {
        final double noise = 1 + 0.01 * ((block * 7 + trial * 5) % 4);
        return new Figures(
                throughput * noise / (1 + 0.1 * block), 1_000_000, Math.round(tail * 8_000_000 * noise), 50 * noise);
    }

    private static List<Confirmation.Block> blocks(final int count, final double throughput, final double tail) {
        final List<Confirmation.Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(block(
                    figures(i, 0, 10_000, 1), figures(i, 1, 10_000, 1), figures(i, 2, 10_000 * throughput, tail)));
        }
        return blocks;
    }

    private static Confirmation.Block block(
            final @Nullable Figures base, final @Nullable Figures again, final @Nullable Figures winner) {
        return new Confirmation.Block(base, again, winner);
    }

    @Test
    void shouldPromoteWhenTheObjectiveImprovesAndNothingIsWorse() {
        final Confirmation confirmation = Confirmation.of(Objective.THROUGHPUT, blocks(BLOCKS, 1.3, 1));

        assertThat(confirmation.better()).isTrue();
        assertThat(confirmation.verdicts())
                .extracting(MetricVerdict::metric)
                .containsExactly(Objective.THROUGHPUT, Objective.P999, Objective.CPU);
        assertThat(confirmation.verdicts().get(0).outcome()).isEqualTo(Outcome.IMPROVED);
        assertThat(confirmation.reasons().get(0)).startsWith("commands/s +").endsWith("IMPROVED");
    }

    @Test
    void shouldStandWhenAnotherFigureIsWorse() {
        final Confirmation confirmation = Confirmation.of(Objective.THROUGHPUT, blocks(BLOCKS, 1.3, 1.5));

        assertThat(confirmation.better()).isFalse();
        assertThat(confirmation.reasons().get(0)).startsWith("worse on another figure: p99.9 +");
    }

    @Test
    void shouldStandWhenNothingDiffers() {
        final Confirmation confirmation = Confirmation.of(Objective.BALANCED, blocks(BLOCKS, 1, 1));

        assertThat(confirmation.better()).isFalse();
        assertThat(confirmation.verdicts()).hasSize(4);
    }

    @Test
    void shouldWidenTheBandWhenTheProfileDiffersFromItself() {
        final List<Confirmation.Block> blocks = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add(block(figures(i, 0, 10_000, 1), figures(i, 1, 11_500, 1), figures(i, 2, 11_500, 1)));
        }

        final Confirmation confirmation = Confirmation.of(Objective.THROUGHPUT, blocks);

        assertThat(confirmation.verdicts().get(0).band().change()).isGreaterThan(0.1);
        assertThat(confirmation.better())
                .as("as much better as the profile is than itself")
                .isFalse();
    }

    @Test
    void shouldDecideNothingWhenBlocksAreTooFew() {
        final List<Confirmation.Block> blocks = blocks(Confirmation.fewestBlocks(), 1.3, 1);
        assertThat(Confirmation.of(Objective.THROUGHPUT, blocks).verdicts()).isNotEmpty();

        blocks.set(0, block(blocks.get(0).base(), null, blocks.get(0).winner()));

        final Confirmation confirmation = Confirmation.of(Objective.THROUGHPUT, blocks);
        assertThat(confirmation.better()).isFalse();
        assertThat(confirmation.verdicts()).isEmpty();
        assertThat(confirmation.reasons()).containsExactly("too few blocks without a failed trial: blocks=5, needed=6");
    }

    @Test
    void shouldStandWhenTheWinnerFailedInATrial() {
        final List<Confirmation.Block> blocks = blocks(BLOCKS, 1.3, 1);
        blocks.set(3, block(blocks.get(3).base(), blocks.get(3).again(), null));

        final Confirmation confirmation = Confirmation.of(Objective.THROUGHPUT, blocks);

        assertThat(confirmation.better()).isFalse();
        assertThat(confirmation.reasons().get(0)).isEqualTo("the winner failed in a trial: failed=1, trials=8");
    }
}
