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

    /** Judges forks against those of an earlier time; a benchmark that the earlier ones did not run is left out. */
    static Judgement unpaired(final List<ForkRecord> baseline, final List<ForkRecord> forks, final NoiseHistory noise) {
        final List<Verdict> verdicts = new ArrayList<>();
        final List<AllocationChange> allocations = new ArrayList<>();
        for (final String key : forks.stream().map(ForkRecord::key).distinct().toList()) {
            final List<ForkRecord> then = of(baseline, key);
            final List<ForkRecord> now = of(forks, key);
            if (!then.isEmpty()) {
                verdicts.add(Judge.unpaired(key, then, now, noise));
                if (then.stream().anyMatch(fork -> fork.failure() == null)
                        && now.stream().anyMatch(fork -> fork.failure() == null)) {
                    allocations.add(AllocationChange.of(key, measured(then), measured(now)));
                }
            }
        }
        return new Judgement(Gate.judge(verdicts), List.copyOf(allocations));
    }

    private static List<ForkRecord> of(final List<ForkRecord> forks, final String key) {
        return forks.stream().filter(fork -> fork.key().equals(key)).toList();
    }

    private static List<ForkRecord> measured(final List<ForkRecord> forks) {
        return forks.stream().filter(fork -> fork.failure() == null).toList();
    }
}
