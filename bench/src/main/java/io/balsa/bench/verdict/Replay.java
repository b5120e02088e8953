package io.balsa.bench.verdict;

import io.balsa.bench.fork.ForkRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the verdicts are worth on this machine: a recording of two identical arms and a slowed one, judged piece by piece as if each
 * piece of ten minutes had been a comparison of its own.
 *
 * <p>Each window is held against the bands of the history that the other windows make: had it a part in its own band, it could
 * hardly leave it.
 *
 * @param identical verdicts on the two identical arms, per window and benchmark
 * @param slowed verdicts on the slowed arm against the first of the identical ones, per window and benchmark
 */
public record Replay(List<Verdict> identical, List<Verdict> slowed) {
    /** The arms of a recording. */
    public static final String ARM_A = "A1";

    /** Runs the same code as {@link #ARM_A}. */
    public static final String ARM_SAME = "A2";

    /** Is slower by a tenth. */
    public static final String ARM_SLOW = "SLOW";

    /** Replays a recording of interleaved forks, in any order. */
    public static Replay of(final List<ForkRecord> recording) {
        final List<List<ForkRecord>> windows = Windows.cut(recording, ARM_A, ARM_SAME);
        final List<Verdict> identical = new ArrayList<>();
        for (final List<ForkRecord> window : windows) {
            final List<List<ForkRecord>> others =
                    windows.stream().filter(other -> other != window).toList();
            identical.addAll(judge(window, ARM_SAME, history(others)));
        }
        final NoiseHistory history = history(windows);
        final List<Verdict> slowed = Windows.cut(recording, ARM_A, ARM_SLOW).stream()
                .flatMap(window -> judge(window, ARM_SLOW, history).stream())
                .toList();
        return new Replay(List.copyOf(identical), slowed);
    }

    private static NoiseHistory history(final List<List<ForkRecord>> windows) {
        return NoiseHistory.ofWindows(windows, List.of(), ARM_A, ARM_SAME);
    }

    private static List<Verdict> judge(final List<ForkRecord> window, final String armB, final NoiseHistory history) {
        return ForkPairs.of(window, ARM_A, armB).stream()
                .map(pairs -> Judge.paired(pairs, history))
                .toList();
    }

    /** Returns the share of verdicts on identical code that are an alarm; 0 when there are none. */
    public double falseAlarms() {
        return share(identical.stream().filter(verdict -> verdict.outcome().isChange()), identical.size());
    }

    /** Returns the share of verdicts on the slowed arm that say so; 0 when there are none. */
    public double found() {
        return share(slowed.stream().filter(verdict -> verdict.outcome() == Outcome.REGRESSED), slowed.size());
    }

    private static double share(final Stream<Verdict> some, final int all) {
        return all == 0 ? 0 : (double) some.count() / all;
    }
}
