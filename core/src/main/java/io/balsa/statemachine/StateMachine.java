package io.balsa.statemachine;

import io.balsa.snapshot.SnapshotSource;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The replicated service: the same commands in the same order give the same state and the same responses on every node.
 *
 * <p>Threading: one thread, the apply thread, calls all methods. Ownership: buffers are borrowed until the method returns.
 * Determinism: no clock, no random source, no iteration over identity hashes. Errors: an exception from {@link #apply} stops the
 * node, since replicas would differ from then on; answer bad input with a response instead.
 *
 * <h2>Snapshots</h2>
 *
 * <p>A machine that can write down its whole state lets the log be compacted, restarts be short, and new nodes join late. One that
 * cannot works, too: then the log is never compacted. A snapshot must not stop the machine: {@link #beginSnapshot} returns at
 * once with a view of the state as it is now, which another thread writes while commands are applied. Three ways to such a view:
 *
 * <ul>
 *   <li><b>Copy on write</b>: the state lies in pages, or in persistent data structures; a page that belongs to the view is
 *       copied before it is changed, and what the view alone still needs is given back after it is closed. Costs what is changed
 *       meanwhile. The key-value store of {@code io.balsa.kv} does this.
 *   <li><b>Fork of off-heap pages</b>: the view copies the memory, as one block or as much of it as fits a pause. Simple, and right for
 *       a state of some megabytes.
 *   <li><b>Iterator at a version</b>: every entry keeps the versions that a view may still see; the view reads those as of its index.
 *       Natural for machines that keep versions anyway.
 * </ul>
 */
public interface StateMachine extends AutoCloseable {
    /** Applies a committed command and writes its response; called once per command, in log order. */
    void apply(CommittedCommand command, ResponseWriter response);

    /**
     * Answers a linearizable query; must not change state. An exception stops the node, as in {@link #apply}.
     */
    void query(DirectBuffer query, int offset, int length, ResponseWriter response);

    /**
     * Returns a hash of the whole state, equal on nodes that applied the same commands: that is how replicas are compared. May take
     * its time; {@link StateHash} mixes. A machine that keeps the default of 0 is left out of comparisons.
     */
    default long stateHash() {
        return 0;
    }

    /**
     * Returns a view of the state as it is now, to be written by another thread while this one goes on; null, the default, when
     * the machine has no snapshots. Takes no longer than a few commands do. At most one view is open at a time.
     */
    default @Nullable StateSnapshot beginSnapshot() {
        return null;
    }

    /**
     * Replaces the whole state by one that was written by a {@link StateSnapshot}, on whatever node. Reads all of it:
     * {@link SnapshotSource#remaining} is 0 afterwards. A view that is still open keeps what it shows.
     *
     * @throws RuntimeException when the bytes make no state, or are damaged; the node stops then, since the state may be half replaced
     */
    default void loadSnapshot(final SnapshotSource source) {
        throw new UnsupportedOperationException("the state machine has no snapshots: class="
                + getClass().getName() + "; implement beginSnapshot and loadSnapshot, or start without the snapshot");
    }

    @Override
    void close();
}
