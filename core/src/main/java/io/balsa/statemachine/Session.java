package io.balsa.statemachine;

import org.agrona.BitUtil;

/**
 * What a replica knows of one client session: which of its commands were applied, and their replies.
 *
 * <pre>
 *   sequences    1 ... acked | acked + 1 ............ acked + window | ...
 *                forgotten   | applied with reply, or not yet seen   | refused
 * </pre>
 *
 * <p>The window is what bounds a session while its commands may come in any order: a command within it was applied if and only
 * if its reply is here. Dissertation, section 6.3.
 *
 * <p>Threading: the apply thread.
 */
final class Session {
    /** Neighbours in the order of last use, kept by {@link SessionTable}. */
    Session older = this;

    Session newer = this;

    private long id;
    private int window;
    private long ackedSequence;
    /** The highest sequence ever applied: no reply lies above it. */
    private long newestSequence;
    /** Names of replies by the low bits of the sequence; at least {@code window} long, so that no two of a window meet. */
    private int[] replies = new int[0];

    private int mask;

    /** Begins a session; the object may have served another one, which was {@link #clear cleared}. */
    void open(final long sessionId, final int sessionWindow) {
        final int slots = BitUtil.findNextPositivePowerOfTwo(sessionWindow);
        if (replies.length < slots) {
            replies = new int[slots];
        }
        id = sessionId;
        window = sessionWindow;
        mask = replies.length - 1;
        ackedSequence = 0;
        newestSequence = 0;
    }

    long id() {
        return id;
    }

    int window() {
        return window;
    }

    long ackedSequence() {
        return ackedSequence;
    }

    /** Tells whether the reply of a command was given up: the client said it has it. */
    boolean isForgotten(final long sequence) {
        return sequence <= ackedSequence;
    }

    /** Tells whether a command that is not forgotten lies beyond the window. A difference, since a sum may overflow. */
    boolean isBeyondWindow(final long sequence) {
        return sequence - ackedSequence > window;
    }

    /** Returns the name of the reply of a command in the window, {@link ReplyStore#NONE} when it was not applied. */
    int reply(final long sequence) {
        return replies[slot(sequence)];
    }

    /** Records that a command in the window was applied. */
    void keep(final long sequence, final int reply) {
        replies[slot(sequence)] = reply;
        newestSequence = Math.max(newestSequence, sequence);
    }

    /** The client has the replies up to {@code sequence}: frees them and moves the window. An old acknowledgement is ignored. */
    void acknowledge(final long sequence, final ReplyStore store) {
        if (sequence > ackedSequence) {
            freeUntil(Math.min(sequence, newestSequence), store);
            ackedSequence = sequence;
        }
    }

    /** Frees every reply. */
    void clear(final ReplyStore store) {
        freeUntil(newestSequence, store);
    }

    /** Continues an opened session that was written down: replies are kept next. */
    void restore(final long lastAckedSequence) {
        ackedSequence = lastAckedSequence;
    }

    /** Returns how many replies are kept. */
    int replyCount() {
        final long count = newestSequence - ackedSequence;
        int kept = 0;
        for (int i = 1; i <= count; i++) {
            kept += reply(ackedSequence + i) == ReplyStore.NONE ? 0 : 1;
        }
        return kept;
    }

    /** Shows each kept reply, in the order of sequences. */
    void forEachReply(final ReplyVisitor visitor) {
        final long count = newestSequence - ackedSequence;
        for (int i = 1; i <= count; i++) {
            final int reply = reply(ackedSequence + i);
            if (reply != ReplyStore.NONE) {
                visitor.onReply(ackedSequence + i, reply);
            }
        }
    }

    /** Is shown replies by their names. */
    @FunctionalInterface
    interface ReplyVisitor {
        void onReply(long sequence, int reply);
    }

    /** Mixes the state into {@code seed}, in the order of sequences. */
    long hash(final long seed, final ReplyStore store) {
        long hash = StateHash.mix(StateHash.mix(StateHash.mix(seed, id), window), ackedSequence);
        final long count = newestSequence - ackedSequence;
        for (int i = 1; i <= count; i++) {
            final int reply = reply(ackedSequence + i);
            if (reply != ReplyStore.NONE) {
                hash = store.hash(reply, StateHash.mix(hash, ackedSequence + i));
            }
        }
        return hash;
    }

    /** Counts rather than compares sequences: the highest one has no successor to stop at. */
    private void freeUntil(final long lastSequence, final ReplyStore store) {
        final long count = lastSequence - ackedSequence;
        for (int i = 1; i <= count; i++) {
            final int slot = slot(ackedSequence + i);
            if (replies[slot] != ReplyStore.NONE) {
                store.free(replies[slot]);
                replies[slot] = ReplyStore.NONE;
            }
        }
    }

    private int slot(final long sequence) {
        return (int) sequence & mask;
    }
}
