package io.balsa.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.RaftOutput;
import io.balsa.consensus.RecoveredState;
import io.balsa.consensus.Role;
import io.balsa.consensus.membership.Membership;
import io.balsa.log.MemoryLogStore;
import io.balsa.network.inprocess.InProcessNetwork;
import io.balsa.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Three real cores that know each other only through publisher, transport and dispatcher end up with one log. */
class PeerClusterTest {
    private static final int GROUP = 3;
    private static final int MAX_APPEND_BYTES = 1000;
    private static final int MAX_ENTRIES = 10_000;

    @Test
    void shouldHoldTheSameLogWhenLinksAreCutAndMended() {
        Seeds.forEach(PeerClusterTest.class, 20, seed -> {
            final Random random = new Random(seed);
            final InProcessNetwork network =
                    new InProcessNetwork(PeerPublisher.maxMessageLength(MAX_APPEND_BYTES, 64 * 1024), 1, 2, 3);
            final List<Node> nodes = new ArrayList<>();
            for (int id = 1; id <= 3; id++) {
                nodes.add(new Node(id, network, seed));
            }

            for (int round = 0; round < 2000; round++) {
                if (random.nextInt(50) == 0) {
                    final int one = 1 + random.nextInt(3);
                    network.cut(one, 1 + one % 3);
                }
                if (random.nextInt(20) == 0) {
                    final int one = 1 + random.nextInt(3);
                    network.mend(one, 1 + one % 3);
                }
                nodes.get(random.nextInt(3)).proposeSome(random);
                nodes.get(random.nextInt(3)).step(random.nextInt(4) == 0);
            }
            mendAll(network);
            settle(nodes);

            final Node first = nodes.get(0);
            assertThat(first.log.lastIndex()).isGreaterThan(100);
            for (final Node node : nodes) {
                assertThat(node.raft.commitIndex()).isEqualTo(first.log.lastIndex());
                assertThat(node.logBytes()).isEqualTo(first.logBytes());
                assertThat(node.counters.get(NetworkCounter.BAD_MESSAGES)).isZero();
            }
        });
    }

    private static void mendAll(final InProcessNetwork network) {
        network.mend(1, 2);
        network.mend(2, 3);
        network.mend(3, 1);
    }

    /** Goes on without new entries until all nodes have committed all they hold. */
    private static void settle(final List<Node> nodes) {
        for (int round = 0; round < 5000; round++) {
            nodes.forEach(node -> node.step(true));
            final long lastIndex = nodes.get(0).log.lastIndex();
            if (nodes.stream().anyMatch(node -> node.raft.isLeader())
                    && nodes.stream()
                            .allMatch(node ->
                                    node.raft.commitIndex() == lastIndex && node.log.lastIndex() == lastIndex)) {
                return;
            }
        }
        throw new AssertionError("the nodes do not agree: "
                + nodes.stream()
                        .map(node -> node.raft.role() + " term=" + node.raft.term() + " commitIndex="
                                + node.raft.commitIndex() + " lastIndex=" + node.log.lastIndex())
                        .toList());
    }

    /** A core, a log in memory that is always durable, and the classes under test between them and the others. */
    private static final class Node implements RaftOutput {
        private final MemoryLogStore log = new MemoryLogStore(MAX_ENTRIES, 4 * 1024 * 1024);
        private final NetworkCounters counters = new NetworkCounters();
        private final UnsafeBuffer payload = new UnsafeBuffer(new byte[500]);
        private final Raft raft;
        private final Transport transport;
        private final PeerPublisher publisher;
        private long persistedSequence;

        Node(final int id, final InProcessNetwork network, final long seed) {
            raft = new Raft(
                    RaftConfig.builder(id).seed(seed * 10 + id).build(),
                    RecoveredState.empty(Membership.ofVoters(1, 2, 3)));
            transport = network.join(
                    id, new PeerDispatcher(raft, log, new PeerTranscript(), GROUP, counters), counters, () -> {});
            publisher = new PeerPublisher(transport, log, GROUP, MAX_APPEND_BYTES);
        }

        void proposeSome(final Random random) {
            final int count = 1 + random.nextInt(10);
            final long firstIndex = log.lastIndex() + count > MAX_ENTRIES / 2 ? -1 : raft.propose(count);
            for (int i = 0; i < count && firstIndex > 0; i++) {
                final int length = random.nextInt(payload.capacity());
                payload.setMemory(0, length, (byte) random.nextInt());
                log.append(firstIndex + i, raft.term(), EntryType.COMMAND, payload, 0, length);
            }
        }

        void step(final boolean isTick) {
            transport.doWork(0);
            if (isTick) {
                raft.tick();
            }
            raft.drain(this);
            raft.onPersisted(persistedSequence);
        }

        byte[] logBytes() {
            final byte[] bytes = new byte[log.offsetOf(log.lastIndex() + 1)];
            log.buffer().getBytes(0, bytes);
            return bytes;
        }

        @Override
        public void onHardState(final long sequence, final long term, final int votedFor) {
            persistedSequence = sequence;
        }

        @Override
        public void onTermStart(final long index, final long term) {
            log.append(index, term, EntryType.NO_OP, payload, 0, 0);
        }

        @Override
        public void onLeaveJoint(final long index, final long term) {
            throw new AssertionError("nobody changes the membership");
        }

        @Override
        public void onAppend(final long sequence, final long firstIndex, final long lastIndex) {
            assertThat(log.lastIndex()).isEqualTo(lastIndex);
            for (long index = firstIndex; index <= lastIndex; index++) {
                assertThat(EntryFrame.index(log.buffer(), log.offsetOf(index))).isEqualTo(index);
            }
            persistedSequence = sequence;
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
            return publisher.sendVoteRequest(
                    peerId, term, preVote, leadershipTransfer, priority, lastIndex, lastTerm, commitIndex, commitTerm);
        }

        @Override
        public boolean sendVoteReply(
                final int peerId,
                final long term,
                final boolean preVote,
                final boolean granted,
                final long commitIndex,
                final long commitTerm) {
            return publisher.sendVoteReply(peerId, term, preVote, granted, commitIndex, commitTerm);
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
            return publisher.sendAppendRequest(
                    peerId, term, prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound);
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
            return publisher.sendAppendReply(peerId, term, rejected, index, hintIndex, hintTerm, readRound);
        }

        @Override
        public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
            return publisher.sendHeartbeat(peerId, term, commitIndex, readRound);
        }

        @Override
        public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
            return publisher.sendHeartbeatReply(peerId, term, readRound);
        }

        @Override
        public boolean sendTimeoutNow(final int peerId, final long term) {
            return publisher.sendTimeoutNow(peerId, term);
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
            return false;
        }

        @Override
        public boolean sendReadReply(final int peerId, final long term, final long readId, final long index) {
            return false;
        }

        @Override
        public long onCommit(final long commitIndex) {
            assertThat(commitIndex).isLessThanOrEqualTo(log.lastIndex());
            return commitIndex;
        }

        @Override
        public void onReadReady(final long readId, final long index) {
            throw new AssertionError("nobody reads");
        }

        @Override
        public void onReadRefused(final long readId) {
            throw new AssertionError("nobody reads");
        }

        @Override
        public void onTransferEnded(final int targetId, final boolean succeeded) {
            throw new AssertionError("nobody hands over");
        }

        @Override
        public void onRoleChange(final Role role, final long term, final int leaderId) {
            // The test asks the core.
        }
    }
}
