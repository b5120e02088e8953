package io.balsa.client;

import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.client.ClientRefusedDecoder;
import io.balsa.codec.sbe.client.ClientWelcomeDecoder;
import io.balsa.codec.sbe.client.LeaderChangeDecoder;
import io.balsa.codec.sbe.client.MessageHeaderDecoder;
import io.balsa.codec.sbe.client.PongDecoder;
import io.balsa.codec.sbe.client.RefusalReason;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to whichever node leads: finds it, notices when it is lost or silent, and finds the next.
 *
 * <pre>
 *             open           connected         welcomed by the leader
 *   PAUSING --------> CONNECTING -----> GREETING -------------------> LEADING
 *      ^                  |                | welcomed by another,        |
 *      |                  |                | which knows no leader       | leader changed, unknown
 *      |                  |                +----------> LISTENING <------+
 *      |   failed, silent, time is up                       |
 *      +------------------+----------------+----------------+------------+
 * </pre>
 *
 * <p>A node that does not lead is listened to for a moment, since it tells at once when it learns of a leader.
 *
 * <p>Threading: one owner. Ownership: buffers given to the listener are borrowed.
 */
final class LeaderConnection implements AutoCloseable {
    /** What the owner is told. */
    interface Listener {
        /** A node that leads has welcomed the client. */
        void onLeaderFound();

        /** The leader is gone, or leads no more; what was sent to it may be lost. */
        void onLeaderLost();

        /**
         * A message that is no business of the connection.
         *
         * @param offset of the block
         * @param length of the block and what follows it
         * @return false when it makes no sense
         */
        boolean onMessage(MessageHeaderDecoder header, DirectBuffer buffer, int offset, int length);
    }

    private enum Phase {
        PAUSING,
        CONNECTING,
        GREETING,
        LISTENING,
        LEADING
    }

    private static final long LISTEN_NS = 50_000_000L;

    private final ClientConfig config;
    private final Listener listener;
    private final NodeConnection connection;
    private final LeaderSearch search;
    private final RequestEncoder encoder = new RequestEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ClientWelcomeDecoder welcome = new ClientWelcomeDecoder();
    private final ClientRefusedDecoder refused = new ClientRefusedDecoder();
    private final LeaderChangeDecoder leaderChange = new LeaderChangeDecoder();

    private Phase phase = Phase.PAUSING;
    private long phaseEndsNs;
    private @Nullable MemberAddress address;
    private int nodeId;
    private int maxCommandBytes;
    private long lastReceiveNs;
    private boolean searching;
    private boolean pinging;
    private long pingedNs;
    private long leadersFound;
    private String lastProblem = "none";

    LeaderConnection(final ClientConfig config, final Selector selector, final Listener listener, final long nowNs) {
        this.config = config;
        this.listener = listener;
        connection = new NodeConnection(selector, config.connectionBufferBytes());
        search = new LeaderSearch(config.members());
        phaseEndsNs = nowNs;
    }

    /** Does what is due, reads what has arrived and hands it to the listener. */
    void poll(final long nowNs) {
        try {
            switch (phase) {
                case PAUSING -> {
                    if (nowNs - phaseEndsNs >= 0) {
                        connect(nowNs);
                    }
                }
                case CONNECTING -> {
                    if (connection.finishConnect()) {
                        phase = Phase.GREETING;
                        encoder.hello(connection.sendBuffer(), config.clusterId());
                        connection.flush();
                    } else {
                        failWhenLate(nowNs);
                    }
                }
                case GREETING, LISTENING, LEADING -> {
                    receive(nowNs);
                    watchTime(nowNs);
                }
            }
        } catch (final IOException e) {
            fail(e.getMessage(), nowNs);
        }
    }

    /** Writes what is in the send buffer, as far as the socket takes it. */
    void flush(final long nowNs) {
        if (phase == Phase.LEADING && !connection.sendBuffer().isEmpty()) {
            try {
                connection.flush();
            } catch (final IOException e) {
                fail(e.getMessage(), nowNs);
            }
        }
    }

    /** The leader says that it leads no more; it may tell in a moment who does. */
    void onNotLeader(final long nowNs) {
        if (phase == Phase.LEADING) {
            listen(nowNs);
            listener.onLeaderLost();
        }
    }

    boolean isLeading() {
        return phase == Phase.LEADING;
    }

    /** Returns when {@link #poll} has something to do even if nothing arrives. */
    long nextDeadlineNs() {
        if (phase != Phase.LEADING) {
            return phaseEndsNs;
        }
        return pinging ? pingedNs + config.silenceTimeoutNs() : lastReceiveNs + config.pingIntervalNs();
    }

    /** Has the selector wait for what the connection waits for. */
    void updateInterest() {
        connection.updateInterest();
    }

    SendBuffer sendBuffer() {
        return connection.sendBuffer();
    }

    /** Returns the largest command and query the leader takes, in bytes. */
    int maxCommandBytes() {
        return maxCommandBytes;
    }

    /** Returns the id of the node connected to, 0 before the first. */
    int nodeId() {
        return nodeId;
    }

    /** Returns the address connected to, {@code host:port}; "null" before the first. */
    String address() {
        return String.valueOf(address);
    }

    /** Returns how often a leader was found. */
    long leadersFound() {
        return leadersFound;
    }

    /** Returns what went wrong last, for messages. */
    String lastProblem() {
        return lastProblem;
    }

    @Override
    public void close() {
        connection.close();
    }

    private void connect(final long nowNs) throws IOException {
        final MemberAddress next = search.next();
        address = next;
        phase = Phase.CONNECTING;
        phaseEndsNs = nowNs + config.connectTimeoutNs();
        connection.open(next.resolve());
    }

    private void receive(final long nowNs) throws IOException {
        final int count = connection.receive();
        if (count < 0) {
            throw new IOException("closed by the node");
        }
        if (count == 0) {
            return;
        }
        lastReceiveNs = nowNs;
        pinging = false;
        final ReceiveBuffer received = connection.receiveBuffer();
        int length = received.next();
        while (length > 0) {
            final int offset = received.offset();
            received.consume(length);
            if (!onFrame(received.buffer(), offset, length, nowNs)) {
                throw new IOException("senseless message: templateId=" + header.templateId() + ", schemaId="
                        + header.schemaId() + ", version=" + header.version());
            }
            length = received.next();
        }
        if (length != ReceiveBuffer.INCOMPLETE) {
            throw new IOException(length == ReceiveBuffer.OVERSIZED ? "oversized frame" : "damaged frame");
        }
    }

    private boolean onFrame(final DirectBuffer buffer, final int frameOffset, final int frameLength, final long nowNs) {
        header.wrap(buffer, frameOffset + WireFrame.HEADER_LENGTH);
        final int offset = frameOffset + ClientFrame.HEAD_LENGTH;
        final int length = frameLength - ClientFrame.HEAD_LENGTH;
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID || length < header.blockLength()) {
            return false;
        }
        if (header.templateId() == ClientRefusedDecoder.TEMPLATE_ID) {
            refused.wrap(buffer, offset, header.blockLength(), header.version());
            return onRefused(refused.reasonRaw(), refused.reasonText(), nowNs);
        }
        if (header.version() != MessageHeaderDecoder.SCHEMA_VERSION) {
            return false;
        }
        return switch (header.templateId()) {
            case ClientWelcomeDecoder.TEMPLATE_ID -> phase == Phase.GREETING && onWelcome(buffer, offset, nowNs);
            case LeaderChangeDecoder.TEMPLATE_ID -> phase != Phase.GREETING && onLeaderChange(buffer, offset, nowNs);
            case PongDecoder.TEMPLATE_ID -> true;
            default -> phase != Phase.GREETING && onAnswer(buffer, offset, length);
        };
    }

    /** Passes an answer on; the first one ends the search, which a welcome alone does not: the node may drop us at once. */
    private boolean onAnswer(final DirectBuffer buffer, final int offset, final int length) {
        if (searching && phase == Phase.LEADING) {
            searching = false;
            search.onFound();
        }
        return listener.onMessage(header, buffer, offset, length);
    }

    private boolean onWelcome(final DirectBuffer buffer, final int offset, final long nowNs) {
        welcome.wrap(buffer, offset, header.blockLength(), header.version());
        nodeId = welcome.nodeId();
        maxCommandBytes = welcome.maxCommandBytes();
        final int largestFrame = ClientFrame.largestLength(maxCommandBytes, welcome.maxResponseBytes());
        if (largestFrame > config.connectionBufferBytes() || largestFrame > config.retainedBytes()) {
            throw new ClientException("client buffers too small for this cluster: largest message=" + largestFrame
                    + ", connectionBufferBytes=" + config.connectionBufferBytes() + ", retainedBytes="
                    + config.retainedBytes() + "; raise both above the first");
        }
        if (welcome.leaderId() == nodeId) {
            phase = Phase.LEADING;
            leadersFound++;
            searching = true;
            listener.onLeaderFound();
        } else {
            lastProblem = address + " does not lead, and knows of leader " + welcome.leaderId();
            follow(welcome.leaderId(), welcome.leaderAddress(), nowNs);
        }
        return true;
    }

    private boolean onLeaderChange(final DirectBuffer buffer, final int offset, final long nowNs) {
        leaderChange.wrap(buffer, offset, header.blockLength(), header.version());
        final int leaderId = leaderChange.leaderId();
        final String leaderAddress = leaderChange.leaderAddress();
        onNotLeader(nowNs);
        follow(leaderId, leaderId == nodeId ? String.valueOf(address) : leaderAddress, nowNs);
        return true;
    }

    /** Goes to the leader that a node names, or stays with the node in the hope that it will name one. */
    private void follow(final int leaderId, final String leaderAddress, final long nowNs) {
        if (leaderId != 0 && !leaderAddress.isEmpty() && search.onHint(MemberAddress.parse(leaderAddress), nowNs)) {
            leave(nowNs);
        } else {
            listen(nowNs);
        }
    }

    private void listen(final long nowNs) {
        phase = Phase.LISTENING;
        phaseEndsNs = nowNs + LISTEN_NS;
    }

    /** A mismatch is an error of the user's while the client never worked, and one of that node's later on. */
    private boolean onRefused(final int reason, final String text, final long nowNs) {
        final boolean isMismatch =
                reason == RefusalReason.CLUSTER_MISMATCH.value() || reason == RefusalReason.VERSION_MISMATCH.value();
        if (isMismatch && leadersFound == 0) {
            throw new ConnectionRefusedException("refused by " + address + ": " + text);
        }
        fail("refused: " + text, nowNs);
        return true;
    }

    private void watchTime(final long nowNs) {
        switch (phase) {
            case GREETING -> failWhenLate(nowNs);
            case LISTENING -> {
                if (nowNs - phaseEndsNs >= 0) {
                    search.onFruitless();
                    leave(nowNs);
                }
            }
            case LEADING -> watchSilence(nowNs);
            case PAUSING, CONNECTING -> {}
        }
    }

    private void watchSilence(final long nowNs) {
        if (!pinging && nowNs - lastReceiveNs >= config.pingIntervalNs()) {
            // When the buffer has no room the node does not read: the clock ticks all the same.
            encoder.ping(connection.sendBuffer(), nowNs);
            pinging = true;
            pingedNs = nowNs;
        } else if (pinging && nowNs - pingedNs >= config.silenceTimeoutNs()) {
            fail("no sign of life for " + TimeUnit.NANOSECONDS.toMillis(nowNs - lastReceiveNs) + " ms", nowNs);
        }
    }

    private void failWhenLate(final long nowNs) {
        if (nowNs - phaseEndsNs >= 0) {
            fail("no welcome within " + TimeUnit.NANOSECONDS.toMillis(config.connectTimeoutNs()) + " ms", nowNs);
        }
    }

    private void fail(final @Nullable String problem, final long nowNs) {
        final MemberAddress failed = address;
        if (failed != null) {
            search.onFailed(failed, nowNs);
            lastProblem = failed + ": " + problem;
        }
        final boolean wasLeading = phase == Phase.LEADING;
        leave(nowNs);
        if (wasLeading) {
            listener.onLeaderLost();
        }
    }

    private void leave(final long nowNs) {
        connection.close();
        phase = Phase.PAUSING;
        phaseEndsNs = nowNs + search.pauseNs();
    }
}
