package io.balsa.bench.verdict;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A verdict on one benchmark, with all that it stands on.
 *
 * @param key of the benchmark, parameters included
 * @param outcome the verdict
 * @param metric what it was judged by
 * @param estimate of B against A by that metric; {@code null} when there were too few forks for one
 * @param twin the same by the other metric, for comparison; {@code null} also when it was not measured
 * @param band of noise that it was held against
 * @param morePairs forks of each arm that would probably decide it, if it is inconclusive and they are not too many; else
 *     {@code null}
 * @param reasons in words, the decisive one first
 */
public record Verdict(
        String key,
        Outcome outcome,
        Metric metric,
        @Nullable Estimate estimate,
        @Nullable Estimate twin,
        NoiseBand band,
        @Nullable Integer morePairs,
        List<String> reasons) {

    /** Returns the same with another outcome, for a reason that outweighs the others. */
    Verdict overruled(final Outcome other, final String reason) {
        return new Verdict(key, other, metric, estimate, twin, band, null, joined(List.of(reason), reasons));
    }

    /**
     * Returns the same unless the forks are no sample of anything.
     *
     * @param defects that make every verdict on them worthless
     * @param groups that they fall into, which explain an indecision and nothing else
     */
    Verdict doubted(final List<String> defects, final List<String> groups) {
        if (!defects.isEmpty()) {
            return new Verdict(
                    key,
                    Outcome.UNSTABLE,
                    metric,
                    estimate,
                    twin,
                    band,
                    null,
                    joined(defects, joined(reasons, groups)));
        }
        if (!groups.isEmpty() && outcome == Outcome.INCONCLUSIVE) {
            return new Verdict(key, Outcome.UNSTABLE, metric, estimate, twin, band, null, joined(groups, reasons));
        }
        return new Verdict(key, outcome, metric, estimate, twin, band, null, joined(reasons, groups));
    }

    /** Returns the same with an advice and remarks that change nothing. */
    Verdict with(final @Nullable Integer more, final List<String> remarks) {
        return new Verdict(key, outcome, metric, estimate, twin, band, more, joined(reasons, remarks));
    }

    private static List<String> joined(final List<String> first, final List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
