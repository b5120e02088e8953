package io.balsa.network.tcp;

import io.balsa.codec.sbe.peer.RefusedDecoder;
import io.balsa.codec.sbe.peer.WelcomeDecoder;
import io.balsa.network.NetworkCounter;
import io.balsa.network.NetworkCounters;
import io.balsa.network.PeerAddress;
import io.balsa.network.PeerMessage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection to one member up, as long as it takes: looks its address up, connects, says Hello, and after a loss begins
 * again.
 *
 * <pre>
 *   PAUSED --> RESOLVING --> CONNECTING --> GREETING --> ESTABLISHED
 *     ^            |             |             |              |
 *     +------------+-------------+-------------+--------------+   failed, refused, timed out, lost
 * </pre>
 *
 * <p>Threading: the transport's thread.
 */
final class PeerDialer implements Consumer<SelectionKey> {
    private static final Logger LOGGER = System.getLogger("io.balsa.network");

    private enum Phase {
        PAUSED,
        RESOLVING,
        CONNECTING,
        GREETING,
        ESTABLISHED,
        FAILED
    }

    private final Selector selector;
    private final PeerAddress peer;
    private final PeerLink link;
    private final Handshake handshake;
    private final HostResolver resolver;
    private final TcpSettings settings;
    private final NetworkCounters counters;
    private final ReconnectBackoff backoff;
    private final HandshakeReader answer = new HandshakeReader(PeerMessage.MIN_LENGTH, Handshake.MAX_LENGTH);
    private final WelcomeDecoder welcome = new WelcomeDecoder();
    private final RefusedDecoder refused = new RefusedDecoder();

    private Phase phase = Phase.PAUSED;
    private boolean isFirstAttempt = true;
    private long attempt;
    private long resumeAtNs;
    private long deadlineNs;
    private @Nullable Future<InetSocketAddress> lookup;
    private @Nullable SocketChannel channel;
    /** What was last reported to have gone wrong: said once, not with each attempt. */
    private String reportedFailure = "";

    PeerDialer(
            final Selector selector,
            final PeerAddress peer,
            final PeerLink link,
            final Handshake handshake,
            final HostResolver resolver,
            final long firstAttempt,
            final TcpSettings settings,
            final NetworkCounters counters) {
        this.selector = selector;
        this.peer = peer;
        this.link = link;
        this.handshake = handshake;
        this.resolver = resolver;
        attempt = firstAttempt;
        this.settings = settings;
        this.counters = counters;
        final long seed =
                handshake.identity().incarnation() * 31 + handshake.identity().nodeId() * 31L + peer.nodeId();
        backoff = new ReconnectBackoff(settings.reconnectMinNs(), settings.reconnectMaxNs(), seed);
    }

    /** Does what is due by time; returns how many things were done. */
    int doWork(final long nowNs) {
        switch (phase) {
            case ESTABLISHED:
                if (!link.isConnected()) {
                    phase = Phase.FAILED;
                    return 1;
                }
                // Only a connection that holds is a reason to be quick again after the next loss.
                if (link.connectedForNs(nowNs) > settings.reconnectMaxNs()) {
                    backoff.reset();
                }
                return 0;
            case FAILED:
                resumeAtNs = nowNs + backoff.nextPauseNs();
                phase = Phase.PAUSED;
                return 1;
            case PAUSED:
                if (!isFirstAttempt && nowNs - resumeAtNs < 0) {
                    return 0;
                }
                isFirstAttempt = false;
                lookup = resolver.resolve(peer);
                phase = Phase.RESOLVING;
                return 1;
            case RESOLVING:
                return resolve(nowNs);
            case CONNECTING, GREETING:
                if (nowNs - deadlineNs < 0) {
                    return 0;
                }
                counters.increment(NetworkCounter.HANDSHAKE_TIMEOUTS);
                fail("no answer in " + settings.handshakeTimeoutNs() / 1_000_000 + " ms");
                return 1;
            default:
                throw new AssertionError(phase);
        }
    }

    @Override
    public void accept(final SelectionKey key) {
        final SocketChannel current = channel;
        if (current == null || !key.isValid()) {
            return;
        }
        try {
            if (phase == Phase.CONNECTING) {
                if (current.finishConnect()) {
                    greet(current, key);
                }
            } else {
                readAnswer(current, key);
            }
        } catch (final IOException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    void shutDown() {
        final SocketChannel current = channel;
        if (current != null) {
            channel = null;
            Sockets.close(current);
        }
    }

    private int resolve(final long nowNs) {
        final Future<InetSocketAddress> current = lookup;
        if (current == null || !current.isDone()) {
            return 0;
        }
        lookup = null;
        try {
            final InetSocketAddress address = current.get();
            if (address.isUnresolved()) {
                fail("unknown host");
            } else {
                connect(address, nowNs);
            }
        } catch (final IOException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (final ExecutionException e) {
            fail(String.valueOf(e.getCause()));
        } catch (final InterruptedException e) {
            // Not possible once it is done; whoever interrupted this thread still wants to be heard.
            Thread.currentThread().interrupt();
            fail("interrupted");
        }
        return 1;
    }

    private void connect(final InetSocketAddress address, final long nowNs) throws IOException {
        final SocketChannel newChannel = SocketChannel.open();
        channel = newChannel;
        attempt++;
        phase = Phase.CONNECTING;
        deadlineNs = nowNs + settings.handshakeTimeoutNs();
        Sockets.configure(newChannel, settings);
        final SelectionKey key = newChannel.register(selector, SelectionKey.OP_CONNECT, this);
        if (newChannel.connect(address)) {
            greet(newChannel, key);
        }
    }

    private void greet(final SocketChannel current, final SelectionKey key) throws IOException {
        final ByteBuffer hello = handshake.hello(peer.nodeId(), attempt);
        current.write(hello);
        if (hello.hasRemaining()) {
            throw new IOException("a new connection did not take " + Handshake.HELLO_LENGTH + " bytes");
        }
        answer.clear();
        phase = Phase.GREETING;
        key.interestOps(SelectionKey.OP_READ);
    }

    private void readAnswer(final SocketChannel current, final SelectionKey key) throws IOException {
        switch (answer.readFrom(current)) {
            case INCOMPLETE -> {}
            case ENDED -> fail("closed during the handshake");
            case MALFORMED -> failMalformed();
            case COMPLETE -> judgeAnswer(current, key);
        }
    }

    private void judgeAnswer(final SocketChannel current, final SelectionKey key) {
        if (answer.is(RefusedDecoder.TEMPLATE_ID, RefusedDecoder.BLOCK_LENGTH)) {
            counters.increment(NetworkCounter.REFUSED_BY_PEER);
            fail("refused: " + refusalText());
        } else if (answer.is(WelcomeDecoder.TEMPLATE_ID, WelcomeDecoder.BLOCK_LENGTH)) {
            judgeWelcome(current, key);
        } else {
            failMalformed();
        }
    }

    private void judgeWelcome(final SocketChannel current, final SelectionKey key) {
        welcome.wrap(answer.buffer(), PeerMessage.BLOCK_OFFSET, WelcomeDecoder.BLOCK_LENGTH, answer.version());
        if (welcome.clusterId() != handshake.identity().clusterId() || welcome.nodeId() != peer.nodeId()) {
            counters.increment(NetworkCounter.BAD_HANDSHAKES);
            fail("another node answered: nodeId=" + welcome.nodeId() + ", clusterId=" + welcome.clusterId()
                    + "; check the members list");
            return;
        }
        channel = null;
        phase = Phase.ESTABLISHED;
        reportedFailure = "";
        link.open(current, key, welcome.incarnation(), attempt);
    }

    /** Returns the text of a refusal, fit for a log: it comes from outside. */
    private String refusalText() {
        refused.wrap(answer.buffer(), PeerMessage.BLOCK_OFFSET, RefusedDecoder.BLOCK_LENGTH, answer.version());
        final int textOffset =
                PeerMessage.BLOCK_OFFSET + RefusedDecoder.BLOCK_LENGTH + RefusedDecoder.reasonHeaderLength();
        if (textOffset > answer.length() || textOffset + refused.reasonLength() > answer.length()) {
            return "no readable reason";
        }
        return refused.reason().replaceAll("\\p{Cntrl}", "?");
    }

    private void failMalformed() {
        counters.increment(NetworkCounter.BAD_HANDSHAKES);
        fail("what answers there is not a Balsa node; check the members list");
    }

    private void fail(final String failure) {
        shutDown();
        counters.increment(NetworkCounter.CONNECTS_FAILED);
        phase = Phase.FAILED;
        if (!failure.equals(reportedFailure)) {
            reportedFailure = failure;
            LOGGER.log(
                    Level.WARNING,
                    "cannot connect, will keep trying: peer=" + peer.nodeId() + ", address=" + peer + ", reason="
                            + failure);
        }
    }
}
