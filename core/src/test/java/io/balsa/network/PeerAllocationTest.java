package io.balsa.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.codec.EntryType;
import io.balsa.log.MemoryLogStore;
import io.balsa.network.inprocess.InProcessNetwork;
import io.balsa.testing.Allocation;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Making messages, carrying them in process, checking them and writing their entries allocates nothing. */
class PeerAllocationTest {
    private static final int ENTRY_COUNT = 16;
    private static final int MESSAGES_PER_ROUND = 5_000;

    private final MemoryLogStore leaderLog = new MemoryLogStore(64, 64 * 1024);
    private final MemoryLogStore log = new MemoryLogStore(64, 64 * 1024);
    private final InProcessNetwork network = new InProcessNetwork(16 * 1024, 1, 2);
    private final NetworkCounters counters = new NetworkCounters();
    private final Core leader = new Core();
    private final Core follower = new Core();
    private final Transport transport1 = network.join(
            1, new PeerDispatcher(leader, leaderLog, new PeerTranscript(), 0, counters), counters, () -> {});
    private final Transport transport2 =
            network.join(2, new PeerDispatcher(follower, log, new PeerTranscript(), 0, counters), counters, () -> {});
    private final PeerPublisher publisher1 = new PeerPublisher(transport1, leaderLog, 0, 8 * 1024);
    private final PeerPublisher publisher2 = new PeerPublisher(transport2, log, 0, 8 * 1024);

    @Test
    void shouldAllocateNothingWhenEveryMessageIsSentAndTaken() throws Exception {
        for (int index = 1; index <= ENTRY_COUNT; index++) {
            leaderLog.append(index, 1, EntryType.COMMAND, new UnsafeBuffer(new byte[256]), 0, 256);
        }
        transport1.doWork(0);
        transport2.doWork(0);
        final long messagesBefore = leader.messageCount + follower.messageCount;

        final long bytes = Allocation.leastBytesPerRound(this::round);

        assertThat(bytes).isZero();
        assertThat(leader.messageCount + follower.messageCount - messagesBefore)
                .isGreaterThanOrEqualTo(7L * MESSAGES_PER_ROUND);
        assertThat(log.lastIndex()).isEqualTo(ENTRY_COUNT);
    }

    private void round() {
        for (int i = 0; i < MESSAGES_PER_ROUND; i++) {
            publisher1.sendAppendRequest(2, 1, 0, 0, 1, ENTRY_COUNT, 0, i);
            publisher1.sendHeartbeat(2, 1, 0, i);
            publisher1.sendVoteRequest(2, 1, true, false, 0, 5, 1, 0, 0);
            publisher1.sendTimeoutNow(2, 1);
            transport2.doWork(0);
            publisher2.sendAppendReply(1, 1, false, ENTRY_COUNT, 0, 0, i);
            publisher2.sendHeartbeatReply(1, 1, i);
            publisher2.sendVoteReply(1, 1, true, false, 0, 0);
            transport1.doWork(0);
        }
    }

    /** Counts, and has the entries of every append written anew. */
    private static final class Core implements PeerMessageHandler {
        private long messageCount;

        @Override
        public void onReadRequest(final int from, final long term, final long readId) {
            messageCount++;
        }

        @Override
        public void onReadReply(final int from, final long term, final long readId, final long index) {
            messageCount++;
        }

        @Override
        public void onSnapshotRequest(final int from, final long term, final long minIndex) {
            messageCount++;
        }

        @Override
        public void onMembershipEntry(final long index) {
            throw new AssertionError("no such entry was sent: index=" + index);
        }

        @Override
        public void onVoteRequest(
                final int from,
                final long term,
                final boolean preVote,
                final boolean leadershipTransfer,
                final int priority,
                final long lastIndex,
                final long lastTerm) {
            messageCount++;
        }

        @Override
        public void onVoteReply(final int from, final long term, final boolean preVote, final boolean granted) {
            messageCount++;
        }

        @Override
        public void onCommitTold(final long index, final long term) {
            // Comes with a vote message, which is counted.
        }

        @Override
        public long onAppendRequest(
                final int from,
                final long term,
                final long prevIndex,
                final long prevTerm,
                final long entriesTerm,
                final int entryCount,
                final long commitIndex,
                final long readRound) {
            messageCount++;
            return prevIndex + 1;
        }

        @Override
        public void onAppendReply(
                final int from,
                final long term,
                final boolean rejected,
                final long index,
                final long hintIndex,
                final long hintTerm,
                final long readRound) {
            messageCount++;
        }

        @Override
        public void onHeartbeat(final int from, final long term, final long commitIndex, final long readRound) {
            messageCount++;
        }

        @Override
        public void onHeartbeatReply(final int from, final long term, final long readRound) {
            messageCount++;
        }

        @Override
        public void onTimeoutNow(final int from, final long term) {
            messageCount++;
        }

        @Override
        public void onPeerUnreachable(final int peer) {
            throw new AssertionError("the peer is there");
        }
    }
}
