package io.balsa.consensus;

import io.balsa.consensus.progress.ProgressTracker;

/**
 * Reads that a leader confirms, its own and those of followers, by rounds or by a lease (dissertation, 6.4).
 *
 * <p>The lease: a quorum that answered round r followed this leader at some moment after r began, and gives no vote for the least
 * election timeout after that. So nobody else can lead before {@code leaseDurationNs} have passed since r <em>began</em>, provided
 * that clocks drift apart by less than the difference of the two durations. The time is judged when the read is asked for, so that
 * a process that was paused finds its lease over and falls back to a round. Once this leader has told another node to
 * campaign there is no lease for the rest of the term: that message may be acted on however late, and its voters then do not wait.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class LeaderReads {
    private final RaftState state;
    private final ReadIndexQueue own;
    private final PeerReads peers = new PeerReads();
    private final ReadRounds rounds = new ReadRounds();
    private boolean leaseForfeited;
    private boolean leaseRoundDue;

    LeaderReads(final RaftState state, final ReadIndexQueue own) {
        this.state = state;
        this.own = own;
    }

    ReadRounds rounds() {
        return rounds;
    }

    void start() {
        leaseForfeited = false;
        leaseRoundDue = isLeaseOn();
    }

    void stop() {
        peers.clear();
    }

    /** Every heartbeat renews the lease. */
    void onHeartbeatDue() {
        leaseRoundDue = isLeaseOn();
    }

    void onPeerRequest(final int peerId, final long readId) {
        peers.onRequest(peerId, readId);
    }

    void forfeitLease() {
        leaseForfeited = true;
    }

    /** Begins a round where one is wanted. The term has committed an entry, so that the commit index is the newest. */
    void beginRound() {
        if (!own.isWaiting() && !leaseRoundDue && !peers.isWaiting()) {
            return;
        }
        leaseRoundDue = false;
        final long round = rounds.begin(isLeaseOn());
        own.onRoundBegun(round, state.commitIndex());
        peers.onRoundBegun(round, state.commitIndex());
    }

    boolean drain(final RaftOutput output, final ProgressTracker tracker, final int ownSlot) {
        if (!own.hasUnconfirmedRound() && !peers.hasUnconfirmedRound()) {
            return false;
        }
        final long confirmed = confirmedRound(tracker, ownSlot);
        own.onConfirmed(confirmed);
        return peers.hasUnconfirmedRound() && peers.drain(output, state.term(), confirmed);
    }

    /** @return the number of a read, which is ready at once if the lease holds */
    long addLeaseRead(final boolean leaseHolds) {
        final long readId = own.add();
        if (leaseHolds) {
            own.confirmAll(state.commitIndex());
        }
        return readId;
    }

    boolean holdsLease(final ProgressTracker tracker, final int ownSlot, final long nowNs) {
        return isLeaseOn()
                && !leaseForfeited
                && rounds.isWithin(
                        confirmedRound(tracker, ownSlot), state.config().leaseDurationNs(), nowNs);
    }

    private long confirmedRound(final ProgressTracker tracker, final int ownSlot) {
        return Math.min(rounds.newest(), tracker.confirmedReadRound(ownSlot, rounds.newest()));
    }

    private boolean isLeaseOn() {
        return state.config().leaseDurationNs() > 0;
    }
}
