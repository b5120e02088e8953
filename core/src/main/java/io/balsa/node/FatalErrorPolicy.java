package io.balsa.node;

import io.balsa.disk.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a node cannot go on: a failed write or sync, damage in the log, a broken invariant, a state machine
 * that threw.
 *
 * <p>The node's agents have stopped by then, and nothing was acknowledged that is not so. There is no retry: after a failed
 * sync the kernel may report success for pages it has dropped.
 *
 * <p>Threading: called once, on the agent's thread that failed.
 */
@FunctionalInterface
public interface FatalErrorPolicy {
    /**
     * Takes the reason.
     *
     * @param nodeId of the node that stopped
     */
    void onFatalError(int nodeId, Throwable reason);

    /**
     * Writes the reason to the event log and leaves the process running. What the disk did is told in one line that says
     * what to do; anything else may be a fault of Balsa or of the state machine, and comes with its stack trace.
     */
    static FatalErrorPolicy log() {
        return (nodeId, reason) -> {
            final boolean diskFault =
                    reason instanceof StorageException || reason.getCause() instanceof StorageException;
            final @Nullable Throwable trace = diskFault ? null : reason;
            System.getLogger("io.balsa.node")
                    .log(System.Logger.Level.ERROR, "node " + nodeId + " stopped: " + reason.getMessage(), trace);
        };
    }
}
