package io.balsa.client;

import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.client.ClientRefusedDecoder;
import io.balsa.codec.sbe.client.ClientWelcomeDecoder;
import io.balsa.codec.sbe.client.LeaderChangeDecoder;
import io.balsa.codec.sbe.client.MessageHeaderDecoder;
import io.balsa.codec.sbe.client.StatusReplyDecoder;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Asks one node about itself, over a connection of its own; works whether or not the cluster has a leader.
 *
 * <p>{@link #ask(String, long, Duration)} asks once. Who asks again and again keeps a probe, and with it the connection, which spares
 * the node the work of taking a new one each time.
 *
 * <p>Threading: one thread at a time; blocks.
 */
public final class StatusProbe implements AutoCloseable {
    private static final Consumer<SelectionKey> NO_ACTION = key -> {};
    private static final int BUFFER_BYTES = 2 * ClientFrame.MAX_CONTROL_LENGTH;
    private static final long CORRELATION_ID = 1;

    private final MemberAddress address;
    private final long clusterId;
    private final Selector selector;
    private final NodeConnection connection;
    private final RequestEncoder encoder = new RequestEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private boolean greeted;
    private @Nullable StatusReport report;

    private StatusProbe(final MemberAddress address, final long clusterId, final Selector selector) {
        this.address = address;
        this.clusterId = clusterId;
        this.selector = selector;
        connection = new NodeConnection(selector, BUFFER_BYTES);
    }

    /**
     * Makes a probe, which connects when it is asked.
     *
     * @param address of the node's client port, {@code host:port}
     * @param clusterId the cluster it must belong to, 0 for any
     * @throws IllegalArgumentException when the address is not one
     * @throws ClientException when the system has no selector to spare
     */
    public static StatusProbe of(final String address, final long clusterId) {
        final MemberAddress parsed = MemberAddress.parse(address);
        try {
            return new StatusProbe(parsed, clusterId, Selector.open());
        } catch (final IOException e) {
            throw new ClientException("node cannot be asked: address=" + address + ", reason=" + e.getMessage(), e);
        }
    }

    /**
     * Connects, asks and disconnects.
     *
     * @param address of the node's client port, {@code host:port}
     * @param clusterId the cluster it must belong to, 0 for any
     * @param timeout for all of it, 1 ms to 1 day
     * @throws ConnectionRefusedException when the node belongs to another cluster or serves too many clients
     * @throws ClientException when the node does not answer in time
     */
    public static StatusReport ask(final String address, final long clusterId, final Duration timeout) {
        try (StatusProbe probe = of(address, clusterId)) {
            return probe.ask(timeout);
        }
    }

    /**
     * Asks, and connects first if need be. A connection that broke since the last time is made anew.
     *
     * @param timeout 1 ms to 1 day
     * @throws ConnectionRefusedException when the node belongs to another cluster or serves too many clients
     * @throws ClientException when the node does not answer in time
     */
    public StatusReport ask(final Duration timeout) {
        final long timeoutNs = Settings.nanosOfMillis("timeoutMs", timeout.toMillis());
        final boolean kept = greeted;
        try {
            return askOnce(timeoutNs);
        } catch (final IOException e) {
            if (kept) {
                // The node closes connections that are idle, and is another process after a restart.
                return ask(timeout);
            }
            throw new ClientException("node cannot be asked: address=" + address + ", reason=" + e.getMessage(), e);
        }
    }

    private StatusReport askOnce(final long timeoutNs) throws IOException {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        report = null;
        try {
            if (greeted) {
                encoder.statusRequest(connection.sendBuffer(), CORRELATION_ID);
                connection.flush();
            } else {
                connection.open(address.resolve());
            }
            while (report == null) {
                final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
                if (leftMs <= 0) {
                    throw new IOException("no answer within " + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms");
                }
                connection.updateInterest();
                selector.select(NO_ACTION, leftMs);
                if (!greeted && connection.finishConnect()) {
                    greeted = true;
                    encoder.hello(connection.sendBuffer(), clusterId);
                    encoder.statusRequest(connection.sendBuffer(), CORRELATION_ID);
                }
                if (greeted) {
                    connection.flush();
                    receive();
                }
            }
            return report;
        } finally {
            if (report == null) {
                disconnect();
            }
        }
    }

    /** An answer that comes late must not be taken for that to the next question. */
    private void disconnect() {
        greeted = false;
        connection.close();
    }

    /** Disconnects. */
    @Override
    public void close() {
        disconnect();
        CloseHelper.quietClose(selector);
    }

    private void receive() throws IOException {
        if (connection.receive() < 0) {
            throw new IOException("closed by the node");
        }
        final ReceiveBuffer received = connection.receiveBuffer();
        int length = received.next();
        while (length > 0) {
            onFrame(received.buffer(), received.offset());
            received.consume(length);
            length = received.next();
        }
        if (length != ReceiveBuffer.INCOMPLETE) {
            throw new IOException("damaged frame");
        }
    }

    private void onFrame(final DirectBuffer buffer, final int frameOffset) throws IOException {
        header.wrap(buffer, frameOffset + WireFrame.HEADER_LENGTH);
        final int offset = frameOffset + ClientFrame.HEAD_LENGTH;
        switch (header.templateId()) {
            case ClientRefusedDecoder.TEMPLATE_ID ->
                throw new ConnectionRefusedException("refused by " + address + ": "
                        + new ClientRefusedDecoder()
                                .wrap(buffer, offset, header.blockLength(), header.version())
                                .reasonText());
            case StatusReplyDecoder.TEMPLATE_ID ->
                report = decode(new StatusReplyDecoder().wrap(buffer, offset, header.blockLength(), header.version()));
            case ClientWelcomeDecoder.TEMPLATE_ID, LeaderChangeDecoder.TEMPLATE_ID -> {}
            default -> throw new IOException("unexpected message: templateId=" + header.templateId());
        }
    }

    private static StatusReport decode(final StatusReplyDecoder reply) {
        return new StatusReport(
                reply.clusterId(),
                reply.nodeId(),
                reply.role(),
                reply.term(),
                reply.leaderId(),
                reply.firstIndex(),
                reply.lastIndex(),
                reply.commitIndex(),
                reply.appliedIndex(),
                reply.snapshotIndex(),
                reply.syncMode(),
                reply.processId(),
                reply.uptimeMs(),
                reply.cpuNs(),
                reply.allocatedBytes(),
                reply.gcCount(),
                reply.syncs(),
                reply.slowSyncs(),
                reply.slowSyncNs(),
                reply.commands(),
                reply.queries(),
                reply.elections(),
                reply.badPeerFrames(),
                reply.badClientFrames(),
                reply.connections(),
                reply.dataDirectory());
    }
}
