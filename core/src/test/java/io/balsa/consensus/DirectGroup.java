package io.balsa.consensus;

import io.balsa.consensus.membership.Membership;

/** Cores that call each other directly, and whose disks are always done. */
final class DirectGroup {
    private static final long TICK_NS = 1_000_000;

    private final Raft[] nodes;
    private final Edge[] edges;
    private long nowNs;

    DirectGroup(final int size) {
        nodes = new Raft[size];
        edges = new Edge[size];
        final int[] members = new int[size];
        for (int i = 0; i < size; i++) {
            members[i] = i + 1;
        }
        for (int i = 0; i < size; i++) {
            final RaftConfig config = RaftConfig.builder(i + 1)
                    .maxInflightAppends(8)
                    .maxInflightBytes(1 << 16)
                    .maxUncommittedBytes(1 << 20)
                    .leaseDurationNs(5 * TICK_NS)
                    .build();
            nodes[i] = new Raft(config, RecoveredState.empty(Membership.ofVoters(members)));
            edges[i] = new Edge(i + 1);
        }
    }

    void elect(final int nodeId) {
        for (int i = 0; i < 10; i++) {
            tick();
        }
        node(nodeId).campaign();
        exchange();
        if (!node(nodeId).isLeader()) {
            throw new AssertionError("expected: elected, nodeId=" + nodeId);
        }
    }

    Raft node(final int nodeId) {
        return nodes[nodeId - 1];
    }

    Raft leader() {
        return nodes[0];
    }

    long nowNs() {
        return nowNs;
    }

    long applied(final int nodeId) {
        return edges[nodeId - 1].applied;
    }

    long readReady(final int nodeId) {
        return edges[nodeId - 1].readReady;
    }

    void tick() {
        nowNs += TICK_NS;
        for (final Raft node : nodes) {
            node.onClock(nowNs);
            node.tick();
        }
    }

    void drain(final int nodeId) {
        node(nodeId).drain(edges[nodeId - 1]);
    }

    /** Drains and syncs until nobody has anything to tell. */
    void exchange() {
        boolean told = true;
        while (told) {
            told = false;
            for (int i = 0; i < nodes.length; i++) {
                told |= nodes[i].drain(edges[i]);
                told |= edges[i].sync();
            }
        }
    }

    /** What surrounds one core: messages go straight to their receiver. */
    private final class Edge implements RaftOutput {
        private final int id;
        private long issued;
        private long synced;
        private long applied;
        private long readReady;

        Edge(final int id) {
            this.id = id;
        }

        boolean sync() {
            if (issued == synced) {
                return false;
            }
            synced = issued;
            node(id).onPersisted(synced);
            return true;
        }

        @Override
        public void onHardState(final long sequence, final long term, final int votedFor) {
            issued = sequence;
        }

        @Override
        public void onTermStart(final long index, final long term) {}

        @Override
        public void onLeaveJoint(final long index, final long term) {}

        @Override
        public void onAppend(final long sequence, final long firstIndex, final long lastIndex) {
            issued = sequence;
        }

        @Override
        public boolean sendVoteRequest(
                final int peerId,
                final long term,
                final boolean preVote,
                final boolean leadershipTransfer,
                final int priority,
                final long lastIndex,
                final long lastTerm,
                final long commitIndex,
                final long commitTerm) {
            node(peerId).onVoteRequest(id, term, preVote, leadershipTransfer, priority, lastIndex, lastTerm);
            node(peerId).onCommitTold(commitIndex, commitTerm);
            return true;
        }

        @Override
        public boolean sendVoteReply(
                final int peerId,
                final long term,
                final boolean preVote,
                final boolean granted,
                final long commitIndex,
                final long commitTerm) {
            node(peerId).onVoteReply(id, term, preVote, granted);
            node(peerId).onCommitTold(commitIndex, commitTerm);
            return true;
        }

        @Override
        public long sendAppendRequest(
                final int peerId,
                final long term,
                final long prevIndex,
                final long prevTerm,
                final long entriesTerm,
                final int entryCount,
                final long commitIndex,
                final long readRound) {
            node(peerId)
                    .onAppendRequest(id, term, prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound);
            return Taken.of(entryCount, entryCount * 100L);
        }

        @Override
        public boolean sendAppendReply(
                final int peerId,
                final long term,
                final boolean rejected,
                final long index,
                final long hintIndex,
                final long hintTerm,
                final long readRound) {
            node(peerId).onAppendReply(id, term, rejected, index, hintIndex, hintTerm, readRound);
            return true;
        }

        @Override
        public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
            node(peerId).onHeartbeat(id, term, commitIndex, readRound);
            return true;
        }

        @Override
        public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
            node(peerId).onHeartbeatReply(id, term, readRound);
            return true;
        }

        @Override
        public boolean sendTimeoutNow(final int peerId, final long term) {
            return false;
        }

        @Override
        public long sendSnapshotOffer(final int peerId, final long term, final long minIndex) {
            return 0;
        }

        @Override
        public boolean sendSnapshotRequest(final int peerId, final long term, final long minIndex) {
            return false;
        }

        @Override
        public boolean sendReadRequest(final int peerId, final long term, final long readId) {
            node(peerId).onReadRequest(id, term, readId);
            return true;
        }

        @Override
        public boolean sendReadReply(final int peerId, final long term, final long readId, final long index) {
            node(peerId).onReadReply(id, term, readId, index);
            return true;
        }

        @Override
        public long onCommit(final long commitIndex) {
            applied = commitIndex;
            return commitIndex;
        }

        @Override
        public void onReadReady(final long readId, final long index) {
            readReady = readId;
        }

        @Override
        public void onReadRefused(final long readId) {
            throw new AssertionError("expected: no read is refused, readId=" + readId);
        }

        @Override
        public void onTransferEnded(final int targetId, final boolean succeeded) {}

        @Override
        public void onRoleChange(final Role role, final long term, final int leaderId) {}
    }
}
