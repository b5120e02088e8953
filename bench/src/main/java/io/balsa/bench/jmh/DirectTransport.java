package io.balsa.bench.jmh;

import io.balsa.network.FrameHandler;
import io.balsa.network.Transport;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Hands a message to its receiver at once. Threading: one thread. */
final class DirectTransport implements Transport {
    private final int nodeId;
    private final FrameHandler receiver;
    private final UnsafeBuffer frame;

    DirectTransport(final int nodeId, final FrameHandler receiver, final int maxMessageLength) {
        this.nodeId = nodeId;
        this.receiver = receiver;
        frame = new UnsafeBuffer(ByteBuffer.allocateDirect(maxMessageLength));
    }

    @Override
    public boolean offer(
            final int peerId, final DirectBuffer message, final int offset, final int length, final ByteBuffer body) {
        frame.putBytes(0, message, offset, length);
        frame.putBytes(length, body, body.position(), body.remaining());
        if (!receiver.onFrame(nodeId, frame, 0, length + body.remaining())) {
            throw new IllegalStateException("the message is refused: length=" + (length + body.remaining()));
        }
        return true;
    }

    @Override
    public boolean isConnected(final int peerId) {
        return true;
    }

    @Override
    public int doWork(final long nowNs) {
        return 0;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
