package io.balsa.simulation;

/**
 * How the network is at the moment: how long messages take, how many are lost, repeated or overtaken. Faults change it.
 *
 * <p>Threading: one thread.
 */
final class NetworkWeather {
    private static final long LEAST_LATENCY_NS = 100_000;
    private static final double AVERAGE_LATENCY_NS = 200_000;

    private final SimRandom random;
    private double dropProbability;
    private double repeatProbability;
    private double reorderProbability;
    private long delayNs;

    NetworkWeather(final SimRandom random) {
        this.random = random;
    }

    boolean drops() {
        return random.happens(dropProbability);
    }

    boolean repeats() {
        return random.happens(repeatProbability);
    }

    boolean reorders() {
        return random.happens(reorderProbability);
    }

    long latencyNs() {
        final long extra = delayNs == 0 ? 0 : random.exponential((double) delayNs);
        return LEAST_LATENCY_NS + random.exponential(AVERAGE_LATENCY_NS) + extra;
    }

    /** Sets how many messages are lost, from 0 to 1. */
    void drop(final double probability) {
        dropProbability = probability;
    }

    /** Sets how many messages arrive twice, from 0 to 1. */
    void repeat(final double probability) {
        repeatProbability = probability;
    }

    /** Sets how many messages do not wait for those before them, from 0 to 1. */
    void reorder(final double probability) {
        reorderProbability = probability;
    }

    /** Sets by how much longer messages take on average, in nanoseconds. */
    void delay(final long averageNs) {
        delayNs = averageNs;
    }
}
