package io.balsa.consensus.simulation;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A node's hard state, log and snapshot, as written and as durable.
 * A snapshot is durable as soon as it is saved.
 *
 * <p>A sync makes durable what was written before it began. A crash takes from what was written since any part that an operating
 * system may not have written back: hard state and log are separate files, so each may be ahead of the other, and the log may end
 * anywhere after the entries that did not change.
 */
final class SimulatedDisk {
    private record HardState(long term, int votedFor) {}

    private HardState hardState = new HardState(0, 0);
    private HardState syncingHardState = hardState;
    private HardState durableHardState = hardState;
    private SimulatedLog log = new SimulatedLog();
    private SimulatedLog syncingLog = log.copy();
    private SimulatedLog durableLog = log.copy();

    private @Nullable Snapshot snapshot;

    private long requestedSequence;
    private long syncingSequence;
    private long completedSequence;

    SimulatedLog log() {
        return log;
    }

    SimulatedLog durableLog() {
        return durableLog;
    }

    @Nullable
    Snapshot snapshot() {
        return snapshot;
    }

    /** Keeps a snapshot, if it is newer than the one there is. */
    void save(final Snapshot newest) {
        if (snapshot == null || newest.index() > snapshot.index()) {
            snapshot = newest;
        }
    }

    /** Lets the log go on after a snapshot that was saved. */
    void installSnapshot(final Snapshot installed) {
        log = log.after(installed);
        syncingLog = syncingLog.after(installed);
        durableLog = durableLog.after(installed);
    }

    /** Drops the log up to {@code index}, which a snapshot holds. */
    void compact(final long index) {
        log.compact(index);
        // Where the sync of this log is behind, the snapshot holds what it lacks.
        final SimulatedLog compacted = log.prefix((int) index);
        syncingLog = syncingLog.lastIndex() < index ? compacted.copy() : syncingLog;
        durableLog = durableLog.lastIndex() < index ? compacted.copy() : durableLog;
        syncingLog.compact(index);
        durableLog.compact(index);
    }

    long term() {
        return hardState.term;
    }

    int votedFor() {
        return hardState.votedFor;
    }

    /** Tells whether this vote, or any later term, would be there after a crash. */
    boolean isVoteDurable(final long term, final int candidateId) {
        return durableHardState.term > term
                || (durableHardState.term == term && durableHardState.votedFor == candidateId);
    }

    boolean isTermDurable(final long term) {
        return durableHardState.term >= term;
    }

    void storeHardState(final long term, final int votedFor) {
        hardState = new HardState(term, votedFor);
    }

    /** Asks that what was written so far be synced. */
    void request(final long sequence) {
        requestedSequence = sequence;
    }

    boolean isSyncing() {
        return syncingSequence > completedSequence;
    }

    boolean needsSync() {
        return requestedSequence > completedSequence;
    }

    void beginSync() {
        syncingSequence = requestedSequence;
        syncingHardState = hardState;
        syncingLog = log.copy();
    }

    /** @return the sequence that is durable now */
    long endSync() {
        completedSequence = syncingSequence;
        durableHardState = syncingHardState;
        durableLog = syncingLog;
        return completedSequence;
    }

    /** Loses some of what was not synced; what is left is found, and made durable, by the recovery. */
    void crash(final Random random) {
        final HardState[] hardStates = {durableHardState, syncingHardState, hardState};
        hardState = isSyncing() ? hardStates[random.nextInt(3)] : hardStates[random.nextInt(2) * 2];
        log = survivingLog(random);
        if (snapshot != null && !log.holds(snapshot.index(), snapshot.term())) {
            // A crash between the snapshot and the log: recovery brings the log to where the snapshot ends.
            log = log.after(snapshot);
        }
        durableHardState = hardState;
        durableLog = log.copy();
        requestedSequence = 0;
        syncingSequence = 0;
        completedSequence = 0;
    }

    private SimulatedLog survivingLog(final Random random) {
        final int choice = random.nextInt(3);
        if (choice == 0) {
            return durableLog;
        }
        if (choice == 1 && isSyncing()) {
            return syncingLog;
        }
        final int unchanged = log.commonPrefix(durableLog);
        return log.prefix(Math.max(unchanged + random.nextInt(log.lastIndex() - unchanged + 1), log.baseIndex()));
    }
}
