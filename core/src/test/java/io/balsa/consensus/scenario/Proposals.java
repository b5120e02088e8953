package io.balsa.consensus.scenario;

import io.balsa.consensus.Raft;
import io.balsa.consensus.Refusal;
import io.balsa.consensus.Role;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What becomes of a proposal: the part of an edge between a client and the core.
 *
 * <p>The scripts are written for a core that forwards what a follower is asked, and that puts an <em>empty</em> entry in the place
 * of a membership change it refuses. Balsa's core does neither: it names a {@link Refusal}, and its owner decides. This owner
 * forwards, and proposes the empty entry itself, so that logs can be compared.
 *
 * <p>A change that the scripts expect to be taken, but that Balsa does not take yet, waits here, and with it what is proposed after
 * it: a change before the leader's term has committed an entry, and, where the scripts switch the check off, one on top of another.
 */
final class Proposals {
    private static final String DROPPED = "raft proposal dropped";

    private enum Result {
        TAKEN,
        REFUSED,
        WAITS
    }

    private final int nodeId;
    private final Raft raft;
    private final EntryLog log;
    private final Effects effects;
    private final boolean changesUnchecked;
    private final Deque<Payload> waiting = new ArrayDeque<>();
    private long appliedIndex;

    Proposals(
            final int nodeId,
            final Raft raft,
            final EntryLog log,
            final Effects effects,
            final boolean changesUnchecked) {
        this.nodeId = nodeId;
        this.raft = raft;
        this.log = log;
        this.effects = effects;
        this.changesUnchecked = changesUnchecked;
    }

    void onApplied(final long index) {
        appliedIndex = index;
    }

    /** @return an error, empty when the proposal is under way */
    String propose(final Payload payload) {
        if (raft.isLeader()) {
            final Result result = waiting.isEmpty() ? submit(payload) : Result.WAITS;
            if (result == Result.WAITS) {
                waiting.add(payload);
            }
            return result == Result.REFUSED ? DROPPED : "";
        }
        if (raft.role() != Role.FOLLOWER || raft.leaderId() == 0) {
            return DROPPED;
        }
        effects.send(Message.text("MsgProp", nodeId, raft.leaderId(), 0)
                .entries(List.of(new Entry(0, 0, payload)))
                .request(to -> to.propose(payload)));
        return "";
    }

    /** Tries again what waits, and returns whether any of it has got an index. */
    boolean retry() {
        if (!raft.isLeader()) {
            waiting.clear();
            return false;
        }
        boolean taken = false;
        Result result = Result.REFUSED;
        while (!waiting.isEmpty() && result != Result.WAITS) {
            result = submit(waiting.element());
            if (result != Result.WAITS) {
                waiting.remove();
            }
            taken |= result == Result.TAKEN;
        }
        return taken;
    }

    private Result submit(final Payload payload) {
        final long index = payload.isChange()
                ? raft.proposeMembership(payload.change(), payload.sizeBytes())
                : raft.propose(1, payload.sizeBytes());
        if (index > 0) {
            log.append(raft.term(), payload);
            return Result.TAKEN;
        }
        if (payload.isChange() && mustWait(index)) {
            return Result.WAITS;
        }
        effects.note("refuses " + payload + ": " + Refusal.name(index));
        return payload.isChange() && !isDroppedByAnyCore(index) ? submit(Payload.EMPTY) : Result.REFUSED;
    }

    private static boolean isDroppedByAnyCore(final long refusal) {
        return refusal == Refusal.TRANSFERRING || refusal == Refusal.BACK_PRESSURED || refusal == Refusal.NOT_A_MEMBER;
    }

    private boolean mustWait(final long refusal) {
        if (refusal == Refusal.NO_OWN_TERM_COMMIT) {
            return changesUnchecked || appliedIndex >= lastIndexOfOlderTerms();
        }
        return changesUnchecked && (refusal == Refusal.MEMBERSHIP_PENDING || refusal == Refusal.JOINT);
    }

    private long lastIndexOfOlderTerms() {
        long index = log.lastIndex();
        while (index >= log.firstIndex() && log.termAt(index) == raft.term()) {
            index--;
        }
        return index;
    }
}
