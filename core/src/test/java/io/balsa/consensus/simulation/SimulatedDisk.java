package io.balsa.consensus.simulation;

import java.util.Random;

/**
 * A node's hard state and log, as written and as durable.
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

    private long requestedSequence;
    private long syncingSequence;
    private long completedSequence;

    SimulatedLog log() {
        return log;
    }

    SimulatedLog durableLog() {
        return durableLog;
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
        return log.prefix(unchanged + random.nextInt(log.lastIndex() - unchanged + 1));
    }
}
