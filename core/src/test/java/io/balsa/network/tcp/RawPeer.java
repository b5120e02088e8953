package io.balsa.network.tcp;

import io.balsa.network.NodeIdentity;
import io.balsa.network.PeerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A bare connection to or from a transport, with which a test sends whatever bytes it likes. */
final class RawPeer implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer received = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private boolean isEnded;

    private RawPeer(final SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
    }

    static RawPeer connect(final TcpNode node) {
        try {
            final InetSocketAddress address = node.transport().localAddress();
            return new RawPeer(SocketChannel.open(address));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects as a member and is welcomed. */
    static RawPeer connectAs(final int nodeId, final long attempt, final TcpNode node, final int targetId) {
        final RawPeer peer = connect(node);
        peer.send(hello(nodeId, targetId, attempt));
        peer.awaitAnswer(node);
        return peer;
    }

    static byte[] hello(final int nodeId, final int targetId, final long attempt) {
        return bytes(new Handshake(new NodeIdentity(TcpNode.CLUSTER_ID, nodeId, 7)).hello(targetId, attempt));
    }

    static byte[] keepAlive() {
        return bytes(new Handshake(new NodeIdentity(TcpNode.CLUSTER_ID, 2, 7)).keepAlive());
    }

    static byte[] bytes(final ByteBuffer buffer) {
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    void send(final byte[] bytes) {
        send(bytes, 0, bytes.length);
    }

    void send(final byte[] bytes, final int offset, final int length) {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells whether the other side has closed the connection; takes in what it sent before. */
    boolean isEnded() {
        try {
            isEnded = isEnded || channel.read(received) < 0;
        } catch (final IOException e) {
            isEnded = true;
        }
        return isEnded;
    }

    /** Returns how many bytes were received. */
    int receivedLength() {
        isEnded();
        return received.position();
    }

    /** Returns what was received so far, from offset 0. */
    DirectBuffer received() {
        return new UnsafeBuffer(received.array());
    }

    /** Waits for the whole answer to a Hello. */
    void awaitAnswer(final TcpNode node) {
        TcpNode.await(
                "an answer to Hello", () -> receivedLength() >= 4 && receivedLength() >= received.getInt(0), node);
    }

    boolean isWelcomed() {
        return receivedLength() >= 16 && received.getShort(10) == 2;
    }

    boolean isRefused() {
        return receivedLength() >= 16 && received.getShort(10) == 3;
    }

    String refusal() {
        return new String(received.array(), 18, received.getShort(16), StandardCharsets.UTF_8);
    }

    /** Closes so that the other side gets a reset instead of an orderly end. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for connections of a transport. */
    static final class Listener implements AutoCloseable {
        private final ServerSocketChannel channel;

        Listener() {
            try {
                channel = ServerSocketChannel.open();
                channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                channel.configureBlocking(false);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        PeerAddress address(final int nodeId) {
            try {
                final InetSocketAddress address = (InetSocketAddress) channel.getLocalAddress();
                return new PeerAddress(nodeId, "127.0.0.1", address.getPort());
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Steps a node until it connects. */
        RawPeer awaitConnection(final TcpNode node) {
            final SocketChannel[] accepted = new SocketChannel[1];
            TcpNode.await(
                    "a connection",
                    () -> {
                        try {
                            accepted[0] = channel.accept();
                        } catch (final IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return accepted[0] != null;
                    },
                    node);
            try {
                return new RawPeer(accepted[0]);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Steps a node until it connects, and welcomes it. */
        RawPeer awaitAndWelcome(final TcpNode node, final int ownId) {
            final RawPeer peer = awaitConnection(node);
            TcpNode.await("Hello", () -> peer.receivedLength() == Handshake.HELLO_LENGTH, node);
            peer.received.clear();
            peer.send(bytes(new Handshake(new NodeIdentity(TcpNode.CLUSTER_ID, ownId, 7)).welcome()));
            return peer;
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
}
