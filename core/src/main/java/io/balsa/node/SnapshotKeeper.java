package io.balsa.node;

import io.balsa.consensus.Raft;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.progress.Progress;
import io.balsa.consensus.progress.ProgressState;
import io.balsa.log.LogStore;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotReader;
import io.balsa.snapshot.SnapshotStore;
import io.balsa.statemachine.AppliedSnapshot;
import io.balsa.statemachine.ApplyAgent;
import io.balsa.statemachine.SnapshotAgent;
import io.balsa.statemachine.SnapshotResult;

/**
 * Decides when this node takes a snapshot, drops from the log what the newest one holds, and goes on from one that was received.
 *
 * <p>A snapshot is taken once so many entries were applied since the last one, each member's at another index: when they share a
 * machine or a disk array they do not all write at once, and a quorum of the group never does. A tail of the log stays behind it, so that a follower
 * that was away for a moment is sent entries and no snapshot; and all of it stays that a follower needs after a snapshot that is
 * on its way to it, however long that takes.
 *
 * <p>Threading: the consensus duty cycle.
 */
final class SnapshotKeeper {
    private final int nodeId;
    private final Raft raft;
    private final LogStore log;
    private final SnapshotStore store;
    private final ApplyAgent apply;
    private final SnapshotAgent writer;
    private final Runnable wakeWriter;
    private final long everyEntries;
    private final long tailEntries;
    private long nextIndex;
    /** A client waits for a snapshot of this index or a later one. */
    private long requestedIndex;

    private boolean isSupported = true;

    SnapshotKeeper(
            final NodeConfig config,
            final Raft raft,
            final LogStore log,
            final SnapshotStore store,
            final ApplyAgent apply,
            final SnapshotAgent writer,
            final Runnable wakeWriter) {
        this.nodeId = config.nodeId();
        this.raft = raft;
        this.log = log;
        this.store = store;
        this.apply = apply;
        this.writer = writer;
        this.wakeWriter = wakeWriter;
        everyEntries = config.get(NodeSetting.SNAPSHOT_ENTRIES);
        tailEntries = config.get(NodeSetting.LOG_TAIL_ENTRIES);
        planNext();
    }

    /** Tells whether the snapshot thread left a result. */
    boolean isPending() {
        return writer.isEnded();
    }

    int doWork() {
        int work = 0;
        final SnapshotResult ended = writer.poll();
        if (ended != null) {
            onEnded(ended);
            work++;
        }
        if (isDue()) {
            take();
            work++;
        }
        return work;
    }

    /** Takes a snapshot as soon as there is something new to hold: a member needs one that reaches farther than the newest. */
    void want(final long minIndex) {
        nextIndex = Math.min(nextIndex, Math.max(minIndex, newestIndex() + 1));
    }

    /** Takes a snapshot of this index or a later one, unless there is one, even if another is being written now. */
    void request(final long index) {
        requestedIndex = Math.max(requestedIndex, index);
    }

    private boolean isDue() {
        final long newest = newestIndex();
        final long dueIndex = requestedIndex > newest ? Math.min(requestedIndex, nextIndex) : nextIndex;
        return isSupported && apply.appliedIndex() >= dueIndex && apply.appliedIndex() > newest && !writer.isBusy();
    }

    private void take() {
        final AppliedSnapshot taken =
                apply.beginSnapshot(store.nextHead(apply.appliedIndex(), apply.appliedTerm(), raft.membership()));
        if (taken == null) {
            isSupported = false;
            NodeEvents.snapshotUnsupported(nodeId);
            return;
        }
        writer.offer(taken);
        wakeWriter.run();
    }

    private void onEnded(final SnapshotResult ended) {
        final SnapshotFile file = ended.file();
        final Exception error = ended.error();
        if (error != null) {
            NodeEvents.snapshotFailed(nodeId, ended.head().index(), error);
            // What just failed, for want of room say, fails again at once: who asked for it asks again.
            requestedIndex = 0;
            planAfter(apply.appliedIndex());
            return;
        } else if (file != null) {
            NodeEvents.snapshotTaken(nodeId, file);
            compact();
        }
        planNext();
    }

    /** Drops from the log what the newest snapshot holds and nobody is known to need. */
    private void compact() {
        final long firstToKeep = Math.max(firstNeeded() - tailEntries, log.firstIndex());
        final long firstIndex = log.compactPrefix(firstToKeep);
        raft.onCompacted(firstIndex - 1);
    }

    private long firstNeeded() {
        long first = newestIndex() + 1;
        if (raft.isLeader()) {
            final Membership membership = raft.membership();
            for (int slot = 0; slot < membership.memberCount(); slot++) {
                final Progress progress = raft.status().progressAt(slot);
                if (progress.state() == ProgressState.SNAPSHOT) {
                    first = Math.min(first, progress.pendingSnapshotIndex() + 1);
                }
            }
        }
        return first;
    }

    /** Goes on from a snapshot that was received, unless the log has overtaken it. */
    void install(final SnapshotFile file) {
        final long index = file.head().index();
        final long term = file.head().term();
        final boolean inLog = index <= raft.lastIndex()
                && index >= raft.status().baseIndex()
                && raft.status().termAt(index) == term;
        if (!raft.installSnapshot(index, term, file.head().membership())) {
            return;
        }
        if (!inLog) {
            log.reset(index, term);
        }
        try (SnapshotReader reader = store.newReader(file)) {
            apply.restore(reader);
        }
        NodeEvents.snapshotInstalled(nodeId, index, term);
        if (inLog) {
            log.compactPrefix(index + 1);
        }
        planNext();
    }

    /** Returns the index of the newest snapshot, 0 before the first. */
    long newestIndex() {
        final SnapshotFile newest = store.latest();
        return newest == null ? 0 : newest.head().index();
    }

    private void planNext() {
        planAfter(newestIndex());
    }

    private void planAfter(final long index) {
        if (everyEntries == 0) {
            nextIndex = Long.MAX_VALUE;
            return;
        }
        final int members = Math.max(1, raft.membership().memberCount());
        final long offset = everyEntries * Math.floorMod(raft.membership().slotOf(nodeId), members) / members;
        // Whole intervals after this member's offset, and at least half of one after the last.
        final long earliest = index + (everyEntries + 1) / 2;
        nextIndex = offset + (earliest - offset + everyEntries - 1) / everyEntries * everyEntries;
    }
}
