package io.balsa.statemachine;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The command in a log entry, in place. The view ends where the command ends, so that a state machine cannot read its neighbours.
 *
 * <p>Threading: the apply thread. Ownership: lent to {@link StateMachine#apply}.
 */
final class EntryCommand implements CommittedCommand {
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private long index;
    private long term;
    private long sessionId;

    /** Points at a command. */
    void wrap(
            final long entryIndex,
            final long entryTerm,
            final long session,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        index = entryIndex;
        term = entryTerm;
        sessionId = session;
        view.wrap(buffer, offset, length);
    }

    /** The callback returned. */
    void revoke() {
        if (BorrowedViews.REVOKED) {
            view.wrap(0, 0);
        }
    }

    @Override
    public long index() {
        return index;
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public long sessionId() {
        return sessionId;
    }

    @Override
    public DirectBuffer buffer() {
        return view;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return view.capacity();
    }
}
