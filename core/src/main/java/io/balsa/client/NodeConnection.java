package io.balsa.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket to one node after the other, with its buffers.
 *
 * <p>Threading: one owner.
 */
final class NodeConnection implements AutoCloseable {
    private final Selector selector;
    private final ReceiveBuffer receiveBuffer;
    private final SendBuffer sendBuffer;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private int interest;

    NodeConnection(final Selector selector, final int bufferBytes) {
        this.selector = selector;
        receiveBuffer = new ReceiveBuffer(bufferBytes);
        sendBuffer = new SendBuffer(bufferBytes);
    }

    /** Begins to connect; {@link #finishConnect} tells when it is done. */
    void open(final InetSocketAddress address) throws IOException {
        close();
        final SocketChannel socket = SocketChannel.open();
        channel = socket;
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        interest = SelectionKey.OP_CONNECT;
        key = socket.register(selector, interest);
        try {
            socket.connect(address);
        } catch (final UnresolvedAddressException e) {
            throw new IOException("host not known: " + address.getHostString(), e);
        }
    }

    boolean finishConnect() throws IOException {
        return socket().isConnected() || socket().finishConnect();
    }

    /** Reads what is there; returns bytes read, -1 at the end of the stream. */
    int receive() throws IOException {
        return receiveBuffer.fill(socket());
    }

    /** Writes what the socket takes. */
    void flush() throws IOException {
        sendBuffer.flush(socket());
    }

    /** Sets what the selector waits for: the connection, or bytes to read and, if some wait to be sent, room to write. */
    void updateInterest() {
        final SelectionKey current = key;
        if (current != null) {
            final int write = sendBuffer.isEmpty() ? 0 : SelectionKey.OP_WRITE;
            final int wanted = socket().isConnected() ? SelectionKey.OP_READ | write : SelectionKey.OP_CONNECT;
            if (wanted != interest) {
                interest = wanted;
                current.interestOps(wanted);
            }
        }
    }

    ReceiveBuffer receiveBuffer() {
        return receiveBuffer;
    }

    SendBuffer sendBuffer() {
        return sendBuffer;
    }

    /** Closes the socket, if one is open, and forgets what is in the buffers. */
    @Override
    public void close() {
        if (channel != null) {
            CloseHelper.quietClose(channel);
            channel = null;
            key = null;
            try {
                // The selector holds the descriptor until it has looked at its cancelled keys.
                selector.selectNow();
            } catch (final IOException e) {
                throw new ClientException("selector failed: " + e.getMessage(), e);
            }
        }
        receiveBuffer.clear();
        sendBuffer.clear();
    }

    private SocketChannel socket() {
        return Objects.requireNonNull(channel, "not open");
    }
}
