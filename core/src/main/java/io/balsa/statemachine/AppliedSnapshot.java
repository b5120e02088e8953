package io.balsa.statemachine;

import io.balsa.snapshot.SnapshotHead;
import io.balsa.snapshot.SnapshotSink;
import java.io.IOException;

/**
 * The state of a replica as of its applied index: sessions, then the state machine's, so that both are of one index and
 * commands stay exactly once across a snapshot.
 *
 * <p>Threading: made by the apply thread, then used and closed by one other.
 */
public final class AppliedSnapshot implements AutoCloseable {
    private final SnapshotHead head;
    private final SessionImage sessions;
    private final StateSnapshot state;
    private boolean sessionsWritten;

    AppliedSnapshot(final SnapshotHead head, final SessionImage sessions, final StateSnapshot state) {
        this.head = head;
        this.sessions = sessions;
        this.state = state;
    }

    /** Returns what the snapshot is of. */
    public SnapshotHead head() {
        return head;
    }

    /** Writes the next bytes, a bounded number; returns whether there is more. */
    boolean write(final SnapshotSink sink) throws IOException {
        if (!sessionsWritten) {
            sessionsWritten = !sessions.write(sink);
            return true;
        }
        return state.write(sink);
    }

    @Override
    public void close() {
        sessions.close();
        state.close();
    }
}
