package io.balsa.consensus.scenario;

import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.datadriven.DatadrivenCase;
import io.balsa.consensus.membership.Membership;

/**
 * What {@code add-nodes} says about the nodes it makes.
 *
 * @param start the snapshot that a node starts from, {@link StateSnapshot#NONE} for an empty node
 * @param inflight most appends under way to a follower
 * @param maxCommittedBytes handed out at once; the first entry always is
 * @param changesUnchecked a membership change waits for its turn where it would be refused
 */
record NodeOptions(
        StateSnapshot start,
        int inflight,
        boolean preVote,
        boolean checkQuorum,
        boolean leaseReads,
        boolean asyncStorage,
        long maxCommittedBytes,
        boolean changesUnchecked,
        boolean stepDownOnRemoval,
        boolean oneEntryPerMessage) {
    static final int ELECTION_TICKS = 3;
    static final int HEARTBEAT_TICKS = 1;
    /** Length of a tick on the clock that leases are judged by. */
    static final long TICK_NS = 1_000_000;

    private static final int MAX_INFLIGHT = 1024;

    static NodeOptions of(final DatadrivenCase directive, final boolean oneEntryPerMessage) {
        final boolean leaseReads = text(directive, "read-only", "safe").equals("lease-based");
        return new NodeOptions(
                start(directive),
                Math.min(MAX_INFLIGHT, Integer.parseInt(text(directive, "inflight", "1024"))),
                flag(directive, "prevote"),
                flag(directive, "checkquorum"),
                leaseReads,
                flag(directive, "async-storage-writes"),
                Long.parseLong(text(directive, "max-committed-size-per-ready", Long.toString(Long.MAX_VALUE))),
                flag(directive, "disable-conf-change-validation"),
                flag(directive, "step-down-on-removal"),
                oneEntryPerMessage || flag(directive, "one-entry-per-message"));
    }

    RaftConfig config(final int nodeId, final long firstReadId) {
        final RaftConfig.Builder config = RaftConfig.builder(nodeId)
                .ticks(ELECTION_TICKS, HEARTBEAT_TICKS)
                .preVote(preVote)
                .checkQuorum(checkQuorum)
                .maxInflightAppends(inflight)
                .leaseDurationNs(leaseReads ? (ELECTION_TICKS - 1) * TICK_NS : 0)
                .stepDownOnRemoval(stepDownOnRemoval)
                .firstReadId(firstReadId);
        return oneEntryPerMessage ? config.maxEntriesPerAppend(1).build() : config.build();
    }

    private static StateSnapshot start(final DatadrivenCase directive) {
        final long index = Long.parseLong(text(directive, "index", "0"));
        final int[] voters = ids(directive, "voters");
        final int[] learners = ids(directive, "learners");
        if (index == 0 && voters.length == 0 && learners.length == 0 && !directive.has("content")) {
            return StateSnapshot.NONE;
        }
        if (index <= 1) {
            throw new ScenarioException("index must be specified as > 1 due to bootstrap");
        }
        final int[] none = {};
        final Membership membership = Membership.of(voters, none, learners, none, false);
        return new StateSnapshot(index, 0, membership, text(directive, "content", ""));
    }

    private static int[] ids(final DatadrivenCase directive, final String key) {
        return directive.values(key).stream().mapToInt(Integer::parseInt).toArray();
    }

    private static boolean flag(final DatadrivenCase directive, final String key) {
        final String given = directive.has(key) && directive.values(key).isEmpty() ? "true" : "false";
        return Boolean.parseBoolean(text(directive, key, given));
    }

    private static String text(final DatadrivenCase directive, final String key, final String otherwise) {
        return directive.values(key).isEmpty()
                ? otherwise
                : directive.values(key).get(0);
    }
}
