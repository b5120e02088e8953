package io.balsa.consensus;

/**
 * The few answers that do not follow from the state: one slot per kind and peer.
 *
 * <p>A newer answer of a kind replaces an older one that did not leave yet, which is the same as losing the older one on the way.
 * Slots are found by a scan, since a node has few peers; a peer that is not a member (one that was removed, or is about to
 * join) gets a slot when it first needs one.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class PeerReplies {
    private static final Slot[] NONE = {};

    private static final int VOTE = 1;
    private static final int VOTE_GRANTED = 1 << 1;
    private static final int PRE_VOTE = 1 << 2;
    private static final int PRE_VOTE_GRANTED = 1 << 3;
    private static final int STALE_TERM = 1 << 4;

    private Slot[] slots = NONE;
    private int pendingCount;

    /** A vote is given or refused in this node's term. */
    void oweVoteReply(final int peerId, final boolean granted) {
        owe(slotOf(peerId), VOTE | VOTE_GRANTED, VOTE | (granted ? VOTE_GRANTED : 0));
    }

    /** A pre-vote is given, in the term the candidate would campaign in, or refused in this node's. */
    void owePreVoteReply(final int peerId, final long term, final boolean granted) {
        final Slot slot = slotOf(peerId);
        owe(slot, PRE_VOTE | PRE_VOTE_GRANTED, PRE_VOTE | (granted ? PRE_VOTE_GRANTED : 0));
        slot.preVoteTerm = term;
    }

    /**
     * A leader or a candidate of an older term must learn that there is a newer one, or a node with a higher term is stuck beside a
     * leader that its peers still follow, and a candidate lags behind for ever. A rejection of index 0 is told, which means nothing
     * should the receiver lead the newer term by now.
     */
    void oweStaleTermReply(final int peerId) {
        owe(slotOf(peerId), STALE_TERM, STALE_TERM);
    }

    /** Answers in the name of an older term are void. */
    void onTermRaised() {
        for (final Slot slot : slots) {
            slot.kinds = 0;
        }
        pendingCount = 0;
    }

    /**
     * Sends what may leave.
     *
     * @param state of this node
     * @param durable whether this node's term and vote would survive a crash
     */
    boolean drain(final RaftOutput output, final RaftState state, final boolean durable) {
        if (pendingCount == 0) {
            return false;
        }
        boolean sent = false;
        for (final Slot slot : slots) {
            final int before = slot.kinds;
            if (before != 0) {
                slot.kinds = send(output, slot, state, durable);
                sent |= slot.kinds != before;
                pendingCount -= slot.kinds == 0 ? 1 : 0;
            }
        }
        return sent;
    }

    /** @return the kinds that are still owed */
    private static int send(final RaftOutput output, final Slot slot, final RaftState state, final boolean durable) {
        int left = slot.kinds;
        // A pre-vote promises nothing, so it may leave before any sync.
        if ((left & PRE_VOTE) != 0
                && sendVote(output, slot.peerId, slot.preVoteTerm, true, (left & PRE_VOTE_GRANTED) != 0, state)) {
            left &= ~(PRE_VOTE | PRE_VOTE_GRANTED);
        }
        if (!durable) {
            return left;
        }
        final long term = state.term();
        if ((left & VOTE) != 0 && sendVote(output, slot.peerId, term, false, (left & VOTE_GRANTED) != 0, state)) {
            left &= ~(VOTE | VOTE_GRANTED);
        }
        if ((left & STALE_TERM) != 0 && output.sendAppendReply(slot.peerId, term, true, 0, 0, 0, 0)) {
            left &= ~STALE_TERM;
        }
        return left;
    }

    private static boolean sendVote(
            final RaftOutput output,
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean granted,
            final RaftState state) {
        return output.sendVoteReply(peerId, term, preVote, granted, state.commitIndex(), state.commitTerm());
    }

    private void owe(final Slot slot, final int clear, final int add) {
        pendingCount += slot.kinds == 0 ? 1 : 0;
        slot.kinds = (slot.kinds & ~clear) | add;
    }

    private Slot slotOf(final int peerId) {
        for (final Slot slot : slots) {
            if (slot.peerId == peerId) {
                return slot;
            }
        }
        final Slot[] longer = new Slot[slots.length + 1];
        System.arraycopy(slots, 0, longer, 0, slots.length);
        longer[slots.length] = new Slot(peerId);
        slots = longer;
        return longer[longer.length - 1];
    }

    /** What is owed to one peer. */
    private static final class Slot {
        private final int peerId;
        private int kinds;
        private long preVoteTerm;

        Slot(final int peerId) {
            this.peerId = peerId;
        }
    }
}
