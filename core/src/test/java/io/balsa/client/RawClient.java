package io.balsa.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.client.MessageHeaderDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** A socket to a gateway that sends what a test likes, and keeps what comes back. */
final class RawClient implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer readBuffer = ByteBuffer.allocate(16 * 1024);
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean ended;

    RawClient(final InetSocketAddress address) {
        try {
            channel = SocketChannel.open(address);
            channel.configureBlocking(false);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes one frame or more with a {@link RequestEncoder}. */
    static byte[] frames(final Consumer<SendBuffer> encode) {
        final SendBuffer out = new SendBuffer(64 * 1024);
        encode.accept(out);
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            out.flush(java.nio.channels.Channels.newChannel(bytes));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] hello(final long clusterId) {
        return frames(out -> new RequestEncoder().hello(out, clusterId));
    }

    static byte[] command(final long sessionId, final long sequence, final String command) {
        final byte[] bytes = FakeCluster.bytes(command);
        return frames(out -> {
            final int length = CommandFrame.HEAD_LENGTH + bytes.length;
            final int at = out.claim(length);
            new RequestEncoder()
                    .command(out.buffer(), at, sessionId, sequence, 0, new UnsafeBuffer(bytes), 0, bytes.length);
            out.commit(length);
        });
    }

    /** Makes the checksum of a changed frame right again. */
    static byte[] reseal(final byte[] frame) {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        WireFrame.seal(buffer, 0, frame.length - WireFrame.HEADER_LENGTH, 0, new FrameChecksum());
        return frame;
    }

    /** Sends all of it, if the socket takes it; returns what it took. */
    int send(final byte[] bytes) {
        try {
            return channel.write(ByteBuffer.wrap(bytes));
        } catch (final IOException e) {
            ended = true;
            return 0;
        }
    }

    /** Reads what has come. */
    void receive() {
        try {
            readBuffer.clear();
            final int count = channel.read(readBuffer);
            if (count < 0) {
                ended = true;
            } else {
                received.write(readBuffer.array(), 0, count);
            }
        } catch (final IOException e) {
            ended = true;
        }
    }

    /** Tells whether the node has closed the connection, as far as was read. */
    boolean isEnded() {
        return ended;
    }

    /** Returns how many whole frames have come. */
    int frameCount() {
        final UnsafeBuffer bytes = new UnsafeBuffer(received.toByteArray());
        int count = 0;
        int offset = 0;
        while (offset + Integer.BYTES <= bytes.capacity()
                && offset + WireFrame.length(bytes, offset) <= bytes.capacity()) {
            offset += WireFrame.length(bytes, offset);
            count++;
        }
        return count;
    }

    /** Returns the template of a frame that has come. */
    int templateId(final int frame) {
        final UnsafeBuffer bytes = new UnsafeBuffer(received.toByteArray());
        int offset = 0;
        for (int i = 0; i < frame; i++) {
            offset += WireFrame.length(bytes, offset);
        }
        return new MessageHeaderDecoder()
                .wrap(bytes, offset + WireFrame.HEADER_LENGTH)
                .templateId();
    }

    /** Returns everything that has come, as text, for a look at messages within. */
    String receivedText() {
        return received.toString(UTF_8);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
