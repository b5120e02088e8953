package io.balsa.network.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.codec.EntryType;
import io.balsa.log.MemoryLogStore;
import io.balsa.network.FrameHandler;
import io.balsa.network.NetworkCounter;
import io.balsa.network.PeerPublisher;
import io.balsa.testing.Allocation;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In steady state neither sending nor receiving allocates, on either side. */
class TcpAllocationTest {
    private static final int MESSAGES_PER_ROUND = 5_000;

    private final CountingHandler handler1 = new CountingHandler();
    private final CountingHandler handler2 = new CountingHandler();
    private final TcpSettings settings = TcpSettings.forMessagesUpTo(64 * 1024);
    private final TcpNode node1 = new TcpNode(1, settings, handler1, TcpNode.member(2));
    private final TcpNode node2 = new TcpNode(2, settings, handler2, node1.address());
    private final MemoryLogStore log = new MemoryLogStore(64, 64 * 1024);
    private final PeerPublisher publisher1 = new PeerPublisher(node1.transport(), log, 0, 8 * 1024);
    private final PeerPublisher publisher2 = new PeerPublisher(node2.transport(), log, 0, 8 * 1024);

    @BeforeEach
    void connect() {
        TcpNode.await(
                "a connection",
                () -> node1.transport().isConnected(2) && node2.transport().isConnected(1),
                node1,
                node2);
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[256]);
        for (int index = 1; index <= 16; index++) {
            log.append(index, 1, EntryType.COMMAND, payload, 0, 256);
        }
    }

    @AfterEach
    void close() {
        node1.close();
        node2.close();
    }

    @Test
    void shouldAllocateNothingWhenAppendsAndRepliesGoBackAndForth() throws Exception {
        final long bytes = Allocation.leastBytesPerRound(() -> {
            for (int i = 0; i < MESSAGES_PER_ROUND; i++) {
                publisher1.sendAppendRequest(2, 1, 0, 0, 1, 16, 0, i);
                while (handler2.isBehind(node1.count(NetworkCounter.MESSAGES_SENT))) {
                    node2.step();
                }
                publisher2.sendAppendReply(1, 1, false, 16, 0, 0, i);
                while (handler1.isBehind(node2.count(NetworkCounter.MESSAGES_SENT))) {
                    node1.step();
                }
            }
        });

        assertThat(bytes).isZero();
    }

    @Test
    void shouldAllocateNothingWhenSocketsFillUpAndDrain() throws Exception {
        final long bytes = Allocation.leastBytesPerRound(() -> {
            for (int i = 0; i < MESSAGES_PER_ROUND; i++) {
                if (publisher1.sendAppendRequest(2, 1, 0, 0, 1, 16, 0, i) < 0) {
                    node2.step();
                    node1.step();
                }
            }
        });

        assertThat(bytes).isZero();
        assertThat(node1.count(NetworkCounter.PARTIAL_WRITES)).isPositive();
        assertThat(node1.count(NetworkCounter.BACK_PRESSURED)).isPositive();
    }

    private static final class CountingHandler implements FrameHandler {
        private long count;

        boolean isBehind(final long sent) {
            return count < sent;
        }

        @Override
        public boolean onFrame(final int fromPeerId, final DirectBuffer buffer, final int offset, final int length) {
            count++;
            return true;
        }

        @Override
        public void onPeerConnected(final int peerId) {
            // Not asked for here.
        }

        @Override
        public void onPeerDisconnected(final int peerId) {
            // Not asked for here.
        }
    }
}
