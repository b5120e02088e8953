package io.balsa.consensus.scenario;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a node with asynchronous storage has given to its two threads, the one that writes and the one that applies. */
final class StorageThreads {
    /**
     * A write that waits.
     *
     * @param changes whether the hard state is new
     * @param snapshots to be installed: none or one
     * @param sequence to report when it is done, 0 for none
     */
    record Write(
            HardState hardState, boolean changes, List<Entry> entries, List<StateSnapshot> snapshots, long sequence) {

        String describe(final int nodeId) {
            final HardState shown = changes ? hardState : HardState.NONE;
            final StringBuilder out = new StringBuilder();
            out.append(Integer.toHexString(nodeId)).append("->AppendThread MsgStorageAppend Term:");
            out.append(shown.term()).append(" Log:0/0");
            out.append(shown.commit() == 0 ? "" : " Commit:" + shown.commit());
            out.append(shown.vote() == 0 ? "" : " Vote:" + shown.vote());
            out.append(Message.list(entries));
            snapshots.forEach(snapshot -> out.append("\n  Snapshot: ").append(snapshot));
            return out.toString();
        }
    }

    private final Deque<Write> writes = new ArrayDeque<>();
    private final Deque<List<Entry>> applies = new ArrayDeque<>();
    private long applyingBytes;

    Deque<Write> writes() {
        return writes;
    }

    Deque<List<Entry>> applies() {
        return applies;
    }

    /** Returns the bytes of entries handed out and not reported as applied. */
    long applyingBytes() {
        return applyingBytes;
    }

    void addApply(final List<Entry> entries) {
        applies.add(entries);
        applyingBytes += bytesOf(entries);
    }

    void onApplied(final List<Entry> entries) {
        applyingBytes -= bytesOf(entries);
    }

    static String describeApply(final int nodeId, final List<Entry> entries) {
        return Integer.toHexString(nodeId) + "->ApplyThread MsgStorageApply Term:0 Log:0/0" + Message.list(entries);
    }

    private static long bytesOf(final List<Entry> entries) {
        return entries.stream().mapToLong(entry -> entry.payload().sizeBytes()).sum();
    }
}
