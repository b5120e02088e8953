package io.balsa.simulation;

import io.balsa.network.FrameHandler;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Connects the nodes: messages take their time, and in bad {@link NetworkWeather} are lost, repeated or overtaken; connections are
 * lost, which both ends are told of, and made again.
 *
 * <p>Threading: one thread.
 */
final class SimNetwork {
    private static final long RECONNECT_NS = 20_000_000L;
    private static final long REFUSED_NS = 1_000_000L;
    private static final long NOTICED_NS = 200_000_000L;

    private final SimScheduler scheduler;
    private final SimRandom random;
    private final NetworkWeather weather;
    private final MessageWatch watch;
    private final int nodeCount;
    private final SimConnection[][] connections;
    private final @Nullable SimTransport[] transports;
    /** From when on those who connect to a node know where it is. */
    private final long[] knownFromNs;

    private final ArrayDeque<SimMessage> spare = new ArrayDeque<>();
    private @Nullable OldMessages old;
    private long messageCount;
    private int underWay;

    SimNetwork(
            final SimScheduler scheduler,
            final SimRandom random,
            final NetworkWeather weather,
            final MessageWatch watch,
            final int nodeCount) {
        this.scheduler = scheduler;
        this.random = random;
        this.weather = weather;
        this.watch = watch;
        this.nodeCount = nodeCount;
        connections = new SimConnection[nodeCount + 1][nodeCount + 1];
        transports = new SimTransport[nodeCount + 1];
        knownFromNs = new long[nodeCount + 1];
        for (int low = 1; low <= nodeCount; low++) {
            for (int high = low + 1; high <= nodeCount; high++) {
                connections[low][high] = new SimConnection(low, high);
                connections[high][low] = connections[low][high];
            }
        }
    }

    /** Returns how many messages were sent. */
    long messageCount() {
        return messageCount;
    }

    /** Returns how many messages are under way. */
    int underWay() {
        return underWay;
    }

    SimConnection connection(final int nodeId, final int peerId) {
        return connections[nodeId][peerId];
    }

    /** A node's process begins; its connections are made as soon as may be. */
    SimTransport join(final int nodeId, final FrameHandler handler, final Runnable wakeUp) {
        final SimTransport transport = new SimTransport(this, nodeId, nodeCount, handler, wakeUp);
        transports[nodeId] = transport;
        for (int peerId = 1; peerId <= nodeCount; peerId++) {
            if (peerId != nodeId) {
                connectLater(connections[nodeId][peerId]);
            }
        }
        return transport;
    }

    /** A node's process is gone: its peers are told. */
    void leave(final int nodeId, final @Nullable SimTransport transport) {
        if (transport == null || transports[nodeId] != transport) {
            return;
        }
        transports[nodeId] = null;
        for (int peerId = 1; peerId <= nodeCount; peerId++) {
            if (peerId != nodeId) {
                lose(connections[nodeId][peerId]);
            }
        }
    }

    /** A machine is gone with whatever process it ran. */
    void leave(final int nodeId) {
        leave(nodeId, transports[nodeId]);
    }

    /** Loses a connection; it is made again later. */
    void breakConnection(final SimConnection connection) {
        lose(connection);
        connectLater(connection);
    }

    /** Begins or ends a cut of one direction; a connection that is cut both ways may be found to be lost. */
    void cut(final int fromId, final int toId, final boolean begins) {
        final SimConnection connection = connections[fromId][toId];
        connection.cut(fromId, begins ? 1 : -1);
        if (begins && connection.isCutBothWays() && random.happens(0.5)) {
            lose(connection);
        }
        if (!begins && connection.hasLost()) {
            lose(connection);
        }
        connectLater(connection);
    }

    /** From now on messages are kept, so that they can arrive again. */
    void keepOld() {
        old = new OldMessages();
    }

    /** What a node was sent before arrives again, long after. */
    void echo(final int nodeId) {
        if (old != null) {
            for (final SimMessage message : old.to(nodeId)) {
                underWay++;
                final SimMessage again = message.copy();
                watch.onEcho(again);
                deliver(again);
            }
        }
    }

    private void lose(final SimConnection connection) {
        if (connection.isUp()) {
            connection.lose();
            tell(connection, 0);
        }
    }

    private void connectLater(final SimConnection connection) {
        scheduler.after(1 + random.below((int) RECONNECT_NS), () -> connect(connection));
    }

    /** A node's next process listens at another address. */
    void move(final int nodeId, final long newKnownFromNs) {
        knownFromNs[nodeId] = newKnownFromNs;
    }

    private void connect(final SimConnection connection) {
        // Of two nodes the one of the higher id connects; the other one need not know where that is.
        final long knownNs = knownFromNs[connection.low()];
        if (scheduler.nowNs() < knownNs) {
            scheduler.at(knownNs, () -> connect(connection));
            return;
        }
        final boolean possible = transports[connection.low()] != null
                && transports[connection.high()] != null
                && !connection.isCut(connection.low())
                && !connection.isCut(connection.high());
        if (possible && !connection.isUp()) {
            connection.open();
            tell(connection, connection.session());
        }
    }

    private void tell(final SimConnection connection, final int session) {
        tell(connection.low(), connection.high(), session);
        tell(connection.high(), connection.low(), session);
    }

    private void tell(final int nodeId, final int peerId, final int session) {
        final SimTransport transport = transports[nodeId];
        if (transport != null) {
            transport.onConnection(peerId, session);
        }
    }

    /** Takes a message; whether it arrives is another matter. */
    boolean send(
            final int from,
            final int to,
            final int session,
            final DirectBuffer message,
            final int offset,
            final int length,
            final ByteBuffer body) {
        final SimConnection connection = connections[from][to];
        if (connection.session() != session || !connection.isUp()) {
            return true;
        }
        final SimMessage sent = take(connection, from, to, message, offset, length, body);
        watch.onSend(sent);
        if (weather.repeats()) {
            route(copyOf(sent));
        }
        route(sent);
        return true;
    }

    private SimMessage take(
            final SimConnection connection,
            final int from,
            final int to,
            final DirectBuffer message,
            final int offset,
            final int length,
            final ByteBuffer body) {
        final int bodyLength = body.remaining();
        final SimMessage sent = next(connection);
        final UnsafeBuffer buffer = sent.begin(connection, from, to, length + bodyLength, ++messageCount);
        buffer.putBytes(0, message, offset, length);
        buffer.putBytes(length, body, body.position(), bodyLength);
        return sent;
    }

    private SimMessage copyOf(final SimMessage original) {
        final SimMessage copy = next(original.connection());
        copy.begin(original.connection(), original.from(), original.to(), original.length(), ++messageCount)
                .putBytes(0, original.buffer(), 0, original.length());
        watch.onSend(copy);
        return copy;
    }

    private SimMessage next(final SimConnection connection) {
        underWay++;
        final SimMessage message = spare.poll();
        return message == null ? new SimMessage(this, connection) : message;
    }

    private void route(final SimMessage message) {
        if (message.connection().isCut(message.from())) {
            message.connection().onLost();
            lose(message, "partition");
        } else if (weather.drops()) {
            breakAfterLoss(message.connection());
            lose(message, "dropped");
        } else {
            final long arrivalNs = scheduler.nowNs() + weather.latencyNs();
            final boolean overtakes = weather.reorders();
            scheduler.at(overtakes ? arrivalNs : message.connection().inOrder(message.from(), arrivalNs), message);
        }
    }

    /** A transport loses nothing in silence: who loses a message in the middle loses the connection, if not at once. */
    private void breakAfterLoss(final SimConnection connection) {
        if (connection.onLost()) {
            final int session = connection.session();
            scheduler.after(1 + random.below((int) NOTICED_NS), () -> {
                if (connection.session() == session) {
                    breakConnection(connection);
                }
            });
        }
    }

    /** A message arrives, unless its connection was lost meanwhile. */
    void deliver(final SimMessage message) {
        final SimTransport transport = transports[message.to()];
        if (transport == null
                || !message.connection().isUp()
                || message.connection().session() != message.session()) {
            lose(message, "crash");
            return;
        }
        scheduler.note(message.id());
        if (old != null) {
            old.keep(message);
        }
        watch.onDeliver(message);
        transport.onArrived(message);
    }

    private void lose(final SimMessage message, final String reason) {
        watch.onLose(message, reason);
        release(message);
    }

    /** A message was of no use to its receiver, who closes the connection. */
    void onRefused(final SimMessage message) {
        final SimConnection connection = message.connection();
        watch.onRefused(message);
        scheduler.after(REFUSED_NS, () -> breakConnection(connection));
    }

    /** The receiver is done with a message. */
    void release(final SimMessage message) {
        underWay--;
        spare.add(message);
    }
}
