package io.balsa.bench.verdict;

import io.balsa.bench.fork.ForkRecord;
import java.util.List;
import org.apache.commons.statistics.descriptive.Median;

/**
 * What identical code did on this machine: the source of noise bands and of the spread between sessions.
 *
 * <p>Both are taken per benchmark and metric from forks of two identical arms: a band from comparisons as long as those that will
 * be held against it, a session's level from all its forks.
 */
public final class NoiseHistory {
    /** Nothing is known of any benchmark. */
    public static final NoiseHistory NONE = new NoiseHistory(List.of(), List.of());

    private final List<ForkPairs> comparisons;
    private final List<List<ForkRecord>> sessions;

    private NoiseHistory(final List<ForkPairs> comparisons, final List<List<ForkRecord>> sessions) {
        this.comparisons = comparisons;
        this.sessions = sessions;
    }

    /**
     * Takes it from recordings.
     *
     * @param sessions forks of two identical arms, each list from another time; forks of other arms are passed over
     */
    public static NoiseHistory of(final List<List<ForkRecord>> sessions, final String armA, final String armB) {
        return ofWindows(
                sessions.stream()
                        .flatMap(session -> Windows.cut(session, armA, armB).stream())
                        .toList(),
                sessions.stream()
                        .map(session -> session.stream()
                                .filter(fork ->
                                        fork.arm().equals(armA) || fork.arm().equals(armB))
                                .toList())
                        .toList(),
                armA,
                armB);
    }

    /** Takes it from recordings that are cut into windows already. */
    static NoiseHistory ofWindows(
            final List<List<ForkRecord>> windows,
            final List<List<ForkRecord>> sessions,
            final String armA,
            final String armB) {
        final List<ForkPairs> comparisons = windows.stream()
                .flatMap(window -> ForkPairs.of(window, armA, armB).stream())
                .filter(pairs -> pairs.armA().size() >= SignedRank.fewestPairs(Judge.CONFIDENCE))
                .toList();
        return new NoiseHistory(comparisons, sessions);
    }

    /** Returns the band of a benchmark; a guess if little is known of it. */
    public NoiseBand band(final String key, final Metric metric) {
        return NoiseBand.of(comparisons.stream()
                .filter(pairs -> pairs.key().equals(key))
                .mapToDouble(pairs ->
                        SignedRank.of(pairs.logRatios(metric), Judge.CONFIDENCE).certain())
                .toArray());
    }

    /** Returns how far the levels of sessions are apart; infinitely if fewer than two ran the benchmark. */
    public SessionSpread spread(final String key, final Metric metric) {
        return SessionSpread.of(sessions.stream()
                .map(session -> session.stream()
                        .filter(fork -> fork.key().equals(key) && ForkPairs.measured(fork))
                        .toList())
                .filter(forks -> !forks.isEmpty())
                .mapToDouble(forks -> Median.withDefaults().evaluate(metric.logsOf(forks)))
                .toArray());
    }
}
