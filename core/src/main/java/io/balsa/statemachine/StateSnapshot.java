package io.balsa.statemachine;

import io.balsa.snapshot.SnapshotSink;
import java.io.IOException;

/**
 * A state machine's state as of one log index, to be written while the state machine goes on.
 *
 * <p>Threading: made by {@link StateMachine#beginSnapshot} on the apply thread; then {@link #write} and {@link #close} are called by one
 * other thread, beside {@link StateMachine#apply} and {@link StateMachine#query}. Everything the apply thread did before is visible to it.
 */
public interface StateSnapshot extends AutoCloseable {
    /**
     * Writes the next bytes of the state, a bounded number, say up to a hundred kilobytes: between two calls the node may
     * be stopped, and bandwidth is shared.
     *
     * @return whether there is more
     * @throws IOException what the sink throws; the snapshot is then closed
     */
    boolean write(SnapshotSink sink) throws IOException;

    /**
     * Lets go of the state; called once, whether all was written or not, and before the state machine is closed. What is given
     * back here is taken by the apply thread: mind that this is another one.
     */
    @Override
    void close();
}
