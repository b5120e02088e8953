package io.balsa.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.function.Consumer;
import org.agrona.CloseHelper;

/**
 * Listens on the client port and gives each new client a place in the {@link ConnectionTable}.
 *
 * <p>Threading: the gateway's thread.
 */
final class ConnectionAcceptor implements Consumer<SelectionKey>, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(ClientGateway.class.getName());
    private static final int BACKLOG = 128;

    private final Selector selector;
    private final ConnectionTable connections;
    private final GatewayConnection.Events events;
    private final GatewayCounters counters;
    private final ServerSocketChannel listener;
    private final SelectionKey key;
    /** Until the first call of {@link #resume}, when the time is known. */
    private boolean paused = true;

    private long nowNs;

    ConnectionAcceptor(
            final Selector selector,
            final InetSocketAddress bindAddress,
            final ConnectionTable connections,
            final GatewayConnection.Events events,
            final GatewayCounters counters) {
        this.selector = selector;
        this.connections = connections;
        this.events = events;
        this.counters = counters;
        listener = listen(bindAddress);
        try {
            listener.configureBlocking(false);
            key = listener.register(selector, 0, this);
        } catch (final IOException e) {
            CloseHelper.quietClose(listener);
            throw new GatewayException("client port cannot be polled: address=" + bindAddress, e);
        }
    }

    private static ServerSocketChannel listen(final InetSocketAddress address) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            return channel;
        } catch (final BindException e) {
            CloseHelper.quietClose(channel);
            throw new GatewayException(
                    "client port cannot be opened: address=" + address + ", reason=" + e.getMessage()
                            + "; stop the process that uses it (`ss -ltnp` shows which) or choose another client address",
                    e);
        } catch (final IOException | UnresolvedAddressException e) {
            CloseHelper.quietClose(channel);
            throw new GatewayException("client port cannot be opened: address=" + address + ", reason=" + e, e);
        }
    }

    InetSocketAddress localAddress() {
        return (InetSocketAddress) listener.socket().getLocalSocketAddress();
    }

    void time(final long currentNs) {
        nowNs = currentNs;
    }

    @Override
    public void accept(final SelectionKey readyKey) {
        try {
            SocketChannel channel = listener.accept();
            while (channel != null) {
                open(channel);
                channel = listener.accept();
            }
        } catch (final IOException e) {
            // Out of descriptors, most likely: the listener stays ready, so trying at once would only burn the core.
            LOGGER.log(Level.WARNING, "no client connection can be accepted for now: {0}", e.toString());
            key.interestOps(0);
            paused = true;
        }
    }

    /** Begins to accept, and tries again after a failure; called now and then. */
    void resume() {
        if (paused) {
            paused = false;
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void open(final SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            final SelectionKey connectionKey = channel.register(selector, SelectionKey.OP_READ);
            counters.onAccepted();
            if (connections.open(channel, connectionKey, events, nowNs) == null) {
                counters.onRefused();
                CloseHelper.quietClose(channel);
            }
        } catch (final IOException e) {
            // Gone before it was looked at.
            CloseHelper.quietClose(channel);
        }
    }

    @Override
    public void close() {
        CloseHelper.quietClose(listener);
    }
}
