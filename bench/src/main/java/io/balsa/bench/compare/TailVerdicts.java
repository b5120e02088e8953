package io.balsa.bench.compare;

import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.ForkPairs;
import io.balsa.bench.verdict.Judge;
import io.balsa.bench.verdict.Metric;
import io.balsa.bench.verdict.NoiseBand;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.PercentileBootstrap;
import io.balsa.bench.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Verdicts on the percentiles of benchmarks that sample: a change that only the slowest operations feel is in no mean.
 *
 * <p>The tail of a shared machine is mostly the machine's. So the band is wide: a tail must have changed by a quarter for certain
 * before it counts, a median by a twentieth.
 */
final class TailVerdicts {
    private static final long SEED = 1;
    private static final List<Band> BANDS = List.of(new Band(50, 0.05), new Band(99, 0.25), new Band(99.9, 0.25));

    private TailVerdicts() {}

    private record Band(double percentile, double share) {}

    /** Returns a verdict per percentile; none when the forks hold no latencies or the benchmark itself was no sample of anything. */
    static List<Verdict> of(final ForkPairs pairs, final Verdict mean) {
        final List<Verdict> verdicts = new ArrayList<>();
        final boolean sampled = pairs.armA().stream().allMatch(fork -> fork.histogram() != null)
                && pairs.armB().stream().allMatch(fork -> fork.histogram() != null);
        if (!sampled || mean.estimate() == null) {
            return verdicts;
        }
        for (final Band band : BANDS) {
            final NoiseBand noise = new NoiseBand(Math.log1p(band.share), Math.log1p(band.share), 0);
            final Estimate estimate = new PercentileBootstrap(SEED).ratio(pairs, band.percentile, Judge.CONFIDENCE);
            final Outcome outcome = Judge.against(estimate, noise);
            verdicts.add(new Verdict(
                    String.format(Locale.ROOT, "%s p%s", pairs.key(), name(band.percentile)),
                    outcome,
                    Metric.WALL_TIME,
                    estimate,
                    null,
                    noise,
                    null,
                    List.of(String.format(
                            Locale.ROOT,
                            "latency at this percentile, by a bootstrap over %d pairs of forks, held against %.0f%%",
                            estimate.n(),
                            100 * band.share))));
        }
        return verdicts;
    }

    private static String name(final double percentile) {
        return percentile == Math.rint(percentile) ? Integer.toString((int) percentile) : Double.toString(percentile);
    }
}
