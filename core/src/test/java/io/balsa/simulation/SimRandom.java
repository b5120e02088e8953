package io.balsa.simulation;

import java.util.SplittableRandom;

/**
 * Randomness of one concern of a run. Each concern has its own, so that a fault left out, or a client less, changes what follows from it
 * and not what everything else draws.
 *
 * <p>Threading: one thread.
 */
final class SimRandom {
    private final SplittableRandom random;

    private SimRandom(final SplittableRandom random) {
        this.random = random;
    }

    /** Returns the randomness of a concern. {@code concern} and {@code number} name it. */
    static SimRandom of(final long seed, final String concern, final int number) {
        return new SimRandom(
                new SplittableRandom((seed * 0x9E37_79B9_7F4A_7C15L) ^ ((31L * concern.hashCode() + number) << 20)));
    }

    long nextLong() {
        return random.nextLong();
    }

    /** Returns a number from 0 up to {@code bound}, exclusive. */
    int below(final int bound) {
        return random.nextInt(bound);
    }

    /** Returns a number from {@code least} to {@code most}, both inclusive. */
    long between(final long least, final long most) {
        return least >= most ? least : random.nextLong(least, most + 1);
    }

    /** Tells whether something of a probability happens. */
    boolean happens(final double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** Returns a waiting time of an average, at most ten times as long. */
    long exponential(final double average) {
        // The same on every machine, as a seed must be.
        return (long) Math.min(10 * average, -StrictMath.log(1 - random.nextDouble()) * average);
    }
}
