package io.balsa.node;

import io.balsa.consensus.Role;

/** The few things a node tells the event log: rare, and worth a line each. Never on the commit path. */
final class NodeEvents {
    private static final System.Logger LOG = System.getLogger("io.balsa.node");

    private NodeEvents() {}

    static void recovered(final NodeConfig config, final long term, final long firstIndex, final long lastIndex) {
        LOG.log(
                System.Logger.Level.INFO,
                "node {0} recovered: dataDirectory={1}, term={2,number,#}, log={3,number,#}..{4,number,#}, members={5}",
                config.nodeId(),
                config.dataDirectory(),
                term,
                firstIndex,
                lastIndex,
                config.members());
    }

    static void roleChanged(final int nodeId, final Role role, final long term, final int leaderId) {
        LOG.log(
                System.Logger.Level.INFO,
                "node {0} is {1}: term={2,number,#}, leaderId={3}",
                nodeId,
                role,
                term,
                leaderId);
    }

    static void transferEnded(final int nodeId, final int targetId, final boolean succeeded) {
        LOG.log(
                System.Logger.Level.INFO,
                "node {0} {1} leadership: targetId={2}",
                nodeId,
                succeeded ? "handed over" : "could not hand over",
                targetId);
    }

    static void closed(final int nodeId) {
        LOG.log(System.Logger.Level.INFO, "node {0} closed", nodeId);
    }
}
