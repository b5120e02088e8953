package io.balsa.bench.tune;

import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.Judge;
import io.balsa.bench.verdict.NoiseBand;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.Percent;
import io.balsa.bench.verdict.SignedRank;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the winner of a race is better than the profile, by trials that had no part in choosing it.
 *
 * <p>In every block the profile runs twice and the winner once, in an order that is drawn. Winner against profile gives the effect;
 * the profile against itself gives what the machine calls different without any reason, in this very hour, and so the noise band. The
 * winner is better when it is IMPROVED on the objective by the rule of {@link Judge}, and on nothing else worse for certain by an
 * effect that exceeds the band. With one objective there is one chance of a false promotion: 2.5% at most for settings that change
 * nothing.
 *
 * @param verdicts that of the objective first; none when there are too few blocks
 * @param better whether the winner is to replace the profile
 * @param reasons in words, the decisive one first
 */
record Confirmation(List<MetricVerdict> verdicts, boolean better, List<String> reasons) {
    /**
     * Three trials that took turns; null for one that failed.
     *
     * @param base the profile
     * @param again the profile once more
     */
    record Block(
            @Nullable Figures base,
            @Nullable Figures again,
            @Nullable Figures winner) {
        private boolean isComplete() {
            return base != null && again != null && winner != null;
        }
    }

    /** Returns the fewest blocks that can decide. */
    static int fewestBlocks() {
        return SignedRank.fewestPairs(Judge.CONFIDENCE);
    }

    /** Judges. */
    static Confirmation of(final Objective objective, final List<Block> blocks) {
        final List<Block> complete = blocks.stream().filter(Block::isComplete).toList();
        final int failed = blocks.size() - complete.size();
        if (complete.size() < fewestBlocks()) {
            return new Confirmation(
                    List.of(),
                    false,
                    List.of("too few blocks without a failed trial: blocks=" + complete.size() + ", needed="
                            + fewestBlocks()));
        }
        final List<MetricVerdict> verdicts = new ArrayList<>();
        verdicts.add(verdict(objective, complete));
        for (final Objective part : Objective.PARTS) {
            if (part != objective) {
                verdicts.add(verdict(part, complete));
            }
        }
        final List<String> reasons = new ArrayList<>();
        final boolean improved = verdicts.get(0).outcome() == Outcome.IMPROVED;
        reasons.add(words(verdicts.get(0)));
        boolean better = improved;
        for (final MetricVerdict other : verdicts.subList(1, verdicts.size())) {
            if (other.isHarm()) {
                better = false;
                reasons.add(improved ? 0 : reasons.size(), "worse on another figure: " + words(other));
            } else {
                reasons.add(words(other));
            }
        }
        final long winnerFailed =
                blocks.stream().filter(block -> block.winner() == null).count();
        if (winnerFailed > 0 && better) {
            better = false;
            reasons.add(0, "the winner failed in a trial: failed=" + winnerFailed + ", trials=" + blocks.size());
        } else if (failed > 0) {
            reasons.add("blocks with a failed trial, left aside: " + failed);
        }
        return new Confirmation(verdicts, better, reasons);
    }

    private static MetricVerdict verdict(final Objective metric, final List<Block> complete) {
        final Estimate identical = estimate(metric, complete, Block::again);
        final Estimate estimate = estimate(metric, complete, Block::winner);
        final NoiseBand band = NoiseBand.of(identical.certain());
        return new MetricVerdict(metric, Judge.against(estimate, band), estimate, identical, band);
    }

    private static Estimate estimate(
            final Objective metric, final List<Block> complete, final Function<Block, @Nullable Figures> other) {
        final double[] differences = complete.stream()
                .mapToDouble(block -> cost(metric, other.apply(block)) - cost(metric, block.base()))
                .toArray();
        return SignedRank.of(differences, Judge.CONFIDENCE);
    }

    private static double cost(final Objective metric, final @Nullable Figures figures) {
        if (figures == null) {
            throw new IllegalStateException("a block with a failed trial was not left aside");
        }
        return metric.cost(figures);
    }

    private static String words(final MetricVerdict verdict) {
        final Objective metric = verdict.metric();
        final Estimate estimate = verdict.estimate();
        final List<String> ends =
                Stream.of(estimate.low(), estimate.high()).map(metric::change).toList();
        return metric.figure() + " " + metric.change(estimate.effect()) + " (" + ends.get(0) + " to " + ends.get(1)
                + ", band " + Percent.around(verdict.band().change()) + ", n " + estimate.n() + "): "
                + verdict.outcome();
    }
}
