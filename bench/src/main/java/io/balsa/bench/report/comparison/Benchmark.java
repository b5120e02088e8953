package io.balsa.bench.report.comparison;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.ComparisonRecord.Kind;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.verdict.ForkLatencies;
import io.balsa.bench.verdict.ForkPairs;
import io.balsa.bench.verdict.Metric;
import io.balsa.bench.verdict.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.apache.commons.statistics.descriptive.Median;
import org.jspecify.annotations.Nullable;

/**
 * A benchmark in both arms.
 *
 * @param key of the benchmark, parameters included
 * @param verdicts on it, the one on its times first, those on its percentiles after it; may be empty
 * @param allocation {@code null} when none was recorded
 * @param forks all of them, in the order in which they ran
 * @param armA those of the arm that is compared with, failed ones left out
 * @param armB those of the arm that is judged, failed ones left out
 * @param pairs forks of both that ran in the same block; {@code null} when they were not run in turns
 */
record Benchmark(
        String key,
        List<Verdict> verdicts,
        @Nullable AllocationChange allocation,
        List<ForkRecord> forks,
        List<ForkRecord> armA,
        List<ForkRecord> armB,
        @Nullable ForkPairs pairs) {
    /** {@code p99}, {@code p99.9} at the end of a verdict's key. */
    private static final Pattern PERCENTILE = Pattern.compile("\\bp(\\d+(?:\\.\\d+)?)\\W*$");

    static Benchmark of(
            final String key,
            final List<Verdict> verdicts,
            final @Nullable AllocationChange allocation,
            final List<ForkRecord> forks,
            final ComparisonRecord record) {
        final String armA = record.armA().name();
        final String armB = record.armB().name();
        final List<ForkPairs> pairs = record.kind() == Kind.BASELINE ? List.of() : ForkPairs.of(forks, armA, armB);
        return new Benchmark(
                key,
                verdicts.stream()
                        .sorted(Comparator.comparing(verdict -> !verdict.key().equals(key)))
                        .toList(),
                allocation,
                forks,
                measured(forks, armA),
                measured(forks, armB),
                pairs.isEmpty() || pairs.get(0).armA().isEmpty() ? null : pairs.get(0));
    }

    private static List<ForkRecord> measured(final List<ForkRecord> forks, final String arm) {
        return forks.stream()
                .filter(fork -> fork.arm().equals(arm) && ForkPairs.measured(fork))
                .toList();
    }

    /** Returns the verdict on the times; {@code null} when there is none. */
    @Nullable
    Verdict verdict() {
        return verdicts.isEmpty() ? null : verdicts.get(0);
    }

    /** Returns what it was judged by; wall time when it was not judged. */
    Metric metric() {
        final Verdict verdict = verdict();
        return verdict == null ? Metric.WALL_TIME : verdict.metric();
    }

    /** Returns the unit in which its times are shown. */
    TimeUnit unit() {
        final String recorded = forks.isEmpty() ? "" : forks.get(0).unit();
        return TimeUnit.of(recorded, median(armA.isEmpty() ? armB : armA, Metric.WALL_TIME));
    }

    /** Returns the median over forks, each with the median of its iterations, in the unit of the record; NaN when there are none. */
    static double median(final List<ForkRecord> forks, final Metric metric) {
        return Median.withDefaults()
                .evaluate(forks.stream()
                        .mapToDouble(fork -> Math.exp(metric.logOf(fork)))
                        .toArray());
    }

    /** Returns what a verdict is about in an arm, in the unit of the record; empty when that cannot be told. */
    OptionalDouble level(final Verdict verdict, final List<ForkRecord> arm) {
        if (arm.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (verdict.key().equals(key)) {
            return OptionalDouble.of(median(arm, verdict.metric()));
        }
        final Matcher percentile = PERCENTILE.matcher(verdict.key());
        return percentile.find() && hasLatencies(arm)
                ? OptionalDouble.of(
                        (double) latencies(arm).getValueAtPercentile(Double.parseDouble(percentile.group(1))))
                : OptionalDouble.empty();
    }

    /** Returns whether every fork recorded its latencies, and there is a fork. */
    static boolean hasLatencies(final List<ForkRecord> forks) {
        return !forks.isEmpty() && forks.stream().allMatch(fork -> fork.histogram() != null);
    }

    /** Returns the latencies of all operations of all forks, each of which must have recorded them. */
    static Histogram latencies(final List<ForkRecord> forks) {
        final Histogram sum = ForkLatencies.histogram(forks.get(0));
        forks.stream().skip(1).map(ForkLatencies::histogram).forEach(sum::add);
        return sum;
    }
}
