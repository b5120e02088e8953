package io.balsa.client;

import io.balsa.codec.sbe.client.MessageHeaderDecoder;
import io.balsa.codec.sbe.client.ReplyDecoder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the leader, whichever node it is, for a snapshot of whatever was acknowledged before. Asked again when the leader changes: a
 * snapshot more does no harm.
 *
 * <p>Threading: any; blocks.
 */
public final class SnapshotRequest {
    private static final Consumer<SelectionKey> NO_ACTION = key -> {};
    private static final long CORRELATION_ID = 1;

    private final LeaderConnection leader;
    private final RequestEncoder encoder = new RequestEncoder();
    private final ReplyDecoder reply = new ReplyDecoder();
    private @Nullable SnapshotPromise promise;
    private long nowNs = System.nanoTime();

    private SnapshotRequest(final ClientConfig config, final Selector selector) {
        leader = new LeaderConnection(config, selector, new Events(), nowNs);
    }

    /**
     * Finds the leader, asks and disconnects; does not wait for the snapshot.
     *
     * @throws NoLeaderException when no leader answered within the request timeout
     * @throws ConnectionRefusedException when a node will not serve this client, for example because it belongs to another cluster
     */
    public static SnapshotPromise send(final ClientConfig config) {
        try (Selector selector = Selector.open()) {
            return new SnapshotRequest(config, selector).await(config, selector);
        } catch (final IOException e) {
            throw new ClientException("leader cannot be asked for a snapshot: " + e.getMessage(), e);
        }
    }

    private SnapshotPromise await(final ClientConfig config, final Selector selector) throws IOException {
        final long deadlineNs = nowNs + config.requestTimeoutNs();
        try (leader) {
            while (promise == null) {
                if (nowNs - deadlineNs >= 0) {
                    throw new NoLeaderException("no leader took the request for a snapshot: timeoutMs="
                            + TimeUnit.NANOSECONDS.toMillis(config.requestTimeoutNs()) + ", members="
                            + config.members() + ", last problem=" + leader.lastProblem()
                            + "; check that a majority of the nodes runs and that the addresses are right");
                }
                leader.poll(nowNs);
                leader.flush(nowNs);
                if (promise == null) {
                    leader.updateInterest();
                    final long waitNs = Math.min(deadlineNs, leader.nextDeadlineNs()) - nowNs;
                    selector.select(NO_ACTION, Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNs)));
                }
                nowNs = System.nanoTime();
            }
            return promise;
        }
    }

    private boolean onReply(
            final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset, final int length) {
        reply.wrap(buffer, offset, header.blockLength(), header.version());
        if (reply.status() != ResponseStatus.OK.code()) {
            leader.onNotLeader(nowNs);
            return true;
        }
        if (length - header.blockLength() != Long.BYTES) {
            return false;
        }
        final long index = buffer.getLong(offset + header.blockLength(), ByteOrder.LITTLE_ENDIAN);
        promise = new SnapshotPromise(leader.address(), leader.nodeId(), index);
        return true;
    }

    /** What the connection tells. */
    private final class Events implements LeaderConnection.Listener {
        @Override
        public void onLeaderFound() {
            encoder.takeSnapshot(leader.sendBuffer(), CORRELATION_ID);
        }

        @Override
        public void onLeaderLost() {
            // The next one found is asked.
        }

        @Override
        public boolean onMessage(
                final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset, final int length) {
            return header.templateId() == ReplyDecoder.TEMPLATE_ID && onReply(header, buffer, offset, length);
        }
    }
}
