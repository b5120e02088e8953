package io.balsa.consensus;

/**
 * Hands leadership to a chosen follower (dissertation, section 3.10): proposals stop, the follower catches up, then it is told to
 * campaign at once. What is not done within an election timeout is given up, and proposals go on.
 *
 * <p>The end is told once: it succeeded when the next leader this node hears of is the one that was chosen.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class LeadershipTransfer {
    private int targetId;
    private int elapsedTicks;
    private boolean told;
    private int deposedForId;
    private int endedId;
    private boolean endedWell;

    boolean isUnderWay() {
        return targetId != 0;
    }

    int targetId() {
        return targetId;
    }

    void start(final int target) {
        if (target == targetId) {
            return;
        }
        end(false);
        targetId = target;
        elapsedTicks = 0;
        told = false;
    }

    /** The chosen node is no voter any more. */
    void abort() {
        end(false);
    }

    /** The transfer was to this leader itself. */
    void succeedAtOnce(final int ownId) {
        end(false);
        endedId = ownId;
        endedWell = true;
    }

    void tick(final int timeoutTicks) {
        if (isUnderWay() && ++elapsedTicks >= timeoutTicks) {
            end(false);
        }
    }

    /** This node leads no more: the next leader tells how it ended. */
    void onDeposed() {
        deposedForId = targetId;
        targetId = 0;
    }

    /** A leader is known. */
    void onLeaderKnown(final int leaderId) {
        if (deposedForId != 0) {
            endedId = deposedForId;
            endedWell = leaderId == deposedForId;
            deposedForId = 0;
        }
    }

    /**
     * Tells the follower to campaign once it holds everything.
     *
     * @return whether it was told now
     */
    boolean drain(final RaftOutput output, final long term, final boolean caughtUp) {
        if (!isUnderWay() || told || !caughtUp) {
            return false;
        }
        told = output.sendTimeoutNow(targetId, term);
        return told;
    }

    /** Tells how a transfer ended. */
    boolean drainEnd(final RaftOutput output) {
        if (endedId == 0) {
            return false;
        }
        output.onTransferEnded(endedId, endedWell);
        endedId = 0;
        return true;
    }

    private void end(final boolean succeeded) {
        if (targetId != 0) {
            endedId = targetId;
            endedWell = succeeded;
            targetId = 0;
        }
    }
}
