package io.balsa.consensus.simulation;

import static io.balsa.consensus.simulation.SafetyChecker.require;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What was asked of a core and must end once each: reads, and transfers of leadership. */
final class PendingRequests {
    /** @param committedIndex what was committed anywhere when the read was asked for, so what it must see */
    private record Read(long readId, long committedIndex) {}

    private final Deque<Read> reads = new ArrayDeque<>();
    private final List<Integer> transferTargets = new ArrayList<>();

    boolean isEmpty() {
        return reads.isEmpty() && transferTargets.isEmpty();
    }

    /** The node forgot them all. */
    void clear() {
        reads.clear();
        transferTargets.clear();
    }

    void onReadAsked(final long readId, final long committedIndex) {
        require(
                reads.isEmpty() || readId == reads.getLast().readId + 1,
                "contract",
                "reads are numbered one by one: readId=%d pending=%s",
                readId,
                this);
        reads.add(new Read(readId, committedIndex));
    }

    /** @param seenIndex what the reads see, as the core says */
    void onReadReady(final long readId, final long seenIndex) {
        for (final Read read : ended(readId)) {
            require(
                    seenIndex >= read.committedIndex,
                    "linearizable reads",
                    "stale: read=%s seenIndex=%d",
                    read,
                    seenIndex);
        }
    }

    void onReadRefused(final long readId) {
        ended(readId);
    }

    private List<Read> ended(final long readId) {
        final List<Read> ended = new ArrayList<>();
        while (!reads.isEmpty() && reads.element().readId <= readId) {
            ended.add(reads.remove());
        }
        require(!ended.isEmpty(), "contract", "a read ended twice: readId=%d pending=%s", readId, this);
        return ended;
    }

    void onTransferAsked(final int targetId) {
        transferTargets.add(targetId);
    }

    void onTransferEnded(final int targetId) {
        require(
                transferTargets.remove((Integer) targetId),
                "contract",
                "a transfer ended twice: targetId=%d pending=%s",
                targetId,
                this);
    }

    @Override
    public String toString() {
        return "reads=" + reads + " transfers=" + transferTargets;
    }
}
