package io.balsa.consensus;

/**
 * Settings of the core. All counts; time is ticks, whose length the edge chooses.
 *
 * @param nodeId of this node, from 1
 * @param electionTicks least ticks without a leader before a node campaigns; the timeout is drawn from [this, twice this)
 * @param heartbeatTicks ticks between heartbeats of a leader, at least 1 and below {@code electionTicks}
 * @param preVote ask before raising the term, so that a node that was cut off does not disrupt (dissertation, 9.6)
 * @param checkQuorum a leader that hears no majority for {@code electionTicks} steps down, and nobody votes while a leader is
 *     heard (dissertation, 6.2 and 4.2.3)
 * @param maxEntriesPerAppend most entries in one append message, from 1
 * @param maxInflightAppends most append messages under way to one follower, from 1
 * @param maxUncommittedEntries most entries proposed and not committed, from 1; beyond, {@link Refusal#BACK_PRESSURED}
 * @param eagerCommit tell followers of a new commit index at once, rather than with the next append or heartbeat
 * @param applyBeforePersist hand out entries that a quorum holds before this leader's own disk has them
 * @param seed of the election timeouts; give every node another one
 */
public record RaftConfig(
        int nodeId,
        int electionTicks,
        int heartbeatTicks,
        boolean preVote,
        boolean checkQuorum,
        int maxEntriesPerAppend,
        int maxInflightAppends,
        int maxUncommittedEntries,
        boolean eagerCommit,
        boolean applyBeforePersist,
        long seed) {

    /** Checks every relation and names the one that is broken. */
    public RaftConfig {
        require(nodeId >= 1, "nodeId must be at least 1", nodeId);
        require(heartbeatTicks >= 1, "heartbeatTicks must be at least 1", heartbeatTicks);
        require(
                electionTicks > heartbeatTicks,
                "electionTicks must be greater than heartbeatTicks=" + heartbeatTicks,
                electionTicks);
        require(maxEntriesPerAppend >= 1, "maxEntriesPerAppend must be at least 1", maxEntriesPerAppend);
        require(maxInflightAppends >= 1, "maxInflightAppends must be at least 1", maxInflightAppends);
        require(maxUncommittedEntries >= 1, "maxUncommittedEntries must be at least 1", maxUncommittedEntries);
    }

    /** Returns a builder with the defaults, for a node. */
    public static Builder builder(final int nodeId) {
        return new Builder(nodeId);
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
        private int heartbeatTicks = 1;
        private boolean preVote = true;
        private boolean checkQuorum = true;
        private int maxEntriesPerAppend = 4096;
        private int maxInflightAppends = 256;
        private int maxUncommittedEntries = 1 << 20;
        private boolean eagerCommit = true;
        private boolean applyBeforePersist;
        private long seed;

        private Builder(final int nodeId) {
            this.nodeId = nodeId;
            this.seed = nodeId * 0x9E3779B97F4A7C15L;
        }

        /** Sets both tick counts. */
        public Builder ticks(final int election, final int heartbeat) {
            electionTicks = election;
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

        /** Sets {@link RaftConfig#maxUncommittedEntries}. */
        public Builder maxUncommittedEntries(final int value) {
            maxUncommittedEntries = value;
            return this;
        }

        /** Sets {@link RaftConfig#eagerCommit}. */
        public Builder eagerCommit(final boolean value) {
            eagerCommit = value;
            return this;
        }

        /** Sets {@link RaftConfig#applyBeforePersist}. */
        public Builder applyBeforePersist(final boolean value) {
            applyBeforePersist = value;
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
                    heartbeatTicks,
                    preVote,
                    checkQuorum,
                    maxEntriesPerAppend,
                    maxInflightAppends,
                    maxUncommittedEntries,
                    eagerCommit,
                    applyBeforePersist,
                    seed);
        }
    }
}
