package io.balsa.client;

import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.client.ClientHelloDecoder;
import io.balsa.codec.sbe.client.MessageHeaderDecoder;
import io.balsa.codec.sbe.client.PingDecoder;
import io.balsa.codec.sbe.client.QueryDecoder;
import io.balsa.codec.sbe.client.RefusalReason;
import io.balsa.codec.sbe.client.SessionCloseDecoder;
import io.balsa.codec.sbe.client.SessionOpenDecoder;
import io.balsa.codec.sbe.client.StatusRequestDecoder;
import io.balsa.codec.sbe.client.TakeSnapshotDecoder;
import io.balsa.codec.sbe.entry.CommandEntryDecoder;
import io.balsa.codec.sbe.entry.SessionCloseEntryEncoder;
import io.balsa.codec.sbe.entry.SessionOpenEntryEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decides about each message of a client: onto the ingress ring, answered at once, or a fault.
 *
 * <p>Threading: the gateway's thread. Ownership: messages are borrowed.
 */
final class RequestDispatcher {
    /** What became of a message. */
    enum Verdict {
        /** Done with. */
        TAKEN,
        /** The ingress ring is full: offer the same message again later. */
        BLOCKED,
        /** Makes no sense: close the connection. */
        BAD
    }

    private static final long ANY_CLUSTER = 0;
    private static final UnsafeBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private final GatewayConfig config;
    private final IngressRing ingress;
    private final StatusSource statusSource;
    private final Leadership leadership;
    private final SessionRoutes routes;
    private final ReplyWriter writer;
    private final GatewayCounters counters;
    private final RefusalLog refusalLog;

    /** Reads the headers of both schemas: they are laid out alike. */
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    private final ClientHelloDecoder hello = new ClientHelloDecoder();
    private final SessionOpenDecoder sessionOpen = new SessionOpenDecoder();
    private final SessionCloseDecoder sessionClose = new SessionCloseDecoder();
    private final CommandEntryDecoder command = new CommandEntryDecoder();
    private final QueryDecoder query = new QueryDecoder();
    private final StatusRequestDecoder statusRequest = new StatusRequestDecoder();
    private final TakeSnapshotDecoder takeSnapshot = new TakeSnapshotDecoder();
    private final PingDecoder ping = new PingDecoder();

    private final io.balsa.codec.sbe.entry.MessageHeaderEncoder entryHeader =
            new io.balsa.codec.sbe.entry.MessageHeaderEncoder();
    private final SessionOpenEntryEncoder sessionOpenEntry = new SessionOpenEntryEncoder();
    private final SessionCloseEntryEncoder sessionCloseEntry = new SessionCloseEntryEncoder();
    private final UnsafeBuffer entry = new UnsafeBuffer(
            new byte
                    [io.balsa.codec.sbe.entry.MessageHeaderEncoder.ENCODED_LENGTH
                            + SessionOpenEntryEncoder.BLOCK_LENGTH]);

    RequestDispatcher(
            final GatewayConfig config,
            final IngressRing ingress,
            final StatusSource statusSource,
            final Leadership leadership,
            final SessionRoutes routes,
            final ReplyWriter writer,
            final GatewayCounters counters,
            final RefusalLog refusalLog) {
        this.config = config;
        this.ingress = ingress;
        this.statusSource = statusSource;
        this.leadership = leadership;
        this.routes = routes;
        this.writer = writer;
        this.counters = counters;
        this.refusalLog = refusalLog;
    }

    /**
     * Handles a whole, undamaged frame.
     *
     * @param frameLength at least {@link ClientFrame#MIN_LENGTH}
     */
    Verdict onFrame(
            final GatewayConnection connection,
            final DirectBuffer buffer,
            final int frameOffset,
            final int frameLength) {
        final int offset = frameOffset + WireFrame.HEADER_LENGTH;
        final int length = frameLength - WireFrame.HEADER_LENGTH;
        header.wrap(buffer, offset);
        if (length < MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength()) {
            return Verdict.BAD;
        }
        if (connection.state() == GatewayConnection.State.GREETING) {
            return isHello() ? onHello(connection, buffer, offset) : Verdict.BAD;
        }
        if (header.schemaId() == CommandEntryDecoder.SCHEMA_ID) {
            return isCommand() ? onCommand(connection, buffer, offset, length) : Verdict.BAD;
        }
        return isRequest() ? onRequest(connection, buffer, offset, length) : Verdict.BAD;
    }

    /** The version is judged later, with an answer: a client of another one shall learn why it is refused. */
    private boolean isHello() {
        return header.schemaId() == ClientHelloDecoder.SCHEMA_ID
                && header.templateId() == ClientHelloDecoder.TEMPLATE_ID
                && header.blockLength() == ClientHelloDecoder.BLOCK_LENGTH;
    }

    private boolean isCommand() {
        return header.templateId() == CommandEntryDecoder.TEMPLATE_ID
                && header.version() == CommandEntryDecoder.SCHEMA_VERSION
                && header.blockLength() == CommandEntryDecoder.BLOCK_LENGTH;
    }

    private boolean isRequest() {
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && header.version() == MessageHeaderDecoder.SCHEMA_VERSION
                && header.blockLength() == blockLengthOf(header.templateId());
    }

    /** Returns -1, which no block length equals, for what a client does not send. */
    private static int blockLengthOf(final int templateId) {
        return switch (templateId) {
            case QueryDecoder.TEMPLATE_ID -> QueryDecoder.BLOCK_LENGTH;
            case SessionOpenDecoder.TEMPLATE_ID -> SessionOpenDecoder.BLOCK_LENGTH;
            case SessionCloseDecoder.TEMPLATE_ID -> SessionCloseDecoder.BLOCK_LENGTH;
            case StatusRequestDecoder.TEMPLATE_ID -> StatusRequestDecoder.BLOCK_LENGTH;
            case TakeSnapshotDecoder.TEMPLATE_ID -> TakeSnapshotDecoder.BLOCK_LENGTH;
            case PingDecoder.TEMPLATE_ID -> PingDecoder.BLOCK_LENGTH;
            default -> -1;
        };
    }

    private Verdict onRequest(
            final GatewayConnection connection, final DirectBuffer buffer, final int offset, final int length) {
        final int blockOffset = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        return switch (header.templateId()) {
            case QueryDecoder.TEMPLATE_ID -> onQuery(connection, buffer, offset, length);
            case SessionOpenDecoder.TEMPLATE_ID -> onSessionOpen(connection, buffer, blockOffset);
            case SessionCloseDecoder.TEMPLATE_ID -> onSessionClose(connection, buffer, blockOffset);
            case StatusRequestDecoder.TEMPLATE_ID -> onStatusRequest(connection, buffer, blockOffset);
            case TakeSnapshotDecoder.TEMPLATE_ID -> onTakeSnapshot(connection, buffer, blockOffset);
            case PingDecoder.TEMPLATE_ID -> onPing(connection, buffer, blockOffset);
            default -> Verdict.BAD;
        };
    }

    private Verdict onHello(final GatewayConnection connection, final DirectBuffer buffer, final int offset) {
        final int clientVersion = header.version();
        hello.wrap(
                buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, ClientHelloDecoder.BLOCK_LENGTH, clientVersion);
        final long clusterId = hello.clusterId();
        if (clientVersion != MessageHeaderDecoder.SCHEMA_VERSION) {
            return refuse(
                    connection,
                    RefusalReason.VERSION_MISMATCH,
                    "client protocol version not supported: client=" + clientVersion + ", node="
                            + MessageHeaderDecoder.SCHEMA_VERSION + "; use a client of the node's release");
        }
        if (clusterId != ANY_CLUSTER && clusterId != config.clusterId()) {
            return refuse(
                    connection,
                    RefusalReason.CLUSTER_MISMATCH,
                    "client of another cluster: client's clusterId=" + clusterId + ", node's clusterId="
                            + config.clusterId() + ", nodeId=" + config.nodeId()
                            + "; check the addresses and the cluster id of the client");
        }
        if (connection.isOverLimit()) {
            return refuse(
                    connection,
                    RefusalReason.TOO_MANY_CONNECTIONS,
                    "too many client connections: limit=" + config.maxConnections() + ", nodeId=" + config.nodeId()
                            + "; close some or raise the limit");
        }
        connection.welcome(leadership.version());
        writer.welcome(connection, leadership.leaderId());
        return Verdict.TAKEN;
    }

    /** Tells a client the limit, since the rest of its frame cannot be taken, and ends the connection. */
    void refuseOversized(final GatewayConnection connection) {
        refuse(
                connection,
                RefusalReason.FRAME_TOO_LARGE,
                "frame too large: limit of a command=" + config.maxCommandBytes() + ", limit of the frame="
                        + config.connectionBufferBytes() + ", nodeId=" + config.nodeId() + "; send less at a time");
    }

    private Verdict refuse(final GatewayConnection connection, final RefusalReason reason, final String text) {
        counters.onRefused();
        refusalLog.onRefused(text);
        writer.refused(connection, reason, text);
        connection.refuse();
        return Verdict.TAKEN;
    }

    private Verdict onCommand(
            final GatewayConnection connection, final DirectBuffer buffer, final int offset, final int length) {
        command.wrap(
                buffer,
                offset + MessageHeaderDecoder.ENCODED_LENGTH,
                CommandEntryDecoder.BLOCK_LENGTH,
                CommandEntryDecoder.SCHEMA_VERSION);
        final long sessionId = command.sessionId();
        final long sequence = command.sequence();
        if (sessionId < 1 || sequence < 1) {
            return Verdict.BAD;
        }
        final int commandBytes = length - CommandFrame.ENTRY_HEAD_LENGTH;
        if (commandBytes > config.maxCommandBytes()) {
            final UnsafeBuffer text = tooLarge("command", commandBytes);
            final int status = ResponseStatus.TOO_LARGE.code();
            writer.commandReply(connection, sessionId, sequence, status, text, 0, text.capacity());
            return Verdict.TAKEN;
        }
        if (!leadership.covers(connection)) {
            writer.commandReply(connection, sessionId, sequence, ResponseStatus.NOT_LEADER.code(), NOTHING, 0, 0);
            return Verdict.TAKEN;
        }
        routes.attach(connection, sessionId);
        if (!ingress.offerCommand(connection.id(), buffer, offset, length)) {
            return Verdict.BLOCKED;
        }
        counters.onCommand();
        return Verdict.TAKEN;
    }

    private Verdict onQuery(
            final GatewayConnection connection, final DirectBuffer buffer, final int offset, final int length) {
        final int headLength = MessageHeaderDecoder.ENCODED_LENGTH + QueryDecoder.BLOCK_LENGTH;
        query.wrap(
                buffer,
                offset + MessageHeaderDecoder.ENCODED_LENGTH,
                QueryDecoder.BLOCK_LENGTH,
                QueryDecoder.SCHEMA_VERSION);
        final long correlationId = query.correlationId();
        final int queryBytes = length - headLength;
        if (queryBytes > config.maxCommandBytes()) {
            final UnsafeBuffer text = tooLarge("query", queryBytes);
            writer.reply(connection, correlationId, ResponseStatus.TOO_LARGE.code(), text, 0, text.capacity());
            return Verdict.TAKEN;
        }
        if (!leadership.covers(connection)) {
            return notLeader(connection, correlationId);
        }
        if (!ingress.offerQuery(connection.id(), correlationId, buffer, offset + headLength, queryBytes)) {
            return Verdict.BLOCKED;
        }
        counters.onQuery();
        return Verdict.TAKEN;
    }

    private Verdict onSessionOpen(final GatewayConnection connection, final DirectBuffer buffer, final int offset) {
        sessionOpen.wrap(buffer, offset, SessionOpenDecoder.BLOCK_LENGTH, SessionOpenDecoder.SCHEMA_VERSION);
        final long correlationId = sessionOpen.correlationId();
        if (!leadership.covers(connection)) {
            return notLeader(connection, correlationId);
        }
        sessionOpenEntry
                .wrapAndApplyHeader(entry, 0, entryHeader)
                .gatewayId(config.gatewayId())
                .connectionId(connection.id())
                .correlationId(correlationId)
                .window(config.sessionWindow())
                .maxSessions(config.maxSessions());
        return ingress.offerSessionOpen(connection.id(), correlationId, entry, 0, sessionOpenEntry.limit())
                ? Verdict.TAKEN
                : Verdict.BLOCKED;
    }

    private Verdict onSessionClose(final GatewayConnection connection, final DirectBuffer buffer, final int offset) {
        sessionClose.wrap(buffer, offset, SessionCloseDecoder.BLOCK_LENGTH, SessionCloseDecoder.SCHEMA_VERSION);
        final long correlationId = sessionClose.correlationId();
        if (!leadership.covers(connection)) {
            return notLeader(connection, correlationId);
        }
        sessionCloseEntry.wrapAndApplyHeader(entry, 0, entryHeader).sessionId(sessionClose.sessionId());
        return ingress.offerSessionClose(connection.id(), correlationId, entry, 0, sessionCloseEntry.limit())
                ? Verdict.TAKEN
                : Verdict.BLOCKED;
    }

    private Verdict onStatusRequest(final GatewayConnection connection, final DirectBuffer buffer, final int offset) {
        statusRequest.wrap(buffer, offset, StatusRequestDecoder.BLOCK_LENGTH, StatusRequestDecoder.SCHEMA_VERSION);
        writer.status(connection, statusRequest.correlationId(), statusSource);
        return Verdict.TAKEN;
    }

    private Verdict onTakeSnapshot(final GatewayConnection connection, final DirectBuffer buffer, final int offset) {
        takeSnapshot.wrap(buffer, offset, TakeSnapshotDecoder.BLOCK_LENGTH, TakeSnapshotDecoder.SCHEMA_VERSION);
        final long correlationId = takeSnapshot.correlationId();
        if (!leadership.covers(connection)) {
            return notLeader(connection, correlationId);
        }
        return ingress.offerTakeSnapshot(connection.id(), correlationId) ? Verdict.TAKEN : Verdict.BLOCKED;
    }

    private Verdict onPing(final GatewayConnection connection, final DirectBuffer buffer, final int offset) {
        ping.wrap(buffer, offset, PingDecoder.BLOCK_LENGTH, PingDecoder.SCHEMA_VERSION);
        writer.pong(connection, ping.nonce());
        return Verdict.TAKEN;
    }

    private Verdict notLeader(final GatewayConnection connection, final long correlationId) {
        writer.reply(connection, correlationId, ResponseStatus.NOT_LEADER.code(), NOTHING, 0, 0);
        return Verdict.TAKEN;
    }

    private UnsafeBuffer tooLarge(final String what, final int length) {
        final String text = what + " too large: length=" + length + ", limit=" + config.maxCommandBytes();
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
