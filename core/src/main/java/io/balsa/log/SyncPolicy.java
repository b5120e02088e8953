package io.balsa.log;

/**
 * When entries count as persisted, and so what an acknowledgement promises. Hard state, segment headers and the log's marker are
 * forced under every policy.
 */
public enum SyncPolicy {
    /**
     * After the device said that they are durable; one force covers all that was appended while the one before it ran.
     *
     * <p>Power cut of one node or of all: every acknowledged entry is there afterwards, on a device that does what a force asks.
     * The node starts again by itself.
     */
    EVERY_BATCH,
    /**
     * After the operating system took them.
     *
     * <p>End of the process: every acknowledged entry is there. Power cut: the entries of the active segment that the kernel had
     * not written back are gone, and the node that comes back does not know that it acknowledged them. If it takes part in an
     * election then, entries that a majority acknowledged can be lost, also when the others kept their power. So after a power
     * cut a node that ran with this policy is to be replaced, or all are to be started from a copy: for caches and for tests.
     */
    NEVER
}
