package io.balsa.bench.compare;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.verdict.ForkPairs;
import io.balsa.bench.verdict.Gate;
import io.balsa.bench.verdict.Judge;
import io.balsa.bench.verdict.NoiseHistory;
import io.balsa.bench.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of forks: verdicts on times and percentiles, judged as one family, and changes of allocation.
 *
 * @param verdicts one per benchmark, and one per percentile of those that sample
 * @param allocations one per benchmark that both arms ran
 */
record Judgement(List<Verdict> verdicts, List<AllocationChange> allocations) {
    /** Judges forks that took turns. */
    static Judgement paired(
            final List<ForkRecord> forks, final String armA, final String armB, final NoiseHistory noise) {
        final List<Verdict> verdicts = new ArrayList<>();
        final List<AllocationChange> allocations = new ArrayList<>();
        for (final ForkPairs pairs : ForkPairs.of(forks, armA, armB)) {
            final Verdict verdict = Judge.paired(pairs, noise);
            verdicts.add(verdict);
            if (!pairs.armA().isEmpty()) {
                verdicts.addAll(TailVerdicts.of(pairs, verdict));
                allocations.add(AllocationChange.of(pairs.key(), pairs.armA(), pairs.armB()));
            }
        }
        return new Judgement(Gate.judge(verdicts), List.copyOf(allocations));
    }
}
