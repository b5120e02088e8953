package io.balsa.bench.verdict;

import io.balsa.bench.fork.ForkRecord;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;

/** Which time of a fork is compared: of the clock on the wall, or of the processor. Less is better for both. */
public enum Metric {
    /** What a caller waits: locks, disks, and whatever else the machine does included. */
    WALL_TIME("wall time") {
        @Override
        double of(final ForkRecord.Iteration iteration) {
            return iteration.time();
        }
    },
    /** What the fork's own threads spent on a processor. A neighbour that takes the processor away does not count. */
    PROCESSOR_TIME("processor time") {
        @Override
        double of(final ForkRecord.Iteration iteration) {
            return iteration.cpu();
        }
    };

    /** An arm computes all the time if its calmest forks spend this share of the wall time on a processor. */
    private static final double LEAST_SHARE = 0.9;

    /** With more, other threads do a part of the work, and less waiting for them shows in the wall time only. */
    private static final double LARGEST_SHARE = 1.25;

    private final String text;

    Metric(final String text) {
        this.text = text;
    }

    abstract double of(ForkRecord.Iteration iteration);

    /**
     * Chooses what two arms are judged by, before either is compared.
     *
     * <p>Processor time where both compute all the time, because it hears least of the neighbours; wall time otherwise, because
     * waiting is what it is about. On a busy machine the share of a computing benchmark falls too, but not in all its forks: so
     * the upper quartile over the forks decides. Each arm must pass for itself, or a change that begins to wait would hide.
     */
    static Metric choose(final List<ForkRecord> armA, final List<ForkRecord> armB) {
        return computes(armA) && computes(armB) ? PROCESSOR_TIME : WALL_TIME;
    }

    private static boolean computes(final List<ForkRecord> forks) {
        final double[] shares = forks.stream()
                .mapToDouble(fork -> PROCESSOR_TIME.logOf(fork) - WALL_TIME.logOf(fork))
                .map(Math::exp)
                .toArray();
        if (shares.length == 0) {
            return false;
        }
        final double share = Quantile.withDefaults().evaluate(shares, 0.75);
        return share >= LEAST_SHARE && share <= LARGEST_SHARE;
    }

    /** Returns the one that is not judged by, for comparison. */
    public Metric twin() {
        return this == WALL_TIME ? PROCESSOR_TIME : WALL_TIME;
    }

    /** Returns the one number by which a fork counts: the logarithm of the median of its iterations. */
    public double logOf(final ForkRecord fork) {
        return Math.log(Median.withDefaults()
                .evaluate(fork.iterations().stream().mapToDouble(this::of).toArray()));
    }

    /**
     * Returns by how much one fork took longer than another whose iterations took turns with its own, as the logarithm of a ratio: the
     * median over the rounds; where the numbers of iterations differ, that of the medians.
     */
    double logRatio(final ForkRecord one, final ForkRecord other) {
        final int rounds = one.iterations().size();
        if (rounds != other.iterations().size()) {
            return logOf(other) - logOf(one);
        }
        return Median.withDefaults()
                .evaluate(IntStream.range(0, rounds)
                        .mapToDouble(round -> Math.log(of(other.iterations().get(round))
                                / of(one.iterations().get(round))))
                        .toArray());
    }

    /** Returns the numbers of forks, in order. */
    double[] logsOf(final List<ForkRecord> forks) {
        return forks.stream().mapToDouble(this::logOf).toArray();
    }

    @Override
    public String toString() {
        return text;
    }
}
