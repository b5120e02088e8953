package io.balsa.bench.verdict;

import io.balsa.bench.fork.ForkRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The forks of two arms that ran one benchmark in the same block, side by side.
 *
 * @param key of the benchmark, parameters included
 * @param armA forks of the arm that is compared with, in the order of the blocks
 * @param armB their partners
 * @param failed forks of either arm that left no numbers
 * @param single forks with numbers whose partner failed or never ran
 */
public record ForkPairs(String key, List<ForkRecord> armA, List<ForkRecord> armB, int failed, int single) {
    /**
     * Pairs the forks of a comparison.
     *
     * @return one per benchmark, in the order in which they first ran
     */
    public static List<ForkPairs> of(final List<ForkRecord> forks, final String armA, final String armB) {
        final Map<String, Map<Integer, ForkRecord>> byBlockA = byBlock(forks, armA);
        final Map<String, Map<Integer, ForkRecord>> byBlockB = byBlock(forks, armB);
        return forks.stream()
                .filter(fork -> fork.arm().equals(armA) || fork.arm().equals(armB))
                .map(ForkRecord::key)
                .distinct()
                .map(key -> pair(key, byBlockA.getOrDefault(key, Map.of()), byBlockB.getOrDefault(key, Map.of())))
                .toList();
    }

    private static Map<String, Map<Integer, ForkRecord>> byBlock(final List<ForkRecord> forks, final String arm) {
        final Map<String, Map<Integer, ForkRecord>> byKey = new LinkedHashMap<>();
        for (final ForkRecord fork : forks) {
            if (fork.arm().equals(arm)) {
                final ForkRecord other = byKey.computeIfAbsent(fork.key(), key -> new TreeMap<>())
                        .put(fork.block(), fork);
                if (other != null) {
                    throw new IllegalArgumentException("an arm ran a benchmark twice in a block: arm=" + arm
                            + ", benchmark=" + fork.key() + ", block=" + fork.block());
                }
            }
        }
        return byKey;
    }

    private static ForkPairs pair(
            final String key, final Map<Integer, ForkRecord> byBlockA, final Map<Integer, ForkRecord> byBlockB) {
        final List<ForkRecord> armA = new ArrayList<>();
        final List<ForkRecord> armB = new ArrayList<>();
        for (final Map.Entry<Integer, ForkRecord> block : byBlockA.entrySet()) {
            final ForkRecord b = byBlockB.get(block.getKey());
            if (b != null && measured(block.getValue()) && measured(b)) {
                armA.add(block.getValue());
                armB.add(b);
            }
        }
        final int forks = byBlockA.size() + byBlockB.size();
        final int measured = countMeasured(byBlockA) + countMeasured(byBlockB);
        return new ForkPairs(key, List.copyOf(armA), List.copyOf(armB), forks - measured, measured - 2 * armA.size());
    }

    /** Returns whether a fork has numbers; an iteration in which no operation ended has none. */
    public static boolean measured(final ForkRecord fork) {
        return fork.failure() == null
                && !fork.iterations().isEmpty()
                && fork.iterations().stream().allMatch(i -> i.time() > 0 && Double.isFinite(i.time()));
    }

    /** Returns how many forks ran. */
    public int forks() {
        return armA.size() + armB.size() + failed + single;
    }

    private static int countMeasured(final Map<Integer, ForkRecord> byBlock) {
        return (int) byBlock.values().stream().filter(ForkPairs::measured).count();
    }

    /**
     * Returns the logarithms of the ratios B / A, one for each pair: the median of its iterations' ratios, since the iterations of a
     * pair took turns, and what disturbed a round of them disturbed both.
     */
    public double[] logRatios(final Metric metric) {
        return IntStream.range(0, armA.size())
                .mapToDouble(i -> metric.logRatio(armA.get(i), armB.get(i)))
                .toArray();
    }
}
