package io.balsa.consensus;

/**
 * Settings of the core. Time is ticks, whose length the edge chooses; sizes are bytes of payload as the edge counts them.
 *
 * <p>All but {@code nodeId} and {@code seed} can be changed while a node runs, with {@link Raft#configure}; a change begins with
 * {@link #toBuilder()}, so that every relation is checked again.
 *
 * @param nodeId of this node, from 1
 * @param electionTicks least ticks without a leader before a node campaigns, above {@code heartbeatTicks}
 * @param maxElectionTicks the timeout is drawn from [{@code electionTicks}, this) (paper, 5.2)
 * @param heartbeatTicks ticks between heartbeats of a leader, at least 1
 * @param preVote ask before raising the term, so that a node that was cut off does not disrupt (dissertation, 9.6)
 * @param checkQuorum a leader that hears no majority for {@code electionTicks} steps down, and nobody votes while a leader is
 *     heard (dissertation, 6.2 and 4.2.3)
 * @param priority a voter that may lead itself refuses a candidate of lower priority unless the candidate's log is longer
 * @param maxEntriesPerAppend most entries in one append message, 1 to {@link Taken#MAX_ENTRIES}
 * @param maxInflightAppends most append messages under way to one follower, from 1
 * @param maxInflightBytes bytes under way to one follower at which no further append is sent, from 1
 * @param maxUncommittedEntries most entries proposed and not committed, from 1; beyond, {@link Refusal#BACK_PRESSURED}
 * @param maxUncommittedBytes most bytes proposed and not committed, from 1; beyond, {@link Refusal#BACK_PRESSURED}, except for a
 *     proposal that is alone
 * @param eagerCommit tell followers of a new commit index at once, rather than with the next append or heartbeat
 * @param maxApplyAheadEntries a leader hands out entries that a quorum holds, up to so many past what its own disk has; 0 for none
 * @param leaseDurationNs how long after a heartbeat left its confirmation by a quorum allows reads without another, see
 *     {@link Raft#requestLeaseRead}; 0 for never. Must be below {@code electionTicks} in real time, less two ticks (a voter counts
 *     the tick under way as a whole one, and that one may have come late), less what two clocks may drift apart in that time, and
 *     equal on all nodes; needs {@code checkQuorum}
 * @param quietStart a node that comes back gives no vote and does not campaign for {@code electionTicks}, so that a leader that lives is
 *     heard first: it may know that this node's disk was put back to an older state, see {@link RaftOutput#onEntriesLost}
 * @param stepDownOnRemoval a leader that has applied the membership that removes or demotes it becomes a follower (dissertation,
 *     4.2.2); otherwise it leads on, not counting itself, until another does
 * @param firstReadId number of the first read. Reads of a follower are numbered towards its leader: where a message can outlive
 *     a restart, begin somewhere else each time
 * @param seed of the election timeouts; give every node another one
 */
public record RaftConfig(
        int nodeId,
        int electionTicks,
        int maxElectionTicks,
        int heartbeatTicks,
        boolean preVote,
        boolean checkQuorum,
        int priority,
        int maxEntriesPerAppend,
        int maxInflightAppends,
        long maxInflightBytes,
        int maxUncommittedEntries,
        long maxUncommittedBytes,
        boolean eagerCommit,
        int maxApplyAheadEntries,
        long leaseDurationNs,
        boolean quietStart,
        boolean stepDownOnRemoval,
        long firstReadId,
        long seed) {

    /** Checks every relation and names the one that is broken. */
    public RaftConfig {
        require(nodeId >= 1, "nodeId must be at least 1", nodeId);
        require(heartbeatTicks >= 1, "heartbeatTicks must be at least 1", heartbeatTicks);
        require(
                electionTicks > heartbeatTicks,
                "electionTicks must be greater than heartbeatTicks=" + heartbeatTicks,
                electionTicks);
        require(
                maxElectionTicks > electionTicks,
                "maxElectionTicks must be greater than electionTicks=" + electionTicks,
                maxElectionTicks);
        require(priority >= 0, "priority must be at least 0", priority);
        require(maxEntriesPerAppend >= 1, "maxEntriesPerAppend must be at least 1", maxEntriesPerAppend);
        require(
                maxEntriesPerAppend <= Taken.MAX_ENTRIES,
                "maxEntriesPerAppend must be at most " + Taken.MAX_ENTRIES,
                maxEntriesPerAppend);
        require(maxInflightAppends >= 1, "maxInflightAppends must be at least 1", maxInflightAppends);
        require(maxInflightBytes >= 1, "maxInflightBytes must be at least 1", maxInflightBytes);
        require(maxUncommittedEntries >= 1, "maxUncommittedEntries must be at least 1", maxUncommittedEntries);
        require(maxUncommittedBytes >= 1, "maxUncommittedBytes must be at least 1", maxUncommittedBytes);
        require(maxApplyAheadEntries >= 0, "maxApplyAheadEntries must be at least 0", maxApplyAheadEntries);
        require(leaseDurationNs >= 0, "leaseDurationNs must be at least 0", leaseDurationNs);
        require(
                leaseDurationNs == 0 || checkQuorum,
                "leaseDurationNs needs checkQuorum: without it a voter does not keep the lease",
                leaseDurationNs);
        require(firstReadId >= 1, "firstReadId must be at least 1", firstReadId);
    }

    /** Returns a builder with the defaults, for a node. */
    public static Builder builder(final int nodeId) {
        return new Builder(nodeId);
    }

    /** Returns a builder that begins with these settings. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    private static void require(final boolean holds, final String rule, final long found) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": found=" + found);
        }
    }

    /** Collects settings; each setter is named after the component it sets. */
    public static final class Builder {
        private final int nodeId;
        private int electionTicks = 10;
        private int maxElectionTicks = 20;
        private int heartbeatTicks = 1;
        private boolean preVote = true;
        private boolean checkQuorum = true;
        private int priority;
        private int maxEntriesPerAppend = 4096;
        private int maxInflightAppends = 256;
        private long maxInflightBytes = Long.MAX_VALUE;
        private int maxUncommittedEntries = 1 << 20;
        private long maxUncommittedBytes = Long.MAX_VALUE;
        private boolean eagerCommit = true;
        private int maxApplyAheadEntries;
        private long leaseDurationNs;
        private boolean quietStart;
        private boolean stepDownOnRemoval = true;
        private long firstReadId = 1;
        private long seed;

        private Builder(final int nodeId) {
            this.nodeId = nodeId;
            this.seed = nodeId * 0x9E3779B97F4A7C15L;
        }

        private Builder(final RaftConfig from) {
            nodeId = from.nodeId;
            electionTicks = from.electionTicks;
            maxElectionTicks = from.maxElectionTicks;
            heartbeatTicks = from.heartbeatTicks;
            preVote = from.preVote;
            checkQuorum = from.checkQuorum;
            priority = from.priority;
            maxEntriesPerAppend = from.maxEntriesPerAppend;
            maxInflightAppends = from.maxInflightAppends;
            maxInflightBytes = from.maxInflightBytes;
            maxUncommittedEntries = from.maxUncommittedEntries;
            maxUncommittedBytes = from.maxUncommittedBytes;
            eagerCommit = from.eagerCommit;
            maxApplyAheadEntries = from.maxApplyAheadEntries;
            leaseDurationNs = from.leaseDurationNs;
            quietStart = from.quietStart;
            stepDownOnRemoval = from.stepDownOnRemoval;
            firstReadId = from.firstReadId;
            seed = from.seed;
        }

        /** Sets the tick counts; the timeout is drawn from [election, twice election). */
        public Builder ticks(final int election, final int heartbeat) {
            return ticks(election, 2 * election, heartbeat);
        }

        /** Sets the tick counts; the timeout is drawn from [election, maxElection). */
        public Builder ticks(final int election, final int maxElection, final int heartbeat) {
            electionTicks = election;
            maxElectionTicks = maxElection;
            heartbeatTicks = heartbeat;
            return this;
        }

        /** Sets {@link RaftConfig#preVote}. */
        public Builder preVote(final boolean value) {
            preVote = value;
            return this;
        }

        /** Sets {@link RaftConfig#checkQuorum}. */
        public Builder checkQuorum(final boolean value) {
            checkQuorum = value;
            return this;
        }

        /** Sets {@link RaftConfig#priority}. */
        public Builder priority(final int value) {
            priority = value;
            return this;
        }

        /** Sets {@link RaftConfig#maxEntriesPerAppend}. */
        public Builder maxEntriesPerAppend(final int value) {
            maxEntriesPerAppend = value;
            return this;
        }

        /** Sets {@link RaftConfig#maxInflightAppends}. */
        public Builder maxInflightAppends(final int value) {
            maxInflightAppends = value;
            return this;
        }

        /** Sets {@link RaftConfig#maxInflightBytes}. */
        public Builder maxInflightBytes(final long value) {
            maxInflightBytes = value;
            return this;
        }

        /** Sets {@link RaftConfig#maxUncommittedEntries}. */
        public Builder maxUncommittedEntries(final int value) {
            maxUncommittedEntries = value;
            return this;
        }

        /** Sets {@link RaftConfig#maxUncommittedBytes}. */
        public Builder maxUncommittedBytes(final long value) {
            maxUncommittedBytes = value;
            return this;
        }

        /** Sets {@link RaftConfig#eagerCommit}. */
        public Builder eagerCommit(final boolean value) {
            eagerCommit = value;
            return this;
        }

        /** Sets {@link RaftConfig#maxApplyAheadEntries}. */
        public Builder maxApplyAheadEntries(final int value) {
            maxApplyAheadEntries = value;
            return this;
        }

        /** Sets {@link RaftConfig#leaseDurationNs}. */
        public Builder leaseDurationNs(final long value) {
            leaseDurationNs = value;
            return this;
        }

        /** Sets {@link RaftConfig#quietStart}. */
        public Builder quietStart(final boolean value) {
            quietStart = value;
            return this;
        }

        /** Sets {@link RaftConfig#stepDownOnRemoval}. */
        public Builder stepDownOnRemoval(final boolean value) {
            stepDownOnRemoval = value;
            return this;
        }

        /** Sets {@link RaftConfig#firstReadId}. */
        public Builder firstReadId(final long value) {
            firstReadId = value;
            return this;
        }

        /** Sets {@link RaftConfig#seed}. */
        public Builder seed(final long value) {
            seed = value;
            return this;
        }

        /** Returns the checked settings. */
        public RaftConfig build() {
            return new RaftConfig(
                    nodeId,
                    electionTicks,
                    maxElectionTicks,
                    heartbeatTicks,
                    preVote,
                    checkQuorum,
                    priority,
                    maxEntriesPerAppend,
                    maxInflightAppends,
                    maxInflightBytes,
                    maxUncommittedEntries,
                    maxUncommittedBytes,
                    eagerCommit,
                    maxApplyAheadEntries,
                    leaseDurationNs,
                    quietStart,
                    stepDownOnRemoval,
                    firstReadId,
                    seed);
        }
    }
}
