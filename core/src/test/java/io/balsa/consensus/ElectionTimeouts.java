package io.balsa.consensus;

/** Decides for a test when a core campaigns. */
public final class ElectionTimeouts {
    private ElectionTimeouts() {}

    /** Sets the timeout of the period that has begun, in place of the one drawn. */
    public static void set(final Raft raft, final int ticks) {
        raft.electionTimer().timeoutAfter(ticks);
    }

    /** Returns how many ticks a core has seen: what it keeps in fields named {@code ...AtTick} counts from there. */
    public static long now(final Raft raft) {
        return raft.electionTimer().now();
    }
}
