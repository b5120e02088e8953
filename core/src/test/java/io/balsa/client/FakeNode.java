package io.balsa.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.balsa.codec.sbe.client.NodeRole;
import io.balsa.codec.sbe.client.StatusReplyEncoder;
import io.balsa.codec.sbe.client.SyncMode;
import io.balsa.codec.sbe.entry.CommandEntryDecoder;
import io.balsa.codec.sbe.entry.MessageHeaderDecoder;
import io.balsa.codec.sbe.entry.SessionCloseEntryDecoder;
import io.balsa.codec.sbe.entry.SessionOpenEntryDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A node of a {@link FakeCluster}: a real gateway, and a handler in place of consensus and state machine. */
final class FakeNode implements IngressHandler, AutoCloseable {
    static final int MAX_COMMAND_BYTES = 4096;
    static final int RING_BYTES = 64 * 1024;
    private static final UnsafeBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private final FakeCluster cluster;
    private final int id;
    private final Selector selector;
    private final IngressRing ingress = new IngressRing(RING_BYTES);
    private final EgressRing egress = new EgressRing(RING_BYTES);
    private final ClientGateway gateway;
    private final CommandEntryDecoder commandEntry = new CommandEntryDecoder();
    private final SessionOpenEntryDecoder sessionOpen = new SessionOpenEntryDecoder();
    private final SessionCloseEntryDecoder sessionClose = new SessionCloseEntryDecoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    /** What the handler was given, as "session/sequence command". */
    final List<String> received = new ArrayList<>();

    /** A paused node does nothing, like a process stopped by a signal. */
    boolean paused;
    /** Leaves requests on the ring. */
    boolean busy;
    /** Applies commands without a word to the client. */
    boolean mute;
    /** Takes commands and forgets them, as a leader does whose entries are overwritten by the next. */
    boolean forgetful;

    /** Snapshots that were asked for. */
    int snapshotRequests;

    /** Status of answers to commands that were applied. */
    ResponseStatus commandStatus = ResponseStatus.OK;
    /** The acknowledgement in the last command received. */
    long lastAckedSequence = -1;

    FakeNode(final FakeCluster cluster, final int id, final Map<Integer, String> addresses) {
        this(cluster, id, config(id, addresses).build());
    }

    FakeNode(final FakeCluster cluster, final int id, final GatewayConfig config) {
        this.cluster = cluster;
        this.id = id;
        try {
            selector = Selector.open();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        gateway = new ClientGateway(selector, config, ingress, egress, this::fillStatus);
    }

    static GatewayConfig.Builder config(final int id, final Map<Integer, String> addresses) {
        final MemberAddress address = MemberAddress.parse(addresses.getOrDefault(id, ""));
        final GatewayConfig.Builder builder = GatewayConfig.builder(
                        new InetSocketAddress("127.0.0.1", address.port()), FakeCluster.CLUSTER_ID, id, 1000L + id)
                .maxCommandBytes(MAX_COMMAND_BYTES)
                .maxResponseBytes(MAX_COMMAND_BYTES)
                .connectionBufferBytes(32 * 1024)
                .sessionWindow(256);
        addresses.forEach(builder::clientAddress);
        return builder;
    }

    ClientGateway gateway() {
        return gateway;
    }

    EgressRing egress() {
        return egress;
    }

    void tellLeader(final int leaderId) {
        egress.leaderChanged(leaderId, leaderId == id);
    }

    void step() {
        step(System.nanoTime());
    }

    void step(final long nowNs) {
        if (paused) {
            return;
        }
        try {
            selector.selectNow(FakeNode::callAttachment);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        gateway.doWork(nowNs);
        ingress.poll(this, 1024);
    }

    @SuppressWarnings("unchecked")
    private static void callAttachment(final SelectionKey key) {
        ((Consumer<SelectionKey>) key.attachment()).accept(key);
    }

    @Override
    public boolean onCommand(
            final long connectionId,
            final long sessionId,
            final long sequence,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (busy) {
            return false;
        }
        if (cluster.leaderId != id) {
            return egress.offerCommandRefusal(connectionId, sessionId, sequence, ResponseStatus.NOT_LEADER.code());
        }
        commandEntry.wrapAndApplyHeader(buffer, offset, header);
        lastAckedSequence = commandEntry.ackedSequence();
        final byte[] command = new byte[length - CommandFrame.ENTRY_HEAD_LENGTH];
        buffer.getBytes(offset + CommandFrame.ENTRY_HEAD_LENGTH, command);
        final String text = new String(command, UTF_8);
        received.add(sessionId + "/" + sequence + " " + text);
        if (forgetful) {
            return true;
        }
        final String reply = cluster.apply(sessionId, sequence, text);
        if (mute) {
            return true;
        }
        final UnsafeBuffer body = reply == null ? NOTHING : new UnsafeBuffer(FakeCluster.bytes(reply));
        final ResponseStatus status = reply == null ? ResponseStatus.SESSION_UNKNOWN : commandStatus;
        return egress.offerCommandReply(sessionId, sequence, status.code(), body, 0, body.capacity());
    }

    @Override
    public boolean onSessionOpen(
            final long connectionId,
            final long correlationId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (busy) {
            return false;
        }
        if (cluster.leaderId != id) {
            return refuse(connectionId, correlationId);
        }
        sessionOpen.wrapAndApplyHeader(buffer, offset, header);
        return egress.offerSessionOpened(
                sessionOpen.gatewayId(),
                sessionOpen.connectionId(),
                sessionOpen.correlationId(),
                cluster.openSession(),
                sessionOpen.window());
    }

    @Override
    public boolean onSessionClose(
            final long connectionId,
            final long correlationId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        sessionClose.wrapAndApplyHeader(buffer, offset, header);
        cluster.sessions.remove(sessionClose.sessionId());
        return egress.offerReply(connectionId, correlationId, ResponseStatus.OK.code(), NOTHING, 0, 0);
    }

    @Override
    public boolean onQuery(
            final long connectionId,
            final long correlationId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (busy) {
            return false;
        }
        if (cluster.leaderId != id) {
            return refuse(connectionId, correlationId);
        }
        if (mute) {
            return true;
        }
        final byte[] query = new byte[length];
        buffer.getBytes(offset, query);
        final UnsafeBuffer body = new UnsafeBuffer(
                FakeCluster.bytes("answer to " + new String(query, UTF_8) + " after " + cluster.applied.size()));
        return egress.offerReply(connectionId, correlationId, ResponseStatus.OK.code(), body, 0, body.capacity());
    }

    @Override
    public boolean onTakeSnapshot(final long connectionId, final long correlationId) {
        if (busy) {
            return false;
        }
        if (cluster.leaderId != id) {
            return refuse(connectionId, correlationId);
        }
        snapshotRequests++;
        final UnsafeBuffer body = new UnsafeBuffer(new byte[Long.BYTES]);
        body.putLong(0, cluster.lastIndex, ByteOrder.LITTLE_ENDIAN);
        return mute || egress.offerReply(connectionId, correlationId, ResponseStatus.OK.code(), body, 0, Long.BYTES);
    }

    private boolean refuse(final long connectionId, final long correlationId) {
        return egress.offerReply(connectionId, correlationId, ResponseStatus.NOT_LEADER.code(), NOTHING, 0, 0);
    }

    private void fillStatus(final StatusReplyEncoder reply) {
        reply.leaderId(cluster.leaderId)
                .term(3)
                .firstIndex(1)
                .lastIndex(cluster.lastIndex)
                .commitIndex(cluster.lastIndex)
                .appliedIndex(cluster.lastIndex)
                .snapshotIndex(cluster.lastIndex)
                .processId(4711)
                .uptimeMs(5)
                .cpuNs(6)
                .allocatedBytes(7)
                .gcCount(8)
                .syncs(9)
                .slowSyncs(2)
                .slowSyncNs(3)
                .commands(cluster.applied.size())
                .queries(10)
                .elections(11)
                .badPeerFrames(12)
                .badClientFrames(gateway.counters().badFrames())
                .connections((int) gateway.counters().connections())
                .role(cluster.leaderId == id ? NodeRole.LEADER : NodeRole.FOLLOWER)
                .syncMode(SyncMode.EVERY_BATCH)
                .dataDirectory("/data/" + id);
    }

    @Override
    public void close() {
        gateway.close();
        CloseHelper.quietClose(selector);
    }
}
