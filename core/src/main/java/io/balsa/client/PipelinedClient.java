package io.balsa.client;

import io.balsa.codec.sbe.client.CommandReplyDecoder;
import io.balsa.codec.sbe.client.MessageHeaderDecoder;
import io.balsa.codec.sbe.client.ReplyDecoder;
import io.balsa.codec.sbe.client.SessionOpenedDecoder;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A client that never blocks: many requests outstanding, answers by callback, no allocation while the leader stays.
 *
 * <p>Everything happens in {@link #poll()}: looking for the leader, opening a session, sending, receiving, calling the
 * {@link ReplyHandler}. Requests may be offered between polls and from the handler. After a change of the leader unanswered
 * commands are sent again, in order, in the same session, so that each is applied once (Raft dissertation, section 6.3); unanswered
 * queries are simply repeated. Commands that are outstanding together are applied in the order of their sequences.
 *
 * <p>Each request has a deadline. At the deadline, or when the cluster has evicted the session, the handler is told precisely what
 * is known: not applied, or {@link ResponseStatus#OUTCOME_UNKNOWN}.
 *
 * <p>Threading: one thread, except {@link #wakeup}. Ownership: offered buffers are borrowed for the call and copied.
 */
public final class PipelinedClient implements AutoCloseable {
    /** No session with a leader at the moment; keep polling. The request was not taken. */
    public static final long NOT_CONNECTED = -1;
    /** As many requests, or bytes of requests, as may be unanswered are; poll and try again. The request was not taken. */
    public static final long WINDOW_FULL = -2;

    private static final int FLUSH_THRESHOLD_BYTES = 32 * 1024;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long NO_SESSION = 0;
    private static final UnsafeBuffer NOTHING = new UnsafeBuffer(new byte[0]);
    private static final Consumer<SelectionKey> NO_ACTION = key -> {};

    private final ClientConfig config;
    private final ReplyHandler handler;
    private final NanoClock clock;
    private final Selector selector;
    private final LeaderConnection leader;
    private final OutstandingRequests commands;
    private final OutstandingRequests queries;
    private final RequestEncoder encoder = new RequestEncoder();
    private final SessionOpenedDecoder sessionOpened = new SessionOpenedDecoder();
    private final CommandReplyDecoder commandReply = new CommandReplyDecoder();
    private final ReplyDecoder reply = new ReplyDecoder();

    private boolean connected;
    private long sessionId = NO_SESSION;
    private int window;
    /** Commands of earlier sessions: what a command's sequence differs from its sequence in the session by. */
    private long sessionBase;
    /** Negative, so that it is told from a query's. */
    private long openCorrelationId;

    private long nowNs;
    private int told;
    private boolean polling;
    private boolean closed;

    /**
     * Begins to look for the leader; polling carries it on.
     *
     * @param handler told how each request ended
     */
    public PipelinedClient(final ClientConfig config, final ReplyHandler handler) {
        this(config, handler, SystemNanoClock.INSTANCE);
    }

    PipelinedClient(final ClientConfig config, final ReplyHandler handler, final NanoClock clock) {
        this.config = config;
        this.handler = handler;
        this.clock = clock;
        commands = new OutstandingRequests(config.maxOutstanding(), config.retainedBytes());
        queries = new OutstandingRequests(config.maxOutstanding(), config.retainedBytes());
        selector = openSelector();
        nowNs = clock.nanoTime();
        leader = new LeaderConnection(config, selector, new Events(), nowNs);
    }

    /**
     * Polls until a session with the leader is up.
     *
     * @throws NoLeaderException when that takes longer than the request timeout
     * @throws ConnectionRefusedException when a node will not serve this client, for example because it belongs to another cluster
     */
    public void awaitConnected() {
        final long deadlineNs = clock.nanoTime() + config.requestTimeoutNs();
        while (!connected) {
            final long leftNs = deadlineNs - clock.nanoTime();
            if (leftNs <= 0) {
                throw new NoLeaderException(noLeader());
            }
            poll(leftNs);
        }
    }

    /** Tells whether a session with the leader is up, so that requests are taken. */
    public boolean isConnected() {
        return connected;
    }

    /**
     * Takes a command; it is sent by the next poll, or at once when enough has gathered.
     *
     * @param length in bytes, 0 to the cluster's limit
     * @return its sequence, from 1 on, or {@link #NOT_CONNECTED} or {@link #WINDOW_FULL}
     * @throws CommandTooLargeException when it exceeds the cluster's limit
     */
    public long offerCommand(final DirectBuffer buffer, final int offset, final int length) {
        return offerCommand(buffer, offset, length, clock.nanoTime() + config.requestTimeoutNs());
    }

    /**
     * Takes a linearizable query; it is sent by the next poll, or at once when enough has gathered.
     *
     * @param length in bytes, 0 to the cluster's limit
     * @return its sequence, from 1 on and apart from those of commands, or {@link #NOT_CONNECTED} or {@link #WINDOW_FULL}
     * @throws CommandTooLargeException when it exceeds the cluster's limit
     */
    public long offerQuery(final DirectBuffer buffer, final int offset, final int length) {
        return offerQuery(buffer, offset, length, clock.nanoTime() + config.requestTimeoutNs());
    }

    /**
     * Sends what was offered, takes what has arrived, calls the handler; never blocks.
     *
     * @return requests whose outcome was told
     * @throws ConnectionRefusedException when no leader was ever found and a node will not serve this client
     */
    public int poll() {
        enter();
        try {
            work();
            return told;
        } finally {
            polling = false;
        }
    }

    /**
     * Like {@link #poll()}, but waits for something to do.
     *
     * @param timeoutNs longest wait in nanoseconds, at least 0; rounded up to whole milliseconds
     * @return requests whose outcome was told
     */
    public int poll(final long timeoutNs) {
        enter();
        try {
            nowNs = clock.nanoTime();
            flush();
            await(timeoutNs);
            work();
            return told;
        } finally {
            polling = false;
        }
    }

    /** Ends a wait in {@link #poll(long)}, or the next one; any thread may call it. */
    public void wakeup() {
        selector.wakeup();
    }

    /** Returns the commands that are unanswered. */
    public int outstandingCommands() {
        return commands.size();
    }

    /** Returns the queries that are unanswered. */
    public int outstandingQueries() {
        return queries.size();
    }

    /** Returns the node connected to, the leader while {@link #isConnected}; 0 before the first. */
    public int nodeId() {
        return leader.nodeId();
    }

    /** Returns how often a leader was found: 1 for the first, one more for each change and each broken connection. */
    public long leadersFound() {
        return leader.leadersFound();
    }

    /** Closes the session and the connection; requests that are still unanswered are not told to the handler. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (connected) {
            connected = false;
            encoder.sessionClose(leader.sendBuffer(), --openCorrelationId, sessionId);
            leader.flush(nowNs);
        }
        leader.close();
        CloseHelper.quietClose(selector);
    }

    /** Like {@link #offerCommand(DirectBuffer, int, int)}; deadlines must not go back from one command to the next. */
    long offerCommand(final DirectBuffer buffer, final int offset, final int length, final long deadlineNs) {
        if (!connected) {
            return NOT_CONNECTED;
        }
        checkLength(length);
        final int frameLength = CommandFrame.HEAD_LENGTH + length;
        final int at = commands.claim(frameLength, window);
        if (at == OutstandingRequests.FULL) {
            return WINDOW_FULL;
        }
        final long sequence = commands.next() - sessionBase;
        final long ackedSequence = commands.oldest() - 1 - sessionBase;
        encoder.command(commands.buffer(), at, sessionId, sequence, ackedSequence, buffer, offset, length);
        return added(commands, commands.commit(frameLength, deadlineNs));
    }

    /** Like {@link #offerQuery(DirectBuffer, int, int)}; deadlines must not go back from one query to the next. */
    long offerQuery(final DirectBuffer buffer, final int offset, final int length, final long deadlineNs) {
        if (!connected) {
            return NOT_CONNECTED;
        }
        checkLength(length);
        final int frameLength = RequestEncoder.QUERY_HEAD_LENGTH + length;
        final int at = queries.claim(frameLength, config.maxOutstanding());
        if (at == OutstandingRequests.FULL) {
            return WINDOW_FULL;
        }
        encoder.query(queries.buffer(), at, queries.next(), buffer, offset, length);
        return added(queries, queries.commit(frameLength, deadlineNs));
    }

    /** Returns why no leader is found, for messages. */
    String noLeader() {
        return "no leader found in time: timeoutMs=" + TimeUnit.NANOSECONDS.toMillis(config.requestTimeoutNs())
                + ", members=" + config.members() + ", last problem=" + leader.lastProblem()
                + "; check that a majority of the nodes runs and that the addresses are right";
    }

    private static Selector openSelector() {
        try {
            return Selector.open();
        } catch (final IOException e) {
            throw new ClientException("selector cannot be opened: " + e.getMessage(), e);
        }
    }

    private void checkLength(final int length) {
        if (length > leader.maxCommandBytes()) {
            throw new CommandTooLargeException(length, leader.maxCommandBytes());
        }
    }

    private long added(final OutstandingRequests requests, final long sequence) {
        if (requests.unsentBytes() >= FLUSH_THRESHOLD_BYTES) {
            flush();
        }
        return sequence;
    }

    private void enter() {
        if (closed) {
            throw new IllegalStateException("client is closed");
        }
        if (polling) {
            throw new IllegalStateException("poll called from the reply handler; return first");
        }
        polling = true;
        told = 0;
    }

    private void work() {
        nowNs = clock.nanoTime();
        flush();
        leader.poll(nowNs);
        giveUpOverdue(commands, true);
        giveUpOverdue(queries, false);
        flush();
    }

    private void flush() {
        final SendBuffer out = leader.sendBuffer();
        do {
            if (connected) {
                commands.pump(out);
                queries.pump(out);
            }
            leader.flush(nowNs);
        } while (connected && out.isEmpty() && commands.unsentBytes() + queries.unsentBytes() > 0);
    }

    private void await(final long timeoutNs) {
        long waitNs = Math.min(timeoutNs, leader.nextDeadlineNs() - nowNs);
        if (commands.size() > 0) {
            waitNs = Math.min(waitNs, commands.oldestDeadlineNs() - nowNs);
        }
        if (queries.size() > 0) {
            waitNs = Math.min(waitNs, queries.oldestDeadlineNs() - nowNs);
        }
        if (waitNs > 0) {
            leader.updateInterest();
            try {
                selector.select(NO_ACTION, TimeUnit.NANOSECONDS.toMillis(waitNs + NANOS_PER_MILLI - 1));
            } catch (final IOException e) {
                throw new ClientException("selector failed: " + e.getMessage(), e);
            }
        }
    }

    private void giveUpOverdue(final OutstandingRequests requests, final boolean areCommands) {
        while (requests.size() > 0 && nowNs - requests.oldestDeadlineNs() >= 0) {
            final long sequence = requests.oldest();
            final boolean hadNoEffect = requests.inDoubt(sequence) == 0;
            final ResponseStatus status = hadNoEffect ? ResponseStatus.NOT_LEADER : ResponseStatus.OUTCOME_UNKNOWN;
            if (areCommands) {
                tellCommand(sequence, status, NOTHING, 0, 0);
            } else {
                tellQuery(sequence, status, NOTHING, 0, 0);
            }
        }
    }

    private void tellCommand(
            final long sequence,
            final ResponseStatus status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (commands.onAnswered(sequence)) {
            told++;
            handler.onCommandReply(sequence, status, buffer, offset, length);
        }
    }

    private void tellQuery(
            final long sequence,
            final ResponseStatus status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (queries.onAnswered(sequence)) {
            told++;
            handler.onQueryReply(sequence, status, buffer, offset, length);
        }
    }

    private void openSession() {
        openCorrelationId--;
        encoder.sessionOpen(leader.sendBuffer(), openCorrelationId);
    }

    /**
     * The cluster has evicted the session. A command that was sent but once, on this connection, and comes after the one that
     * learned of it, met no session either; of the others nobody can tell.
     */
    private void onSessionLost(final long sequence) {
        connected = false;
        sessionId = NO_SESSION;
        openSession();
        while (commands.size() > 0) {
            final long oldest = commands.oldest();
            final int inDoubt = commands.inDoubt(oldest);
            final boolean hadNoEffect = inDoubt == 0 || (inDoubt == 1 && oldest >= sequence && commands.isSent(oldest));
            tellCommand(
                    oldest,
                    hadNoEffect ? ResponseStatus.SESSION_UNKNOWN : ResponseStatus.OUTCOME_UNKNOWN,
                    NOTHING,
                    0,
                    0);
        }
    }

    private boolean onSessionOpened(final DirectBuffer buffer, final int offset, final MessageHeaderDecoder header) {
        sessionOpened.wrap(buffer, offset, header.blockLength(), header.version());
        if (sessionId == NO_SESSION && sessionOpened.correlationId() == openCorrelationId) {
            sessionId = sessionOpened.sessionId();
            window = Math.min(sessionOpened.window(), config.maxOutstanding());
            sessionBase = commands.next() - 1;
            connected = leader.isLeading();
        }
        return true;
    }

    private boolean onCommandReply(
            final DirectBuffer buffer, final int offset, final int length, final MessageHeaderDecoder header) {
        commandReply.wrap(buffer, offset, header.blockLength(), header.version());
        final ResponseStatus status = ResponseStatus.find(commandReply.status());
        if (status == null) {
            return false;
        }
        final long sequence = commandReply.sequence() + sessionBase;
        if (commandReply.sessionId() != sessionId || !commands.isUnanswered(sequence)) {
            return true;
        }
        switch (status) {
            case NOT_LEADER, SHUTTING_DOWN -> {
                commands.onRefused(sequence);
                leader.onNotLeader(nowNs);
            }
            case LEADER_LOST -> leader.onNotLeader(nowNs);
            case SESSION_UNKNOWN -> onSessionLost(sequence);
            case DISK_FULL -> onNoRoom(sequence);
            default -> {
                final int headLength = header.blockLength();
                tellCommand(sequence, status, buffer, offset + headLength, length - headLength);
            }
        }
        return true;
    }

    /** This node did nothing with the command; one that it was sent to before may have. */
    private void onNoRoom(final long sequence) {
        commands.onRefused(sequence);
        if (commands.inDoubt(sequence) == 0) {
            tellCommand(sequence, ResponseStatus.DISK_FULL, NOTHING, 0, 0);
        } else {
            leader.onNotLeader(nowNs);
        }
    }

    private boolean onReply(
            final DirectBuffer buffer, final int offset, final int length, final MessageHeaderDecoder header) {
        reply.wrap(buffer, offset, header.blockLength(), header.version());
        final ResponseStatus status = ResponseStatus.find(reply.status());
        if (status == null) {
            return false;
        }
        final long correlationId = reply.correlationId();
        if (correlationId == openCorrelationId && sessionId == NO_SESSION) {
            leader.onNotLeader(nowNs);
        } else if (queries.isUnanswered(correlationId)) {
            switch (status) {
                case NOT_LEADER, SHUTTING_DOWN, LEADER_LOST -> leader.onNotLeader(nowNs);
                default -> {
                    final int headLength = header.blockLength();
                    tellQuery(correlationId, status, buffer, offset + headLength, length - headLength);
                }
            }
        }
        return true;
    }

    /** What the connection tells. */
    private final class Events implements LeaderConnection.Listener {
        @Override
        public void onLeaderFound() {
            commands.rewind();
            queries.rewind();
            if (sessionId == NO_SESSION) {
                openSession();
            } else {
                connected = true;
            }
        }

        @Override
        public void onLeaderLost() {
            connected = false;
        }

        @Override
        public boolean onMessage(
                final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset, final int length) {
            return switch (header.templateId()) {
                case CommandReplyDecoder.TEMPLATE_ID -> onCommandReply(buffer, offset, length, header);
                case ReplyDecoder.TEMPLATE_ID -> onReply(buffer, offset, length, header);
                case SessionOpenedDecoder.TEMPLATE_ID -> onSessionOpened(buffer, offset, header);
                default -> false;
            };
        }
    }
}
