package io.balsa.client;

import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.client.ClientHelloEncoder;
import io.balsa.codec.sbe.client.MessageHeaderEncoder;
import io.balsa.codec.sbe.client.PingEncoder;
import io.balsa.codec.sbe.client.QueryEncoder;
import io.balsa.codec.sbe.client.SessionCloseEncoder;
import io.balsa.codec.sbe.client.SessionOpenEncoder;
import io.balsa.codec.sbe.client.StatusRequestEncoder;
import io.balsa.codec.sbe.client.TakeSnapshotEncoder;
import io.balsa.codec.sbe.entry.CommandEntryEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Encodes what a client says.
 *
 * <p>Threading: one owner. Ownership: bodies are borrowed and copied.
 */
final class RequestEncoder {
    /** Bytes of a query's frame before the query. */
    static final int QUERY_HEAD_LENGTH = ClientFrame.HEAD_LENGTH + QueryEncoder.BLOCK_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final io.balsa.codec.sbe.entry.MessageHeaderEncoder entryHeader =
            new io.balsa.codec.sbe.entry.MessageHeaderEncoder();
    private final ClientHelloEncoder hello = new ClientHelloEncoder();
    private final SessionOpenEncoder sessionOpen = new SessionOpenEncoder();
    private final SessionCloseEncoder sessionClose = new SessionCloseEncoder();
    private final CommandEntryEncoder commandEntry = new CommandEntryEncoder();
    private final QueryEncoder query = new QueryEncoder();
    private final StatusRequestEncoder statusRequest = new StatusRequestEncoder();
    private final TakeSnapshotEncoder takeSnapshot = new TakeSnapshotEncoder();
    private final PingEncoder ping = new PingEncoder();

    boolean hello(final SendBuffer out, final long clusterId) {
        final int length = ClientFrame.HEAD_LENGTH + ClientHelloEncoder.BLOCK_LENGTH;
        final int at = out.claim(length);
        if (at == SendBuffer.FULL) {
            return false;
        }
        hello.wrapAndApplyHeader(out.buffer(), at + WireFrame.HEADER_LENGTH, header)
                .clusterId(clusterId);
        out.commit(length);
        return true;
    }

    boolean sessionOpen(final SendBuffer out, final long correlationId) {
        final int length = ClientFrame.HEAD_LENGTH + SessionOpenEncoder.BLOCK_LENGTH;
        final int at = out.claim(length);
        if (at == SendBuffer.FULL) {
            return false;
        }
        sessionOpen
                .wrapAndApplyHeader(out.buffer(), at + WireFrame.HEADER_LENGTH, header)
                .correlationId(correlationId);
        out.commit(length);
        return true;
    }

    boolean sessionClose(final SendBuffer out, final long correlationId, final long sessionId) {
        final int length = ClientFrame.HEAD_LENGTH + SessionCloseEncoder.BLOCK_LENGTH;
        final int at = out.claim(length);
        if (at == SendBuffer.FULL) {
            return false;
        }
        sessionClose
                .wrapAndApplyHeader(out.buffer(), at + WireFrame.HEADER_LENGTH, header)
                .correlationId(correlationId)
                .sessionId(sessionId);
        out.commit(length);
        return true;
    }

    boolean statusRequest(final SendBuffer out, final long correlationId) {
        final int length = ClientFrame.HEAD_LENGTH + StatusRequestEncoder.BLOCK_LENGTH;
        final int at = out.claim(length);
        if (at == SendBuffer.FULL) {
            return false;
        }
        statusRequest
                .wrapAndApplyHeader(out.buffer(), at + WireFrame.HEADER_LENGTH, header)
                .correlationId(correlationId);
        out.commit(length);
        return true;
    }

    boolean takeSnapshot(final SendBuffer out, final long correlationId) {
        final int length = ClientFrame.HEAD_LENGTH + TakeSnapshotEncoder.BLOCK_LENGTH;
        final int at = out.claim(length);
        if (at == SendBuffer.FULL) {
            return false;
        }
        takeSnapshot
                .wrapAndApplyHeader(out.buffer(), at + WireFrame.HEADER_LENGTH, header)
                .correlationId(correlationId);
        out.commit(length);
        return true;
    }

    boolean ping(final SendBuffer out, final long nonce) {
        final int length = ClientFrame.HEAD_LENGTH + PingEncoder.BLOCK_LENGTH;
        final int at = out.claim(length);
        if (at == SendBuffer.FULL) {
            return false;
        }
        ping.wrapAndApplyHeader(out.buffer(), at + WireFrame.HEADER_LENGTH, header)
                .nonce(nonce);
        out.commit(length);
        return true;
    }

    /** Writes the frame of a command at {@code at}, unsealed; it takes {@link CommandFrame#HEAD_LENGTH} bytes and the command. */
    void command(
            final MutableDirectBuffer out,
            final int at,
            final long sessionId,
            final long sequence,
            final long ackedSequence,
            final DirectBuffer command,
            final int offset,
            final int length) {
        commandEntry
                .wrapAndApplyHeader(out, at + WireFrame.HEADER_LENGTH, entryHeader)
                .sessionId(sessionId)
                .sequence(sequence)
                .ackedSequence(ackedSequence);
        out.putBytes(at + CommandFrame.HEAD_LENGTH, command, offset, length);
    }

    /** Writes the frame of a query at {@code at}, unsealed; it takes {@link #QUERY_HEAD_LENGTH} bytes and the query. */
    void query(
            final MutableDirectBuffer out,
            final int at,
            final long correlationId,
            final DirectBuffer body,
            final int offset,
            final int length) {
        query.wrapAndApplyHeader(out, at + WireFrame.HEADER_LENGTH, header).correlationId(correlationId);
        out.putBytes(at + QUERY_HEAD_LENGTH, body, offset, length);
    }
}
