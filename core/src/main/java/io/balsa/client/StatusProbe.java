package io.balsa.client;

import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.client.ClientRefusedDecoder;
import io.balsa.codec.sbe.client.ClientWelcomeDecoder;
import io.balsa.codec.sbe.client.MessageHeaderDecoder;
import io.balsa.codec.sbe.client.StatusReplyDecoder;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Asks one node about itself, over a connection of its own; works whether or not the cluster has a leader.
 *
 * <p>Threading: any; blocks.
 */
public final class StatusProbe {
    private static final Consumer<SelectionKey> NO_ACTION = key -> {};
    private static final int BUFFER_BYTES = 2 * ClientFrame.MAX_CONTROL_LENGTH;
    private static final long CORRELATION_ID = 1;

    private final MemberAddress address;
    private final long clusterId;
    private final NodeConnection connection;
    private final RequestEncoder encoder = new RequestEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private @Nullable StatusReport report;

    private StatusProbe(final MemberAddress address, final long clusterId, final Selector selector) {
        this.address = address;
        this.clusterId = clusterId;
        connection = new NodeConnection(selector, BUFFER_BYTES);
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
        final MemberAddress parsed = MemberAddress.parse(address);
        final long timeoutNs = Settings.nanosOfMillis("timeoutMs", timeout.toMillis());
        try (Selector selector = Selector.open()) {
            return new StatusProbe(parsed, clusterId, selector).ask(selector, timeoutNs);
        } catch (final IOException e) {
            throw new ClientException("node cannot be asked: address=" + address + ", reason=" + e.getMessage(), e);
        }
    }

    private StatusReport ask(final Selector selector, final long timeoutNs) throws IOException {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        try (connection) {
            connection.open(address.resolve());
            boolean greeted = false;
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
        }
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
            case ClientWelcomeDecoder.TEMPLATE_ID -> {}
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
                reply.commands(),
                reply.queries(),
                reply.elections(),
                reply.badPeerFrames(),
                reply.badClientFrames(),
                reply.connections(),
                reply.dataDirectory());
    }
}
