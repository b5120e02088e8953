package io.balsa.network.tcp;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;

/** What all sockets of the transport have in common. Threading: stateless. */
final class Sockets {
    private Sockets() {}

    /** Prepares a connection: it never blocks, sends small messages at once and has the buffers the settings ask for. */
    static void configure(final SocketChannel channel, final TcpSettings settings) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (settings.socketSendBufferBytes() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, settings.socketSendBufferBytes());
        }
        configureReceive(channel, settings);
    }

    /** Sets the receive buffer, which counts only when set before the connection is made: a listener hands it down. */
    static void configureReceive(final NetworkChannel channel, final TcpSettings settings) throws IOException {
        if (settings.socketReceiveBufferBytes() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.socketReceiveBufferBytes());
        }
    }

    /** Returns who is at the other end, for messages. */
    static String remoteAddress(final SocketChannel channel) {
        try {
            final SocketAddress address = channel.getRemoteAddress();
            return String.valueOf(address);
        } catch (final IOException e) {
            return "unknown";
        }
    }

    /** Closes; a socket that fails to close is gone all the same. */
    static void close(final Channel channel) {
        try {
            channel.close();
        } catch (final IOException e) {
            System.getLogger("io.balsa.network").log(System.Logger.Level.DEBUG, "close failed", e);
        }
    }
}
