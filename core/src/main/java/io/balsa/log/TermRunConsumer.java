package io.balsa.log;

/** Takes the runs of equal terms in a log, in order. */
@FunctionalInterface
public interface TermRunConsumer {
    /**
     * Entries from {@code firstIndex} up to the next run have {@code term}.
     *
     * @param firstIndex rises from call to call
     * @param term rises from call to call
     */
    void onTermRun(long firstIndex, long term);
}
