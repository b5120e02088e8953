package io.balsa.client;

import java.net.InetSocketAddress;
import java.nio.channels.Selector;

/**
 * Serves clients over TCP: takes their requests to the {@link IngressRing} and brings answers from the {@link EgressRing}.
 *
 * <pre>
 *   socket -> RequestReader -> RequestDispatcher -> IngressRing
 *                                    |  hello, ping, status, refusals
 *                                    v
 *   socket <------------------- ReplyWriter <- ReplyRouter <- EgressRing
 * </pre>
 *
 * <p>Registers its sockets with a selector that somebody else selects on; each key's attachment is a
 * {@code Consumer<SelectionKey>} that is to be called when the key is ready.
 *
 * <p>Bytes that are no frame, and frames that make no sense, close their connection and are counted; they disturb nobody else. A
 * full ingress ring stops the reading of the connections concerned. A client that does not read its answers is disconnected.
 *
 * <p>Threading: one thread calls {@link #doWork}, the attachments and {@link #close}; it allocates nothing per request.
 */
public final class ClientGateway implements ClientPort {
    private static final int EGRESS_BATCH = 1024;
    private static final long HOUSEKEEPING_INTERVAL_NS = 100_000_000L;

    private final GatewayConfig config;
    private final EgressRing egress;
    private final GatewayCounters counters = new GatewayCounters();
    private final RefusalLog refusalLog = new RefusalLog();
    private final ConnectionTable connections;
    private final ReplyWriter writer;
    private final ReplyRouter router;
    private final RequestReader reader;
    private final ConnectionAcceptor acceptor;
    private long nextHousekeepingNs;
    private boolean started;

    /**
     * Opens the client port.
     *
     * @param selector registers the sockets with it; closing it is the caller's
     * @param status asked when a client wants to know how the node is
     * @throws GatewayException when the port cannot be opened, for example because it is in use
     * @throws IllegalArgumentException when a ring is too small for the largest command or response
     */
    public ClientGateway(
            final Selector selector,
            final GatewayConfig config,
            final IngressRing ingress,
            final EgressRing egress,
            final StatusSource status) {
        requireFit("maxCommandBytes", config.maxCommandBytes(), "ingress", ingress.maxCommandBytes());
        requireFit("maxResponseBytes", config.maxResponseBytes(), "egress", egress.maxResponseBytes());
        this.config = config;
        this.egress = egress;
        final Leadership leadership = new Leadership();
        final SessionRoutes routes = new SessionRoutes(config.maxConnections());
        connections = new ConnectionTable(config.maxConnections(), config.connectionBufferBytes(), routes, counters);
        writer = new ReplyWriter(config, connections, counters);
        router = new ReplyRouter(config.gatewayId(), connections, routes, leadership, writer);
        final RequestDispatcher dispatcher =
                new RequestDispatcher(config, ingress, status, leadership, routes, writer, counters, refusalLog);
        reader = new RequestReader(connections, dispatcher, writer, counters);
        acceptor = new ConnectionAcceptor(selector, config.bindAddress(), connections, reader, counters);
    }

    /** Brings answers to the clients, retries what the ingress ring had no room for, closes silent connections. */
    @Override
    public int doWork(final long nowNs) {
        tellTime(nowNs);
        int workCount = reader.retryBlocked();
        workCount += drainEgress();
        workCount += writer.flushAll();
        if (!started || nowNs - nextHousekeepingNs >= 0) {
            started = true;
            nextHousekeepingNs = nowNs + HOUSEKEEPING_INTERVAL_NS;
            workCount += closeSilent(nowNs);
            acceptor.resume();
        }
        return workCount;
    }

    /** Returns where the gateway listens. */
    public InetSocketAddress localAddress() {
        return acceptor.localAddress();
    }

    @Override
    public GatewayCounters counters() {
        return counters;
    }

    /** Sends what is on the egress ring as far as the sockets take it, then closes the port and every connection. */
    @Override
    public void close() {
        acceptor.close();
        drainEgress();
        writer.flushAll();
        for (int slot = 0; slot < connections.capacity(); slot++) {
            final GatewayConnection connection = connections.at(slot);
            if (connection != null) {
                connections.close(connection);
            }
        }
    }

    private void tellTime(final long nowNs) {
        reader.time(nowNs);
        acceptor.time(nowNs);
        refusalLog.time(nowNs);
    }

    private int drainEgress() {
        int total = 0;
        int count;
        do {
            count = egress.poll(router, EGRESS_BATCH);
            total += count;
        } while (count >= EGRESS_BATCH);
        return total;
    }

    private int closeSilent(final long nowNs) {
        int closed = 0;
        for (int slot = 0; slot < connections.capacity(); slot++) {
            final GatewayConnection connection = connections.at(slot);
            if (connection != null && isSilent(connection, nowNs)) {
                if (connection.state() != GatewayConnection.State.REFUSED) {
                    counters.onTimeout();
                }
                connections.close(connection);
                closed++;
            }
        }
        return closed;
    }

    private boolean isSilent(final GatewayConnection connection, final long nowNs) {
        if (connection.isReadPaused()) {
            // It is this node that does not listen.
            return false;
        }
        final boolean open = connection.state() == GatewayConnection.State.OPEN;
        final long timeoutNs = open ? config.idleTimeoutNs() : config.helloTimeoutNs();
        return nowNs - connection.lastReceiveNs() > timeoutNs;
    }

    private static void requireFit(final String setting, final int value, final String ring, final int limit) {
        if (value > limit) {
            throw new IllegalArgumentException("bad setting: " + setting + "=" + value + " does not fit the " + ring
                    + " ring, which takes " + limit + "; enlarge the ring, one message may take an eighth of it");
        }
    }
}
