package io.balsa.bench.verdict;

import io.balsa.bench.fork.ForkRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Holds the interval of an effect against the noise band.
 *
 * <p>Two things must be true of an alarm: that there is a difference, which the interval shows with the confidence of
 * {@link #CONFIDENCE}, and that it is larger than what identical code shows, which the band says. An effect whose interval reaches
 * over an edge of the band is not decided. No verdict is made of the point estimate, nor of p alone.
 */
public final class Judge {
    /** Of the intervals: identical code would raise an alarm in one comparison of twenty, were the band of no width. */
    public static final double CONFIDENCE = 0.95;

    /** Beyond this many times the forks at hand, more forks are no advice. */
    private static final int MOST_TIMES_MORE = 10;

    private Judge() {}

    /** Judges pairs of forks that took turns. */
    public static Verdict paired(final ForkPairs pairs, final NoiseHistory history) {
        final List<ForkRecord> armA = pairs.armA();
        final List<ForkRecord> armB = pairs.armB();
        final Metric metric = Metric.choose(armA, armB);
        final NoiseBand band = history.band(pairs.key(), metric);
        final List<String> reasons = Stability.defects(armA, armB, pairs.failed(), pairs.forks());
        final int fewest = SignedRank.fewestPairs(CONFIDENCE);
        if (armA.size() < fewest) {
            reasons.add("too few pairs of forks: " + armA.size() + ", needed are " + fewest);
            return unmeasured(pairs.key(), metric, band, reasons);
        }
        final double[] ratios = pairs.logRatios(metric);
        final Estimate estimate = SignedRank.of(ratios, CONFIDENCE);
        final double[] twins = pairs.logRatios(metric.twin());
        final Estimate twin = finite(twins) ? SignedRank.of(twins, CONFIDENCE) : null;
        final Verdict verdict = decide(pairs.key(), metric, estimate, twin, band)
                .doubted(reasons, Stability.groups(armA, armB, metric, band));
        final List<String> remarks = Stability.remarks(ratios, armA, armB);
        if (pairs.single() > 0) {
            remarks.add(pairs.single() + " forks without a partner, left aside");
        }
        return verdict.outcome() == Outcome.INCONCLUSIVE && against(estimate, band) == Outcome.INCONCLUSIVE
                ? advise(verdict, estimate, remarks)
                : verdict.with(null, remarks);
    }

    /**
     * Judges forks against those of an earlier session. What lies between sessions is allowed for, and cannot be measured away.
     *
     * @param key of the one benchmark that all the forks ran
     */
    public static Verdict unpaired(
            final String key, final List<ForkRecord> baseline, final List<ForkRecord> now, final NoiseHistory history) {
        final List<ForkRecord> armA =
                baseline.stream().filter(ForkPairs::measured).toList();
        final List<ForkRecord> armB = now.stream().filter(ForkPairs::measured).toList();
        final Metric metric = Metric.choose(armA, armB);
        final NoiseBand band = history.band(key, metric);
        final int failed = baseline.size() + now.size() - armA.size() - armB.size();
        final List<String> reasons = Stability.defects(armA, armB, failed, baseline.size() + now.size());
        if (!RankSum.enough(armA.size(), armB.size(), CONFIDENCE)) {
            reasons.add("too few forks: " + armA.size() + " then, " + armB.size() + " now");
            return unmeasured(key, metric, band, reasons);
        }
        final SessionSpread spread = history.spread(key, metric);
        final Estimate estimate = between(armA, armB, metric, spread);
        final Metric other = metric.twin();
        final Estimate twin = finite(other.logsOf(armA)) && finite(other.logsOf(armB))
                ? between(armA, armB, other, history.spread(key, other))
                : null;
        final List<String> remarks = Stability.remarks(metric.logsOf(armB), armA, armB);
        remarks.add(spread.toString());
        return decide(key, metric, estimate, twin, band)
                .doubted(reasons, Stability.groups(armA, armB, metric, band))
                .with(null, remarks);
    }

    private static Estimate between(
            final List<ForkRecord> armA, final List<ForkRecord> armB, final Metric metric, final SessionSpread spread) {
        return spread.widen(RankSum.of(metric.logsOf(armA), metric.logsOf(armB), CONFIDENCE), CONFIDENCE);
    }

    /** Returns where an interval lies: the rule itself. */
    public static Outcome against(final Estimate estimate, final NoiseBand band) {
        if (estimate.low() > band.change()) {
            return Outcome.REGRESSED;
        }
        if (estimate.high() < -band.change()) {
            return Outcome.IMPROVED;
        }
        return estimate.low() > -band.equality() && estimate.high() < band.equality()
                ? Outcome.EQUIVALENT
                : Outcome.INCONCLUSIVE;
    }

    private static Verdict decide(
            final String key,
            final Metric metric,
            final Estimate estimate,
            final @Nullable Estimate twin,
            final NoiseBand band) {
        final Outcome outcome = against(estimate, band);
        final Verdict verdict = new Verdict(
                key,
                outcome,
                metric,
                estimate,
                twin,
                band,
                null,
                List.of(metric + " of B against A: " + words(estimate), band.toString()));
        // A change that begins to wait a little still computes nine tenths of the time: its wall time tells.
        if (twin == null || metric == Metric.WALL_TIME) {
            return verdict;
        }
        final Outcome other = against(twin, band);
        if (other.isChange() && other != outcome) {
            return verdict.overruled(
                    Outcome.INCONCLUSIVE,
                    "by " + metric + " " + outcome + ", by " + metric.twin() + " " + other + ": " + words(twin));
        }
        return verdict;
    }

    private static Verdict advise(final Verdict verdict, final Estimate estimate, final List<String> remarks) {
        final Integer more = morePairs(estimate, verdict.band());
        remarks.add(
                0,
                more == null
                        ? "the effect is too close to the edge of the band for more forks to decide it soon"
                        : "about " + more + " more forks of each arm would decide it");
        return verdict.with(more, remarks);
    }

    /**
     * Returns how many more pairs would probably bring the interval to one side of the edge, half widths shrinking with the root of
     * the number of pairs; {@code null} when they are too many.
     */
    private static @Nullable Integer morePairs(final Estimate estimate, final NoiseBand band) {
        final double size = Math.abs(estimate.effect());
        final double room = Math.max(size - band.change(), band.equality() - size);
        final double half = Math.max(estimate.high() - estimate.effect(), estimate.effect() - estimate.low());
        final double needed = room <= 0 ? Double.POSITIVE_INFINITY : estimate.n() * Math.pow(half / room, 2);
        return needed > (double) MOST_TIMES_MORE * estimate.n()
                ? null
                : Math.max(1, (int) Math.ceil(needed) - estimate.n());
    }

    private static Verdict unmeasured(
            final String key, final Metric metric, final NoiseBand band, final List<String> reasons) {
        return new Verdict(key, Outcome.UNSTABLE, metric, null, null, band, null, List.copyOf(reasons));
    }

    private static boolean finite(final double[] logs) {
        return Arrays.stream(logs).allMatch(Double::isFinite);
    }

    private static String words(final Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "%s, %s interval %s to %s, p %.2g, n %d",
                Percent.signed(estimate.effect()),
                Percent.share(estimate.confidence()),
                Percent.signed(estimate.low()),
                Percent.signed(estimate.high()),
                estimate.p(),
                estimate.n());
    }
}
