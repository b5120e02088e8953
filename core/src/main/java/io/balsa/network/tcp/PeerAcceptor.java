package io.balsa.network.tcp;

import io.balsa.network.NetworkCounters;
import io.balsa.network.TransportException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens for members that connect. No more than a fixed number of connections wait for their handshake at a time; while all
 * places are taken the others wait in the operating system's backlog, and the handshake deadline sees to it that places
 * become free.
 *
 * <p>Threading: the transport's thread.
 */
final class PeerAcceptor implements Consumer<SelectionKey> {
    private static final Logger LOGGER = System.getLogger("io.balsa.network");
    private static final int BACKLOG = 64;

    private final Selector selector;
    private final TcpSettings settings;
    private final InboundHandshake[] handshakes;
    private final ServerSocketChannel listener;
    private final SelectionKey key;
    private boolean isPaused;
    private boolean hasFailed;
    private boolean isBackingOff;
    private long retryAtNs;
    private boolean isFailureReported;

    /**
     * Opens the port.
     *
     * @throws TransportException when it is taken or not this machine's
     */
    PeerAcceptor(
            final Selector selector,
            final InetSocketAddress address,
            final HelloJudge judge,
            final TcpSettings settings,
            final NetworkCounters counters) {
        this.selector = selector;
        this.settings = settings;
        handshakes = new InboundHandshake[settings.maxPendingHandshakes()];
        for (int i = 0; i < handshakes.length; i++) {
            handshakes[i] = new InboundHandshake(judge, settings.handshakeTimeoutNs(), counters);
        }
        listener = listen(address, settings);
        try {
            listener.configureBlocking(false);
            key = listener.register(selector, SelectionKey.OP_ACCEPT, this);
        } catch (final IOException e) {
            Sockets.close(listener);
            throw new TransportException(
                    "cannot listen for peers: address=" + address + ", reason=" + e.getMessage(), e);
        }
    }

    private static ServerSocketChannel listen(final InetSocketAddress address, final TcpSettings settings) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            // A restarted node must not wait for the connections of its former self to leave TIME_WAIT.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            Sockets.configureReceive(channel, settings);
            channel.bind(address, BACKLOG);
            return channel;
        } catch (final IOException | RuntimeException e) {
            if (channel != null) {
                Sockets.close(channel);
            }
            throw new TransportException(
                    "cannot listen for peers: address=" + address + ", reason="
                            + (address.isUnresolved() ? "unknown host" : e.getMessage()) + "; "
                            + (e instanceof BindException
                                    ? "stop the process that holds the port, or give the node a free port of this machine"
                                    : "check the node's address in the members list"),
                    e);
        }
    }

    InetSocketAddress localAddress() {
        try {
            return (InetSocketAddress) listener.getLocalAddress();
        } catch (final IOException e) {
            throw new TransportException("not listening any more: reason=" + e.getMessage(), e);
        }
    }

    @Override
    public void accept(final SelectionKey readyKey) {
        if (!readyKey.isValid()) {
            return;
        }
        InboundHandshake place = freePlace();
        try {
            while (place != null) {
                final SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                admit(channel, place);
                place = freePlace();
            }
        } catch (final IOException e) {
            // Out of file descriptors, for instance: the connection stays in the backlog and would be reported at once
            // again.
            reportOnce(e);
        }
        pause();
    }

    /** Ends late handshakes and listens again when there is a place; returns how many things were done. */
    int doWork(final long nowNs) {
        int workCount = 0;
        for (int i = 0; i < handshakes.length; i++) {
            workCount += handshakes[i].doWork(nowNs);
        }
        if (isPaused && isRetryDue(nowNs) && freePlace() != null) {
            isPaused = false;
            isBackingOff = false;
            key.interestOps(SelectionKey.OP_ACCEPT);
            workCount++;
        }
        return workCount;
    }

    void shutDown() {
        Sockets.close(listener);
        for (final InboundHandshake handshake : handshakes) {
            handshake.end();
        }
    }

    private void admit(final SocketChannel channel, final InboundHandshake place) {
        try {
            Sockets.configure(channel, settings);
            channel.register(selector, SelectionKey.OP_READ, place);
            place.begin(channel);
        } catch (final IOException e) {
            // It broke while it waited in the backlog.
            Sockets.close(channel);
        }
    }

    private @Nullable InboundHandshake freePlace() {
        for (int i = 0; i < handshakes.length; i++) {
            if (handshakes[i].isFree()) {
                return handshakes[i];
            }
        }
        return null;
    }

    private boolean isRetryDue(final long nowNs) {
        if (hasFailed) {
            hasFailed = false;
            isBackingOff = true;
            retryAtNs = nowNs + settings.reconnectMaxNs();
        }
        return !isBackingOff || nowNs - retryAtNs >= 0;
    }

    private void pause() {
        isPaused = true;
        key.interestOps(0);
    }

    private void reportOnce(final IOException e) {
        if (!isFailureReported) {
            isFailureReported = true;
            LOGGER.log(Level.WARNING, "cannot accept connections of peers, will keep trying: reason=" + e.getMessage());
        }
    }
}
