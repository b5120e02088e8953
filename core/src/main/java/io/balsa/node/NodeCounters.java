package io.balsa.node;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a node counts about itself, beside what its stages count.
 *
 * <p>Threading: written by the consensus duty cycle alone, read by any thread.
 */
public final class NodeCounters {
    private final int nodeId;
    private final AtomicLong roleChanges = new AtomicLong();
    private final AtomicLong termsLed = new AtomicLong();

    NodeCounters(final int nodeId) {
        this.nodeId = nodeId;
    }

    /** Returns whose counters these are. */
    public int nodeId() {
        return nodeId;
    }

    /** Returns how often role, term or known leader changed. */
    public long roleChanges() {
        return roleChanges.getAcquire();
    }

    /** Returns how many terms this node has led since its start. */
    public long termsLed() {
        return termsLed.getAcquire();
    }

    void onRoleChange(final boolean leading) {
        increment(roleChanges);
        if (leading) {
            increment(termsLed);
        }
    }

    /** One writer needs no atomic addition, only a store that readers see. */
    private static void increment(final AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }
}
