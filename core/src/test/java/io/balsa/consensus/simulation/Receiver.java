package io.balsa.consensus.simulation;

import io.balsa.consensus.Raft;
import io.balsa.consensus.SnapshotVerdict;

/** Where a {@link Message} ends: a core, and what its edge does for it. */
public interface Receiver {
    /** Returns the core. */
    Raft raft();

    /**
     * Writes entries of an append, over whatever the log holds from there on.
     *
     * @param firstIndex the first to write
     * @param prevIndex before the first of {@code values}
     * @param term of all of them
     */
    void write(long firstIndex, long prevIndex, long term, long[] values);

    /** The core has judged an offer. */
    void onSnapshotOffer(Message.SnapshotOffer offer, SnapshotVerdict verdict);
}
