package io.balsa.consensus;

/**
 * Hands leadership to a chosen follower (dissertation, section 3.10): proposals stop, the follower catches up, then it is told to
 * campaign at once. What is not done within an election timeout is given up, and proposals go on.
 *
 * <p>The end of each is told once: it succeeded when the next leader this node hears of, within an election timeout, is the one that
 * was chosen.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class LeadershipTransfer {
    private final TickClock clock;
    private int targetId;
    private long startedAtTick;
    private boolean told;
    private int deposedForId;
    /** Targets of transfers that ended and were not told yet, in order; negative where they failed. */
    private int[] ended = {};

    private int endedCount;

    LeadershipTransfer(final TickClock clock) {
        this.clock = clock;
    }

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
        giveUp();
        targetId = target;
        startedAtTick = clock.now();
        clock.wake();
        told = false;
    }

    /** Ends without success what is under way: it took too long, or the chosen node is no voter any more. */
    void giveUp() {
        if (targetId != 0) {
            remember(targetId, false);
            targetId = 0;
        }
        // Not to be waited for any longer: after another outcome, or none, this node may never hear of a leader again.
        onLeaderKnown(0);
    }

    /** The transfer was to this leader itself. */
    void succeedAtOnce(final int ownId) {
        giveUp();
        remember(ownId, true);
    }

    /** Returns when it is given up: never, when there is none. */
    long dueAtTick(final int timeoutTicks) {
        return isUnderWay() || deposedForId != 0 ? startedAtTick + timeoutTicks : Long.MAX_VALUE;
    }

    void tick(final int timeoutTicks) {
        if (clock.now() >= dueAtTick(timeoutTicks)) {
            giveUp();
        }
    }

    /** This node leads no more: the next leader tells how it ended. */
    void onDeposed() {
        deposedForId = targetId;
        startedAtTick = clock.now();
        targetId = 0;
    }

    /** A leader is known, or with 0 none will be told of. */
    void onLeaderKnown(final int leaderId) {
        if (deposedForId != 0) {
            remember(deposedForId, leaderId == deposedForId);
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

    /** Tells how transfers ended. */
    boolean drainEnds(final RaftOutput output) {
        if (endedCount == 0) {
            return false;
        }
        for (int i = 0; i < endedCount; i++) {
            output.onTransferEnded(Math.abs(ended[i]), ended[i] > 0);
        }
        endedCount = 0;
        return true;
    }

    private void remember(final int target, final boolean succeeded) {
        if (endedCount == ended.length) {
            final int[] longer = new int[endedCount + 2];
            System.arraycopy(ended, 0, longer, 0, endedCount);
            ended = longer;
        }
        ended[endedCount++] = succeeded ? target : -target;
    }
}
