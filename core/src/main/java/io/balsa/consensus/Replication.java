package io.balsa.consensus;

import io.balsa.consensus.progress.Progress;
import io.balsa.consensus.progress.ProgressTracker;

/**
 * What a leader sends to each member: entries it lacks, a snapshot where the log no longer has them, a heartbeat when one is due
 * (paper, 5.3 and 7).
 *
 * <p>Nothing is queued: all of it follows from each {@link Progress}. A member that is slow, full or gone keeps nobody waiting.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class Replication {
    private final RaftState state;
    private final ProgressTracker tracker;
    private final ReadRounds rounds;
    private boolean heartbeatsOwed;

    Replication(final RaftState state, final ProgressTracker tracker, final ReadRounds rounds) {
        this.state = state;
        this.tracker = tracker;
        this.rounds = rounds;
    }

    /** Makes a heartbeat to every member due. */
    void oweHeartbeats() {
        heartbeatsOwed = true;
    }

    boolean drain(final RaftOutput output, final int ownSlot) {
        if (heartbeatsOwed) {
            heartbeatsOwed = false;
            for (int slot = 0; slot < tracker.memberCount(); slot++) {
                tracker.progressAt(slot).oweHeartbeat();
            }
        }
        boolean sent = false;
        for (int slot = 0; slot < tracker.memberCount(); slot++) {
            if (slot != ownSlot) {
                sent |= replicate(output, slot) | heartbeat(output, slot);
            }
        }
        return sent;
    }

    private boolean replicate(final RaftOutput output, final int slot) {
        final Progress progress = tracker.progressAt(slot);
        // Where there is none to offer yet, appends go on: the commit that it has to reach may need this member.
        if (progress.needsSnapshot(state.terms().baseIndex()) && offerSnapshot(output, slot, progress)) {
            return true;
        }
        final long commitToCarry = state.config().eagerCommit() ? state.commitIndex() : 0;
        boolean sent = false;
        while (progress.needsAppend(state.lastIndex(), commitToCarry)) {
            final long taken = sendAppend(output, slot, progress);
            if (taken < 0) {
                return sent;
            }
            progress.onAppendSent(Taken.entries(taken), Taken.bytes(taken), state.commitIndex(), rounds.newest());
            sent = true;
        }
        return sent;
    }

    /** @return what was taken, as {@link Taken} */
    private long sendAppend(final RaftOutput output, final int slot, final Progress progress) {
        final TermTable terms = state.terms();
        final long nextIndex = progress.nextIndex();
        final long prevIndex = nextIndex - 1;
        if (prevIndex < terms.baseIndex()) {
            return Taken.NOTHING;
        }
        int entryCount = 0;
        long entriesTerm = 0;
        if (nextIndex <= state.lastIndex() && progress.mayCarryEntries()) {
            final long available = terms.lastIndexOfRun(nextIndex) - prevIndex;
            entryCount = (int) Math.min(available, state.config().maxEntriesPerAppend());
            entriesTerm = terms.termAt(nextIndex);
        }
        final long taken = output.sendAppendRequest(
                tracker.memberAt(slot),
                state.term(),
                prevIndex,
                terms.termAt(prevIndex),
                entriesTerm,
                entryCount,
                state.commitIndex(),
                rounds.newest());
        if (taken > 0 && Taken.entries(taken) > entryCount) {
            throw new InvariantViolation("more entries were taken than were offered: taken=" + Taken.entries(taken)
                    + ", entryCount=" + entryCount + ", peerId=" + tracker.memberAt(slot));
        }
        return Taken.entries(taken) == 0 && entryCount > 0 ? Taken.NOTHING : taken;
    }

    private boolean offerSnapshot(final RaftOutput output, final int slot, final Progress progress) {
        final long minIndex =
                Math.max(progress.minSnapshotIndex(), state.terms().baseIndex());
        final long index = output.sendSnapshotOffer(tracker.memberAt(slot), state.term(), minIndex);
        if (index == 0) {
            return false;
        }
        if (index < minIndex) {
            throw new InvariantViolation("a snapshot was offered that does not reach the log: index=" + index
                    + ", minIndex=" + minIndex + ", peerId=" + tracker.memberAt(slot));
        }
        progress.onSnapshotOffered(index);
        return true;
    }

    private boolean heartbeat(final RaftOutput output, final int slot) {
        final Progress progress = tracker.progressAt(slot);
        if (!progress.needsHeartbeat(rounds.newest())) {
            return false;
        }
        final long commitIndex = Math.min(progress.acknowledgedIndex(), state.commitIndex());
        if (!output.sendHeartbeat(tracker.memberAt(slot), state.term(), commitIndex, rounds.newest())) {
            return false;
        }
        progress.onHeartbeatSent(commitIndex, rounds.newest());
        return true;
    }
}
