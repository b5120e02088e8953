package io.balsa.bench.load;

/**
 * When a load begins, from when and until when it is measured, and how long answers are waited for at the end. All on the
 * monotonic clock, in ns.
 *
 * @param startNs the first command may go out
 * @param measureFromNs the end of the warm-up
 * @param endNs no command goes out from here on
 * @param drainUntilNs a command not answered by now counts as unanswered
 */
public record LoadWindow(long startNs, long measureFromNs, long endNs, long drainUntilNs) {
    /**
     * Lays a window out.
     *
     * @param startNs on the monotonic clock
     */
    public static LoadWindow of(final long startNs, final long warmupNs, final long measuredNs, final long drainNs) {
        final long measureFromNs = startNs + warmupNs;
        final long endNs = measureFromNs + measuredNs;
        return new LoadWindow(startNs, measureFromNs, endNs, endNs + drainNs);
    }

    /** Returns the length of the measured part in ns. */
    public long measuredNs() {
        return endNs - measureFromNs;
    }
}
