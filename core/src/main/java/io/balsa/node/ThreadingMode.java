package io.balsa.node;

/** Which threads run a node's agents. A setting, not code structure: the agents are the same. */
public enum ThreadingMode {
    /** None: the caller steps {@link RaftNode#doWork} itself. For simulators and tests. */
    INVOKER,
    /** One duty cycle runs every agent and blocks in its selector when idle; a second thread syncs the log. */
    SHARED,
    /**
     * One duty cycle runs every agent, the sync included. Spares two thread switches per sync; while the disk works, the
     * node does nothing else.
     */
    SHARED_INLINE_SYNC
}
