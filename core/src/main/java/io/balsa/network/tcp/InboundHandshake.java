package io.balsa.network.tcp;

import io.balsa.network.NetworkCounter;
import io.balsa.network.NetworkCounters;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that has not said yet who it is: one of a fixed number of places, each with room for a Hello and no more.
 *
 * <p>Threading: the transport's thread.
 */
final class InboundHandshake implements Consumer<SelectionKey> {
    private final HelloJudge judge;
    private final long timeoutNs;
    private final NetworkCounters counters;
    private final HandshakeReader hello = new HandshakeReader(Handshake.HELLO_LENGTH, Handshake.HELLO_LENGTH);

    private @Nullable SocketChannel channel;
    private boolean hasDeadline;
    private long deadlineNs;

    InboundHandshake(final HelloJudge judge, final long timeoutNs, final NetworkCounters counters) {
        this.judge = judge;
        this.timeoutNs = timeoutNs;
        this.counters = counters;
    }

    boolean isFree() {
        return channel == null;
    }

    /** Takes a new connection in. */
    void begin(final SocketChannel newChannel) {
        channel = newChannel;
        hasDeadline = false;
        hello.clear();
    }

    @Override
    public void accept(final SelectionKey key) {
        final SocketChannel current = channel;
        if (current == null || !key.isValid()) {
            return;
        }
        try {
            switch (hello.readFrom(current)) {
                case INCOMPLETE -> {}
                case ENDED, MALFORMED -> {
                    counters.increment(NetworkCounter.BAD_HANDSHAKES);
                    end();
                }
                case COMPLETE -> {
                    channel = null;
                    judge.onHello(current, key, hello);
                }
            }
        } catch (final IOException e) {
            counters.increment(NetworkCounter.BAD_HANDSHAKES);
            channel = null;
            Sockets.close(current);
        }
    }

    /** Ends a handshake that takes too long; returns how many were ended. */
    int doWork(final long nowNs) {
        if (channel == null) {
            return 0;
        }
        if (!hasDeadline) {
            hasDeadline = true;
            deadlineNs = nowNs + timeoutNs;
        }
        if (nowNs - deadlineNs < 0) {
            return 0;
        }
        counters.increment(NetworkCounter.HANDSHAKE_TIMEOUTS);
        end();
        return 1;
    }

    /** Closes the connection, if there is one. */
    void end() {
        final SocketChannel current = channel;
        if (current != null) {
            channel = null;
            Sockets.close(current);
        }
    }
}
