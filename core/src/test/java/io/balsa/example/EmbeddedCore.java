package io.balsa.example;

import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.RaftOutput;
import io.balsa.consensus.RecoveredState;
import io.balsa.consensus.Refusal;
import io.balsa.consensus.Taken;
import io.balsa.consensus.membership.Membership;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The consensus core alone, in a program that brings everything else: a log that is a list, a network that is a queue, a state
 * machine that is a list of words. No other part of Balsa is used.
 */
final class EmbeddedCore {
    private record Entry(long term, String word) {}

    private final List<Node> nodes = new ArrayList<>();
    private final Queue<Runnable> network = new ArrayDeque<>();

    EmbeddedCore(final int size) {
        final int[] ids = new int[size];
        for (int i = 0; i < size; i++) {
            ids[i] = i + 1;
        }
        for (final int id : ids) {
            nodes.add(new Node(id, Membership.ofVoters(ids)));
        }
    }

    /** Lets time pass until somebody leads, and returns who. */
    Node elect() {
        while (true) {
            for (final Node node : nodes) {
                if (node.raft.isLeader()) {
                    return node;
                }
                node.raft.tick();
            }
            run();
        }
    }

    /** Lets every node work until nothing is left to do. */
    void run() {
        boolean worked = true;
        while (worked) {
            worked = false;
            for (final Node node : nodes) {
                worked |= node.work();
            }
            while (!network.isEmpty()) {
                network.remove().run();
                worked = true;
            }
        }
    }

    Node node(final int id) {
        return nodes.get(id - 1);
    }

    /** One member: the core and what surrounds it. */
    final class Node implements RaftOutput {
        private final int id;
        private final Raft raft;
        private final List<Entry> log = new ArrayList<>();
        private final List<String> applied = new ArrayList<>();
        private long written;

        private Node(final int id, final Membership membership) {
            this.id = id;
            raft = new Raft(RaftConfig.builder(id).seed(id).build(), RecoveredState.empty(membership));
        }

        /** @return the word's index, or a {@link Refusal} */
        long propose(final String word) {
            final long index = raft.propose(1);
            if (index > 0) {
                log.add(new Entry(raft.term(), word));
            }
            return index;
        }

        List<String> applied() {
            return applied;
        }

        private boolean work() {
            final boolean told = raft.drain(this);
            // Here a real log would sync; it may do so on another thread, and report later.
            raft.onPersisted(written);
            return told;
        }

        private boolean send(final int peerId, final Runnable message) {
            return network.add(message) && peerId != id;
        }

        // ---- what must be written

        @Override
        public void onHardState(final long sequence, final long term, final int votedFor) {
            written = sequence;
        }

        @Override
        public void onTermStart(final long index, final long term) {
            log.add(new Entry(term, ""));
        }

        @Override
        public void onLeaveJoint(final long index, final long term) {
            throw new UnsupportedOperationException("this cluster never changes its members");
        }

        @Override
        public void onAppend(final long sequence, final long firstIndex, final long lastIndex) {
            written = sequence;
        }

        // ---- what must be sent

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
            final Raft to = node(peerId).raft;
            return send(peerId, () -> {
                to.onVoteRequest(id, term, preVote, leadershipTransfer, priority, lastIndex, lastTerm);
                to.onCommitTold(commitIndex, commitTerm);
            });
        }

        @Override
        public boolean sendVoteReply(
                final int peerId,
                final long term,
                final boolean preVote,
                final boolean granted,
                final long commitIndex,
                final long commitTerm) {
            final Raft to = node(peerId).raft;
            return send(peerId, () -> {
                to.onVoteReply(id, term, preVote, granted);
                to.onCommitTold(commitIndex, commitTerm);
            });
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
            final List<Entry> entries = List.copyOf(log.subList((int) prevIndex, (int) prevIndex + entryCount));
            send(peerId, () -> {
                final Node to = node(peerId);
                final long first = to.raft.onAppendRequest(
                        id, term, prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound);
                if (first > 0) {
                    to.log.subList((int) first - 1, to.log.size()).clear();
                    to.log.addAll(entries.subList((int) (first - prevIndex - 1), entryCount));
                }
            });
            return Taken.of(entryCount, entryCount);
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
            return send(
                    peerId,
                    () -> node(peerId).raft.onAppendReply(id, term, rejected, index, hintIndex, hintTerm, readRound));
        }

        @Override
        public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
            return send(peerId, () -> node(peerId).raft.onHeartbeat(id, term, commitIndex, readRound));
        }

        @Override
        public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
            return send(peerId, () -> node(peerId).raft.onHeartbeatReply(id, term, readRound));
        }

        @Override
        public boolean sendTimeoutNow(final int peerId, final long term) {
            return send(peerId, () -> node(peerId).raft.onTimeoutNow(id, term));
        }

        // ---- what may be applied and read

        @Override
        public long onCommit(final long commitIndex) {
            log.subList(applied.size(), (int) commitIndex).forEach(entry -> applied.add(entry.word()));
            return commitIndex;
        }

        @Override
        public void onReadReady(final long readId, final long index) {
            throw new UnsupportedOperationException("nobody asked for a read: readId=" + readId);
        }

        @Override
        public void onReadRefused(final long readId) {
            throw new UnsupportedOperationException("nobody asked for a read: readId=" + readId);
        }
    }
}
