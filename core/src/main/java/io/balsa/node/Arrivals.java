package io.balsa.node;

/**
 * Where a duty cycle takes in what has arrived from outside, and where it waits when there is nothing to do.
 *
 * <p>Threading: one thread polls and waits; any thread calls {@link #wakeUp}.
 */
public interface Arrivals {
    /**
     * Takes in what is there, without waiting.
     *
     * @return how many things arrived
     */
    int poll();

    /** Announces that the next call is {@link #await}; the caller then checks once more whether another thread left work. */
    void prepareToWait();

    /** Takes back {@link #prepareToWait}. */
    void cancelWait();

    /**
     * Waits until something arrives, {@link #wakeUp} is called, or the time is over, and takes it in.
     *
     * @param timeoutNs at least 0
     * @return how many things arrived
     */
    int await(long timeoutNs);

    /** Ends a wait, now or the next one. */
    void wakeUp();
}
