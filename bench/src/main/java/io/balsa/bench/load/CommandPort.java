package io.balsa.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * Where a load generator hands its commands over: a client of the cluster, which knows what a command looks like.
 *
 * <p>Threading: one thread calls everything but {@link #wakeup}.
 */
public interface CommandPort {
    /**
     * Sends one command.
     *
     * @param tag comes back with the answer
     * @return false when no more may be outstanding at present: poll, then try again
     */
    boolean offer(long tag);

    /**
     * Hands out answers that are there; when there is none, waits for one.
     *
     * @param maxWaitNs the longest wait in ns, 0 for none; may end early
     */
    void poll(AnswerHandler handler, long maxWaitNs);

    /** Ends a {@link #poll} that waits. Threading: any thread. */
    void wakeup();

    /** Takes the answers. */
    interface AnswerHandler {
        /**
         * Tells how a command ended.
         *
         * @param tag as given to {@link CommandPort#offer}
         * @param failure null when the command was committed, applied and answered as expected
         */
        void onAnswer(long tag, @Nullable String failure);
    }
}
