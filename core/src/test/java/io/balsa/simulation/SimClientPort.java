package io.balsa.simulation;

import io.balsa.client.ClientPort;
import io.balsa.client.EgressHandler;
import io.balsa.client.EgressRing;
import io.balsa.client.GatewayCounters;
import io.balsa.client.IngressRing;
import io.balsa.client.ResponseStatus;
import io.balsa.codec.sbe.entry.CommandEntryEncoder;
import io.balsa.codec.sbe.entry.MessageHeaderEncoder;
import io.balsa.codec.sbe.entry.SessionOpenEntryEncoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where simulated clients reach one process of a node: what a gateway does, without sockets.
 *
 * <p>Threading: one thread.
 */
final class SimClientPort implements ClientPort, EgressHandler {
    private static final int EGRESS_BATCH = 64;
    private static final int WINDOW = 16;
    private static final int MAX_SESSIONS = 32;
    private static final int MAX_COMMAND_BYTES = 256;

    private final ClientNetwork network;
    private final int nodeId;
    private final long gatewayId;
    private final IngressRing ingress;
    private final EgressRing egress;
    private final Runnable wakeUp;
    private final GatewayCounters counters = new GatewayCounters();
    private final Long2ObjectHashMap<ClientLink> links = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<ClientLink> linkOfSession = new Long2ObjectHashMap<>();
    private final UnsafeBuffer entry = new UnsafeBuffer(new byte[MAX_COMMAND_BYTES]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CommandEntryEncoder command = new CommandEntryEncoder();
    private final SessionOpenEntryEncoder sessionOpen = new SessionOpenEntryEncoder();
    private long nextLinkId = 1;
    private int leaderId;
    private boolean leads;
    private long leadershipVersion;
    private boolean closed;

    SimClientPort(
            final ClientNetwork network,
            final int nodeId,
            final long gatewayId,
            final IngressRing ingress,
            final EgressRing egress,
            final Runnable wakeUp) {
        this.network = network;
        this.nodeId = nodeId;
        this.gatewayId = gatewayId;
        this.ingress = ingress;
        this.egress = egress;
        this.wakeUp = wakeUp;
    }

    int nodeId() {
        return nodeId;
    }

    /** Tells whether the process still takes requests. */
    boolean isOpen() {
        return !closed;
    }

    /** A client connects. */
    ClientLink connect(final SimClient client) {
        final ClientLink link = new ClientLink(client, this, nextLinkId++, leadershipVersion);
        links.put(link.id(), link);
        return link;
    }

    /** A client leaves. */
    void disconnect(final ClientLink link) {
        links.remove(link.id());
        linkOfSession.values().removeIf(other -> other == link);
    }

    /** A client asks for a session. */
    void openSession(final ClientLink link, final long correlationId) {
        if (!covers(link)) {
            network.notLeader(link, leaderId);
            return;
        }
        sessionOpen
                .wrapAndApplyHeader(entry, 0, header)
                .gatewayId(gatewayId)
                .connectionId(link.id())
                .correlationId(correlationId)
                .window(WINDOW)
                .maxSessions(MAX_SESSIONS)
                .maxReplyBytes(0);
        ingress.offerSessionOpen(link.id(), correlationId, entry, 0, sessionOpen.limit());
        wakeUp.run();
    }

    /** A client sends a command, for the first time or again. */
    void command(
            final ClientLink link,
            final long sessionId,
            final Operation operation,
            final long sequence,
            final long acked) {
        if (!covers(link)) {
            network.notLeader(link, leaderId);
            return;
        }
        linkOfSession.put(sessionId, link);
        command.wrapAndApplyHeader(entry, 0, header)
                .sessionId(sessionId)
                .sequence(sequence)
                .ackedSequence(acked);
        final int length = RegisterCommand.LENGTH + (int) (operation.id() % 5) * 16;
        entry.setMemory(command.limit(), length, (byte) 0);
        RegisterCommand.encode(
                entry,
                command.limit(),
                operation.id(),
                operation.register(),
                operation.kind() == Operation.Kind.SWAP,
                operation.expected());
        ingress.offerCommand(link.id(), entry, 0, command.limit() + length);
        wakeUp.run();
    }

    /** A client reads a register. */
    void query(final ClientLink link, final Operation operation) {
        if (!covers(link)) {
            network.notLeader(link, leaderId);
            return;
        }
        entry.putInt(0, operation.register(), ByteOrder.LITTLE_ENDIAN);
        ingress.offerQuery(link.id(), operation.id(), entry, 0, Integer.BYTES);
        wakeUp.run();
    }

    /** Somebody wants a snapshot; nobody waits for it. */
    void takeSnapshot() {
        ingress.offerTakeSnapshot(0, 0);
        wakeUp.run();
    }

    private boolean covers(final ClientLink link) {
        return leads && link.leadershipVersion() == leadershipVersion;
    }

    @Override
    public int doWork(final long nowNs) {
        return egress.poll(this, EGRESS_BATCH);
    }

    @Override
    public void onCommandReply(
            final long sessionId,
            final long sequence,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final ClientLink link = linkOfSession.get(sessionId);
        if (link != null) {
            network.commandReply(link, sessionId, sequence, ResponseStatus.of(status), value(buffer, offset, length));
        }
    }

    @Override
    public void onCommandRefusal(final long connectionId, final long sessionId, final long sequence, final int status) {
        final ClientLink link = links.get(connectionId);
        if (link != null) {
            network.notLeader(link, leaderId);
        }
    }

    @Override
    public void onSessionOpened(
            final long openedBy,
            final long connectionId,
            final long correlationId,
            final long sessionId,
            final int window) {
        final ClientLink link = openedBy == gatewayId ? links.get(connectionId) : null;
        if (link != null) {
            network.sessionOpened(link, correlationId, sessionId);
        }
    }

    @Override
    public void onReply(
            final long connectionId,
            final long correlationId,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final ClientLink link = links.get(connectionId);
        if (link == null) {
            return;
        }
        if (ResponseStatus.of(status) == ResponseStatus.OK) {
            network.queryReply(link, correlationId, value(buffer, offset, length));
        } else {
            network.notLeader(link, leaderId);
        }
    }

    private static long value(final DirectBuffer buffer, final int offset, final int length) {
        return length == Long.BYTES ? buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN) : 0;
    }

    @Override
    public void onLeaderChanged(final int newLeaderId, final boolean self) {
        leaderId = newLeaderId;
        leads = self;
        leadershipVersion++;
    }

    @Override
    public GatewayCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        closed = true;
    }
}
