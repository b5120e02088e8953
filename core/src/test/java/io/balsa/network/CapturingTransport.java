package io.balsa.network;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps a copy of the message it was offered last. */
final class CapturingTransport implements Transport {
    private UnsafeBuffer message = new UnsafeBuffer(new byte[0]);
    private int peerId;
    private boolean isConnected = true;
    private boolean isFull;

    UnsafeBuffer message() {
        return message;
    }

    int peerId() {
        return peerId;
    }

    void setConnected(final boolean newIsConnected) {
        isConnected = newIsConnected;
    }

    void setFull(final boolean newIsFull) {
        isFull = newIsFull;
    }

    @Override
    public boolean offer(
            final int toPeerId, final DirectBuffer head, final int offset, final int length, final ByteBuffer body) {
        if (!isConnected || isFull) {
            return false;
        }
        peerId = toPeerId;
        final int bodyLength = body.remaining();
        message = new UnsafeBuffer(ByteBuffer.allocateDirect(length + bodyLength));
        message.putBytes(0, head, offset, length);
        message.putBytes(length, body, bodyLength);
        return true;
    }

    @Override
    public boolean isConnected(final int toPeerId) {
        return isConnected;
    }

    @Override
    public int doWork(final long nowNs) {
        return 0;
    }

    @Override
    public void close() {
        isConnected = false;
    }
}
