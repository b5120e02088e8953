package io.balsa.node;

import io.balsa.consensus.Role;
import io.balsa.consensus.membership.Membership;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotId;
import java.io.IOException;

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

    static void snapshotTaken(final int nodeId, final SnapshotFile file) {
        LOG.log(
                System.Logger.Level.INFO,
                "node {0} took a snapshot: index={1,number,#}, bytes={2,number,#}, file={3}",
                nodeId,
                file.head().index(),
                file.length(),
                file.path());
    }

    static void snapshotUnsupported(final int nodeId) {
        LOG.log(
                System.Logger.Level.WARNING,
                "node {0} takes no snapshots, since its state machine has none: the log grows, and there are no backups",
                nodeId);
    }

    static void snapshotFailed(final int nodeId, final long index, final Exception reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "node {0} could not take a snapshot, the one before stays: index={1,number,#}, reason={2}",
                nodeId,
                index,
                reason);
    }

    static void snapshotDamaged(final int nodeId, final Exception damage) {
        LOG.log(
                System.Logger.Level.WARNING,
                "node {0} found its newest snapshot damaged and takes another: {1}",
                nodeId,
                damage.getMessage());
    }

    static void snapshotBegins(final int nodeId, final int from, final SnapshotId id, final int firstPart) {
        LOG.log(
                System.Logger.Level.INFO,
                "node {0} receives a snapshot: from={1}, index={2,number,#}, bytes={3,number,#}, first part wanted={4,number,#}",
                nodeId,
                from,
                id.index(),
                id.length(),
                firstPart);
    }

    static void snapshotReceived(final int nodeId, final SnapshotId id) {
        LOG.log(
                System.Logger.Level.INFO,
                "node {0} received the snapshot: index={1,number,#}, bytes={2,number,#}",
                nodeId,
                id.index(),
                id.length());
    }

    static void snapshotPartRefused(
            final int nodeId, final int from, final SnapshotId id, final int part, final String reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "node {0} refused a part of a snapshot and asks another member: from={1}, index={2,number,#}, part={3,number,#},"
                        + " reason={4}",
                nodeId,
                from,
                id.index(),
                part,
                reason);
    }

    static void snapshotGivenUp(final int nodeId, final SnapshotId id, final String reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "node {0} gave a snapshot up, the leader will offer one again: index={1,number,#}, reason={2}",
                nodeId,
                id.index(),
                reason);
    }

    static void snapshotInstalled(final int nodeId, final long index, final long term) {
        LOG.log(
                System.Logger.Level.INFO,
                "node {0} goes on from a snapshot: index={1,number,#}, term={2,number,#}",
                nodeId,
                index,
                term);
    }

    static void membershipChanged(final int nodeId, final long index, final Membership membership) {
        LOG.log(
                System.Logger.Level.INFO,
                "node {0} has other members: index={1,number,#}, {2}",
                nodeId,
                index,
                membership);
    }

    static void entriesLost(final int nodeId, final long lastIndex, final long index) {
        LOG.log(
                System.Logger.Level.WARNING,
                "node {0} lacks entries that it once acknowledged: lastIndex={1,number,#}, acknowledged={2,number,#}; its disk"
                        + " was put back to an older state, or lost part of it. It does not vote before it holds them again",
                nodeId,
                lastIndex,
                index);
    }

    static void caughtUp(final int nodeId, final long index) {
        LOG.log(
                System.Logger.Level.INFO,
                "node {0} holds again what it had acknowledged, and votes: index={1,number,#}",
                nodeId,
                index);
    }

    static void diskFull(final int nodeId, final boolean full) {
        LOG.log(
                full ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                full
                        ? "node {0} has no room for the next log segment: writes are refused, queries are answered; free space"
                        : "node {0} has room again: writes go on",
                nodeId);
    }

    static void syncStalled(final int nodeId, final long forMs) {
        LOG.log(
                System.Logger.Level.WARNING,
                "node {0} steps down, its disk is too slow to lead with: a sync has taken {1,number,#} ms so far",
                nodeId,
                forMs);
    }

    static void stageTimesLost(final int nodeId, final IOException e) {
        LOG.log(
                System.Logger.Level.WARNING,
                "node {0} records no stage times any more, and serves on: cause={1}",
                nodeId,
                e.getMessage());
    }

    static void closed(final int nodeId) {
        LOG.log(System.Logger.Level.INFO, "node {0} closed", nodeId);
    }
}
