package io.balsa.bench.tune;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A made-up machine whose best settings are known: every level multiplies the three figures, every trial has noise, and the machine
 * drifts while it is measured. Decided by a seed.
 */
final class SyntheticArena implements Arena {
    private static final double THROUGHPUT = 20_000;
    private static final double TAIL_NS = 8e6;
    private static final double CPU_MICROS = 90;
    private static final double THROUGHPUT_NOISE = 0.04;
    private static final double TAIL_NOISE = 0.15;
    private static final double CPU_NOISE = 0.03;
    private static final double DRIFT = 0.03;

    private final Random random;
    private final Map<String, double[]> multipliers = new HashMap<>();
    private final Map<String, Double> failing = new HashMap<>();
    private double drift;
    private int order;

    SyntheticArena(final long seed) {
        random = new Random(seed);
    }

    /** Says what a level does to throughput, p99.9 and processor time. */
    SyntheticArena with(
            final String factor, final String level, final double throughput, final double tail, final double cpu) {
        multipliers.put(factor + " " + level, new double[] {throughput, tail, cpu});
        return this;
    }

    /** Says how often a level's trials fail. */
    SyntheticArena failing(final String factor, final String level, final double share) {
        failing.put(factor + " " + level, share);
        return this;
    }

    @Override
    public TrialRecord measure(final Phase phase, final int round, final Candidate candidate) {
        drift += DRIFT * random.nextGaussian();
        double throughput = THROUGHPUT * Math.exp(drift + THROUGHPUT_NOISE * random.nextGaussian());
        double tail = TAIL_NS * Math.exp(-drift + TAIL_NOISE * random.nextGaussian());
        double cpu = CPU_MICROS * Math.exp(CPU_NOISE * random.nextGaussian());
        boolean failed = false;
        for (final Map.Entry<String, String> change : candidate.labels().entrySet()) {
            final String level = change.getKey() + " " + change.getValue();
            final double[] factors = multipliers.getOrDefault(level, new double[] {1, 1, 1});
            throughput *= factors[0];
            tail *= factors[1];
            cpu *= factors[2];
            failed |= random.nextDouble() < failing.getOrDefault(level, 0.0);
        }
        return new TrialRecord(
                ++order,
                phase,
                round,
                candidate.name(),
                candidate.labels(),
                "2026-11-25T16:00:00Z",
                10,
                failed ? null : new Figures(throughput, (long) (tail / 4), (long) tail, cpu),
                failed ? "rate missed: intended=10,000/s, achieved=8,000/s" : null);
    }
}
