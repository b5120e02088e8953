package io.balsa.node;

import io.balsa.consensus.Raft;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.progress.Progress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A node's orderly leave: it refuses new requests, and if it leads, hands leadership to the follower that holds most, so that the
 * cluster need not notice an absence first (dissertation, 3.10).
 *
 * <p>Threading: any thread asks and waits; the consensus duty cycle ticks.
 */
final class Departure {
    private final int patienceTicks;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean asked;
    private int elapsedTicks;

    /** @param patienceTicks after which the node leaves even though it still leads */
    Departure(final int patienceTicks) {
        this.patienceTicks = patienceTicks;
    }

    boolean isAsked() {
        return asked && done.getCount() != 0;
    }

    /** Asks the duty cycle to prepare; {@link #await} tells when it has. */
    void ask() {
        asked = true;
    }

    /**
     * Waits until the node may stop.
     *
     * @return false when the time was over first
     */
    boolean await(final long timeoutMs) throws InterruptedException {
        return done.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    void tick(final Raft raft, final ClientRequests requests) {
        if (!isAsked()) {
            return;
        }
        requests.close();
        if (!raft.isLeader() || ++elapsedTicks > patienceTicks || !handOver(raft)) {
            done.countDown();
        }
    }

    /** @return false when there is nobody to hand over to */
    private static boolean handOver(final Raft raft) {
        final Membership membership = raft.membership();
        int bestSlot = -1;
        for (int slot = 0; slot < membership.memberCount(); slot++) {
            final Progress progress = raft.status().progressAt(slot);
            final boolean eligible = membership.isVoter(membership.memberAt(slot))
                    && raft.leaderId() != membership.memberAt(slot)
                    && progress.isActive();
            if (eligible
                    && (bestSlot < 0
                            || progress.matchIndex()
                                    > raft.status().progressAt(bestSlot).matchIndex())) {
                bestSlot = slot;
            }
        }
        return bestSlot >= 0 && raft.transferLeadership(membership.memberAt(bestSlot)) == 0;
    }
}
