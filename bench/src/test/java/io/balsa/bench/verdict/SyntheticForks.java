package io.balsa.bench.verdict;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.fork.ForkRecord.Iteration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Forks of a machine with bad habits, the same for the same seed: interleaved in blocks of random order, as a comparison runs them.
 */
final class SyntheticForks {
    private static final int WARM_UP = 5;
    private static final int ITERATIONS = 5;
    private static final double SECONDS = 8;

    /**
     * What is wrong with the machine; all in logarithms of times.
     *
     * @param scatter of forks, in units of a Student's t with three degrees of freedom: heavy tails
     * @param drift of the machine's speed over the comparison, up and down again
     * @param slowForks share of forks that are compiled the slower way
     * @param slowBy how much slower that is
     * @param bursts chance that a neighbour wakes up before a fork; it stays for about six forks
     * @param burstCost longest wall time that a neighbour costs; a quarter of it is processor time
     */
    record Habits(double scatter, double drift, double slowForks, double slowBy, double bursts, double burstCost) {}

    /** A calm machine. */
    static final Habits CALM = new Habits(0.01, 0, 0, 0, 0, 0);

    private final Random random;
    private final Habits habits;
    private final double processorShare;
    private final List<ForkRecord> forks = new ArrayList<>();
    private double burst;

    /** Makes a machine on which an operation computes for that share of its time, and waits for the rest. */
    SyntheticForks(final long seed, final Habits habits, final double processorShare) {
        random = new Random(seed);
        this.habits = habits;
        this.processorShare = processorShare;
    }

    /**
     * Runs blocks.
     *
     * @param slowdown factor of each arm's times
     */
    List<ForkRecord> run(final int blocks, final Map<String, Double> slowdown, final String... benchmarks) {
        for (int block = 0; block < blocks; block++) {
            final List<String[]> turns = new ArrayList<>();
            for (final String benchmark : benchmarks) {
                slowdown.keySet().stream().sorted().forEach(arm -> turns.add(new String[] {arm, benchmark}));
            }
            Collections.shuffle(turns, random);
            final double drift = habits.drift * Math.sin(2 * Math.PI * block / blocks);
            for (final String[] turn : turns) {
                forks.add(fork(block, turn[0], turn[1], Math.log(slowdown.getOrDefault(turn[0], 1.0)) + drift));
            }
        }
        return List.copyOf(forks);
    }

    private ForkRecord fork(final int block, final String arm, final String benchmark, final double level) {
        if (burst > 0 && random.nextInt(6) == 0) {
            burst = 0;
        } else if (random.nextDouble() < habits.bursts) {
            burst = habits.burstCost * random.nextDouble();
        }
        final double own = Math.log(100)
                + level
                + habits.scatter * studentT()
                + (random.nextDouble() < habits.slowForks ? habits.slowBy : 0);
        final List<Double> warmup = new ArrayList<>();
        for (int i = 0; i < WARM_UP; i++) {
            warmup.add(Math.exp(own + burst + Math.exp(-2.0 * i) + 0.004 * random.nextGaussian()));
        }
        final List<Iteration> iterations = new ArrayList<>();
        for (int i = 0; i < ITERATIONS; i++) {
            final double within = 0.004 * random.nextGaussian();
            iterations.add(iteration(
                    Math.exp(own + burst + within), processorShare * Math.exp(own + burst / 4 + within), burst));
        }
        return new ForkRecord(
                block,
                forks.size(),
                arm,
                benchmark,
                Map.of(),
                "ns/op",
                "2026-01-01T00:00:00Z",
                SECONDS,
                warmup,
                iterations,
                Map.of(),
                null,
                null);
    }

    /** Returns an iteration that allocated nothing. */
    static Iteration iteration(final double time, final double cpu, final double pressure) {
        return new Iteration(time, cpu, 0, 0, Math.min(1, pressure), 0, 0);
    }

    private double studentT() {
        double squares = 0;
        for (int i = 0; i < 3; i++) {
            squares += Math.pow(random.nextGaussian(), 2);
        }
        return random.nextGaussian() / Math.sqrt(squares / 3);
    }
}
