package io.balsa.network.tcp;

import io.balsa.network.FrameHandler;
import io.balsa.network.NetworkCounter;
import io.balsa.network.NetworkCounters;
import io.balsa.network.NodeIdentity;
import io.balsa.network.PeerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A transport with a selector and a clock of its own, stepped by the test. The clock is the real one, set forward by what the test
 * says: sockets take real time, and what waits for long should not make the test wait.
 */
final class TcpNode implements AutoCloseable {
    static final long CLUSTER_ID = 42;

    /** Only ever reached by a test that fails. */
    private static final long DEADLINE_NS = 20_000_000_000L;

    private final Selector selector;
    private final int id;
    private final NetworkCounters counters = new NetworkCounters();
    private final TcpTransport transport;
    private long clockOffsetNs;

    TcpNode(final int id, final TcpSettings settings, final FrameHandler handler, final PeerAddress... members) {
        this(CLUSTER_ID, id, settings, handler, members);
    }

    TcpNode(
            final long clusterId,
            final int id,
            final TcpSettings settings,
            final FrameHandler handler,
            final PeerAddress... members) {
        this(clusterId, id, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), settings, handler, members);
    }

    private TcpNode(
            final long clusterId,
            final int id,
            final InetSocketAddress address,
            final TcpSettings settings,
            final FrameHandler handler,
            final PeerAddress... members) {
        this.id = id;
        selector = openSelector();
        transport = new TcpTransport(
                selector,
                new NodeIdentity(clusterId, id, 100 + id),
                address,
                List.of(members),
                handler,
                settings,
                counters);
    }

    /** Opens a port and closes it again. */
    static void bind(final InetSocketAddress address) {
        new TcpNode(CLUSTER_ID, 8, address, TcpSettings.forMessagesUpTo(4096), new RecordingHandler()).close();
    }

    private static Selector openSelector() {
        try {
            return Selector.open();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a member that never needs an address, because it connects to the others. */
    static PeerAddress member(final int nodeId) {
        return new PeerAddress(nodeId, "127.0.0.1", 1);
    }

    PeerAddress address() {
        return new PeerAddress(id, "127.0.0.1", transport.localAddress().getPort());
    }

    TcpTransport transport() {
        return transport;
    }

    long count(final NetworkCounter counter) {
        return counters.get(counter);
    }

    void advance(final long ns) {
        clockOffsetNs += ns;
    }

    /** One round of a duty cycle that waits up to a millisecond for something to happen. */
    void step() {
        try {
            selector.select(TcpNode::dispatch, 1);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        transport.doWork(System.nanoTime() + clockOffsetNs);
    }

    @SuppressWarnings("unchecked")
    private static void dispatch(final SelectionKey key) {
        ((Consumer<SelectionKey>) key.attachment()).accept(key);
    }

    /** Steps nodes in turn until a condition holds. */
    static void await(final String condition, final BooleanSupplier holds, final TcpNode... nodes) {
        final long startNs = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - startNs > DEADLINE_NS) {
                throw new AssertionError("not reached: " + condition + "; " + Arrays.toString(nodes));
            }
            for (final TcpNode node : nodes) {
                node.step();
            }
        }
    }

    /** Steps nodes in turn a number of times. */
    static void run(final int rounds, final TcpNode... nodes) {
        for (int i = 0; i < rounds; i++) {
            for (final TcpNode node : nodes) {
                node.step();
            }
        }
    }

    @Override
    public void close() {
        transport.close();
        try {
            selector.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder("node ").append(id).append(':');
        for (final NetworkCounter counter : NetworkCounter.values()) {
            if (counters.get(counter) > 0) {
                text.append(' ').append(counter).append('=').append(counters.get(counter));
            }
        }
        return text.toString();
    }
}
