package io.balsa.log;

/** When entries count as persisted, and so what an acknowledgement promises. Hard state is forced under every policy. */
public enum SyncPolicy {
    /**
     * After the device said that they are durable; one force covers all that was appended while the one before it ran. An
     * acknowledged entry survives a power cut of every node.
     */
    EVERY_BATCH,
    /**
     * After the operating system took them. An acknowledged entry survives the end of the process, but not a power cut: it
     * is lost when a majority loses power, and a node that lost power may refuse to start, since it holds less than it
     * promised.
     */
    NEVER
}
