package io.balsa.consensus;

/**
 * Reads that followers ask the leader to confirm (dissertation, 6.4): one slot per follower, since a number covers all reads of
 * a follower before it.
 *
 * <p>A slot holds what was asked for and not begun, and what is in a round. A request that comes while a round is under way waits for
 * the next: the index of the round may be older than the read.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class PeerReads {
    private static final Slot[] NONE = {};

    private Slot[] slots = NONE;
    private int waitingCount;
    private int begunCount;

    /** A follower asks for its reads up to {@code readId}. */
    void onRequest(final int peerId, final long readId) {
        final Slot slot = slotOf(peerId);
        if (slot.begunReadId == readId) {
            return;
        }
        waitingCount += slot.waitingReadId == 0 ? 1 : 0;
        slot.waitingReadId = readId;
    }

    /** Tells whether a round would take reads in. */
    boolean isWaiting() {
        if (waitingCount == 0) {
            return false;
        }
        for (final Slot slot : slots) {
            if (slot.mayBegin()) {
                return true;
            }
        }
        return false;
    }

    void onRoundBegun(final long round, final long commitIndex) {
        if (waitingCount == 0) {
            return;
        }
        for (final Slot slot : slots) {
            if (slot.mayBegin()) {
                slot.begunReadId = slot.waitingReadId;
                slot.waitingReadId = 0;
                slot.round = round;
                slot.index = commitIndex;
                waitingCount--;
                begunCount++;
            }
        }
    }

    boolean hasUnconfirmedRound() {
        return begunCount > 0;
    }

    /** Answers what a quorum has confirmed. */
    boolean drain(final RaftOutput output, final long term, final long confirmedRound) {
        boolean sent = false;
        for (final Slot slot : slots) {
            if (slot.begunReadId != 0
                    && slot.round <= confirmedRound
                    && output.sendReadReply(slot.peerId, term, slot.begunReadId, slot.index)) {
                slot.begunReadId = 0;
                begunCount--;
                sent = true;
            }
        }
        return sent;
    }

    /** This node leads no more: the followers ask another. */
    void clear() {
        slots = NONE;
        waitingCount = 0;
        begunCount = 0;
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

    /** Reads of one follower; a read id of 0 is none. */
    private static final class Slot {
        private final int peerId;
        private long waitingReadId;
        private long begunReadId;
        private long round;
        private long index;

        Slot(final int peerId) {
            this.peerId = peerId;
        }

        boolean mayBegin() {
            return waitingReadId != 0 && begunReadId == 0;
        }
    }
}
