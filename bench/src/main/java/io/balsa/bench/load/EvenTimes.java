package io.balsa.bench.load;

/** Equal gaps: command {@code i} is due at {@code start + i / rate}, with no error that adds up. */
final class EvenTimes implements ArrivalTimes {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final long startNs;
    private final int ratePerSecond;
    private long secondNs;
    private int inSecond;

    EvenTimes(final long startNs, final int ratePerSecond) {
        this.startNs = startNs;
        this.ratePerSecond = ratePerSecond;
    }

    @Override
    public long nextNs() {
        final long dueNs = startNs + secondNs + inSecond * NS_PER_SECOND / ratePerSecond;
        inSecond++;
        if (inSecond == ratePerSecond) {
            inSecond = 0;
            secondNs += NS_PER_SECOND;
        }
        return dueNs;
    }
}
