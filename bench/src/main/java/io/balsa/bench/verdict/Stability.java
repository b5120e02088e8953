package io.balsa.bench.verdict;

import io.balsa.bench.fork.ForkRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Median;

/** What is odd about the forks of two arms: what makes them no sample, and what is merely worth knowing. */
final class Stability {
    private static final double MOST_FAILED = 0.1;
    private static final double MOST_NOT_SETTLED = 0.5;

    private Stability() {}

    /**
     * Returns what forbids a verdict, in words; empty when nothing does.
     *
     * @param failed forks that left no numbers
     * @param forks all that ran
     */
    static List<String> defects(
            final List<ForkRecord> armA, final List<ForkRecord> armB, final int failed, final int forks) {
        final List<String> defects = new ArrayList<>();
        if (failed > MOST_FAILED * forks) {
            defects.add(failed + " of " + forks + " forks failed: find out why, their failures are in the record");
        }
        final List<ForkRecord> measured =
                Stream.concat(armA.stream(), armB.stream()).toList();
        final long notSettled = measured.stream()
                .filter(fork -> WarmUp.of(fork).kind() == WarmUp.Kind.NOT_SETTLED)
                .count();
        if (notSettled > MOST_NOT_SETTLED * measured.size()) {
            defects.add(notSettled + " of " + measured.size()
                    + " forks changed their level while they were measured: warm up for longer");
        }
        return defects;
    }

    /** Returns in words why an arm's forks fall into two groups; empty when they do not, or not by more than the band. */
    static List<String> groups(
            final List<ForkRecord> armA, final List<ForkRecord> armB, final Metric metric, final NoiseBand band) {
        final List<String> groups = new ArrayList<>();
        for (final List<ForkRecord> arm : List.of(armA, armB)) {
            final TwoGroups found = TwoGroups.of(metric.logsOf(arm));
            if (found.gap() > band.change()) {
                groups.add("the forks of arm " + arm.get(0).arm() + " fall into two groups, "
                        + Percent.share(found.slower()) + " of them " + Percent.signed(found.gap())
                        + ": look for two ways to compile or to place it");
            }
        }
        return groups;
    }

    /** Returns remarks that weigh on no verdict: outliers, and what the machine was busy with. */
    static List<String> remarks(final double[] values, final List<ForkRecord> armA, final List<ForkRecord> armB) {
        final List<String> remarks = new ArrayList<>();
        final int outliers = Outliers.count(values);
        if (outliers > 0) {
            remarks.add(outliers + " of " + values.length + " beyond Tukey's fences, kept");
        }
        final double[] pressure = iterations(armA, armB)
                .mapToDouble(ForkRecord.Iteration::cpuPressure)
                .toArray();
        final double[] steal =
                iterations(armA, armB).mapToDouble(ForkRecord.Iteration::steal).toArray();
        remarks.add("processors were short in "
                + Percent.share(Median.withDefaults().evaluate(pressure))
                + " of the time and stolen for "
                + Percent.share(Median.withDefaults().evaluate(steal))
                + " of it, in the median iteration");
        return remarks;
    }

    private static Stream<ForkRecord.Iteration> iterations(final List<ForkRecord> armA, final List<ForkRecord> armB) {
        return Stream.concat(armA.stream(), armB.stream()).flatMap(fork -> fork.iterations().stream());
    }
}
