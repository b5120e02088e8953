package io.balsa.bench.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Judges a family of verdicts together: the more benchmarks are compared, the likelier is an alarm by chance in one of them.
 *
 * <p>Holm's adjustment runs over all benchmarks that have a p, whatever became of them. An alarm that does not survive it is
 * inconclusive. So the chance of any alarm in a comparison of identical code is at most {@value #ALPHA}, however many benchmarks
 * there are, and whatever their noise has in common.
 */
public final class Gate {
    /** The chance that a comparison of identical code raises any alarm. */
    public static final double ALPHA = 0.05;

    private Gate() {}

    /** Returns the verdicts in the same order, alarms that do not survive taken back. */
    public static List<Verdict> judge(final List<Verdict> family) {
        final double[] p = family.stream()
                .mapMultiToDouble((verdict, sink) -> {
                    if (verdict.estimate() != null) {
                        sink.accept(verdict.estimate().p());
                    }
                })
                .toArray();
        final double[] adjusted = Holm.adjust(p);
        final List<Verdict> judged = new ArrayList<>(family.size());
        int next = 0;
        for (final Verdict verdict : family) {
            final double survives = verdict.estimate() == null ? 1 : adjusted[next++];
            judged.add(
                    verdict.outcome().isChange() && survives > ALPHA ? takeBack(verdict, survives, p.length) : verdict);
        }
        return List.copyOf(judged);
    }

    private static Verdict takeBack(final Verdict verdict, final double adjusted, final int size) {
        return verdict.overruled(
                Outcome.INCONCLUSIVE,
                String.format(
                        Locale.ROOT,
                        "%s by itself, but not among %d benchmarks: p by Holm %.3f, at most %.2f passes",
                        verdict.outcome(),
                        size,
                        adjusted,
                        ALPHA));
    }
}
