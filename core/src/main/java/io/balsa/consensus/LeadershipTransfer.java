package io.balsa.consensus;

/**
 * Hands leadership to a chosen follower (dissertation, section 3.10): proposals stop, the follower catches up, then it is told to
 * campaign at once. What is not done within an election timeout is given up, and proposals go on.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class LeadershipTransfer {
    private final int timeoutTicks;
    private int targetId;
    private int elapsedTicks;
    private boolean told;

    LeadershipTransfer(final int timeoutTicks) {
        this.timeoutTicks = timeoutTicks;
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
        targetId = target;
        elapsedTicks = 0;
        told = false;
    }

    void end() {
        targetId = 0;
    }

    void tick() {
        if (isUnderWay() && ++elapsedTicks >= timeoutTicks) {
            end();
        }
    }

    /** Tells the follower to campaign once it holds everything. */
    boolean drain(final RaftOutput output, final long term, final boolean caughtUp) {
        if (!isUnderWay() || told || !caughtUp) {
            return false;
        }
        told = output.sendTimeoutNow(targetId, term);
        return told;
    }
}
