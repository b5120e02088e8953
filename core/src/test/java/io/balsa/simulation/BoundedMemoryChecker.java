package io.balsa.simulation;

import io.balsa.node.SteppedNode;

/** What a node keeps has a bound, however long it runs: entries in its log, files on its disk, messages that wait. */
final class BoundedMemoryChecker {
    static final String PROPERTY = "bounded memory";

    /** Entries that come while a snapshot is being written, and those of segments that begin before what may go. */
    private static final long SLACK_ENTRIES = 4_000;

    private static final int MOST_FILES = 80;
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_SESSIONS = 32;

    private BoundedMemoryChecker() {}

    /** Looks at all nodes after the calm, when there was time to tidy up. */
    static void check(final SimWorld world) {
        for (final SimMachine machine : world.machines()) {
            final SteppedNode node = machine.node();
            if (node != null) {
                check(
                        machine.nodeId(),
                        node.raft().lastIndex() - node.raft().baseIndex(),
                        world.settings().snapshotEntries(),
                        machine.fileCount(),
                        node.sessionCount(),
                        world.network().underWay());
            }
        }
    }

    /** Judges what one node keeps. */
    static void check(
            final int nodeId,
            final long entries,
            final long snapshotEntries,
            final int files,
            final int sessions,
            final int waiting) {
        if (entries > 3 * snapshotEntries + SLACK_ENTRIES
                || files > MOST_FILES
                || sessions > MOST_SESSIONS
                || waiting > MOST_WAITING) {
            throw new SimViolation(
                    PROPERTY,
                    "node=" + nodeId + " entries in the log=" + entries + ", with a snapshot every=" + snapshotEntries
                            + ", files=" + files + ", sessions=" + sessions + ", messages under way=" + waiting);
        }
    }
}
