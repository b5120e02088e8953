package io.balsa.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The thread behind a {@link BalsaClient}: takes requests off its queue, offers them to a {@link PipelinedClient} and completes
 * their futures.
 *
 * <p>Threading: {@link #run} on one thread; {@link #onQueued} and {@link #close} on any. Assumes that a caller puts a request on the
 * queue before it calls {@link #onQueued}; guarantees that every such request is completed, also when the thread has ended.
 */
final class RequestPump implements Runnable, ReplyHandler {
    private static final long MAX_WAIT_NS = TimeUnit.SECONDS.toNanos(1);

    private final ClientConfig config;
    private final Queue<Request> queue;
    private final PipelinedClient client;
    private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
    private final Long2ObjectHashMap<Request> commands = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Request> queries = new Long2ObjectHashMap<>();
    private final Deque<Request> again = new ArrayDeque<>();
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[0]);
    private volatile boolean closed;
    private volatile @Nullable ClientException end;

    RequestPump(final ClientConfig config, final Queue<Request> queue) {
        this.config = config;
        this.queue = queue;
        client = new PipelinedClient(config, this);
    }

    /** Completes when a session with a leader is up for the first time, or exceptionally when that fails. */
    CompletableFuture<Boolean> connected() {
        return connected;
    }

    /** A request was put on the queue. */
    void onQueued() {
        final ClientException reason = end;
        if (reason == null) {
            client.wakeup();
        } else {
            failQueued(reason);
        }
    }

    void close() {
        closed = true;
        client.wakeup();
    }

    @Override
    public void run() {
        ClientException reason = new ClientException("client is closed: the request was not sent");
        try {
            final long connectDeadlineNs = System.nanoTime() + config.requestTimeoutNs();
            while (!closed) {
                offerAll();
                final long nowNs = System.nanoTime();
                client.poll(Math.min(MAX_WAIT_NS, Math.max(0, nextDeadlineNs(nowNs, connectDeadlineNs) - nowNs)));
                awaitConnected(connectDeadlineNs);
            }
        } catch (final ClientException e) {
            reason = e;
        } catch (final RuntimeException e) {
            reason = new ClientException("client failed: " + e, e);
        } finally {
            finish(reason);
        }
    }

    @Override
    public void onCommandReply(
            final long sequence,
            final ResponseStatus status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final Request request = commands.remove(sequence);
        if (request == null) {
            return;
        }
        switch (status) {
            case OK -> request.complete(copy(buffer, offset, length));
            case SESSION_UNKNOWN -> again.add(request);
            case NOT_LEADER -> request.fail(new NoLeaderException(client.noLeader()));
            case TOO_LARGE -> request.fail(new ClientException(buffer.getStringWithoutLengthUtf8(offset, length)));
            case OUTCOME_UNKNOWN ->
                request.fail(new IndeterminateOutcomeException("no answer to a command that was sent: timeoutMs="
                        + TimeUnit.NANOSECONDS.toMillis(config.requestTimeoutNs())
                        + "; it may or may not have been applied: read before repeating it"));
            case REPLY_EVICTED, RESPONSE_TOO_LARGE ->
                request.fail(new ResponseLostException(
                        "command was applied, its response is not to be had: status=" + status));
            case DISK_FULL ->
                request.fail(
                        new ClientException(
                                "command refused, it was not applied: the disk of the leader is full; free space there and repeat it"));
            case LEADER_LOST, SHUTTING_DOWN, WINDOW_EXCEEDED ->
                request.fail(new ClientException("command refused: status=" + status + "; it was not applied"));
        }
    }

    @Override
    public void onQueryReply(
            final long sequence,
            final ResponseStatus status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final Request request = queries.remove(sequence);
        if (request == null) {
            return;
        }
        switch (status) {
            case OK -> request.complete(copy(buffer, offset, length));
            case TOO_LARGE -> request.fail(new ClientException(buffer.getStringWithoutLengthUtf8(offset, length)));
            case RESPONSE_TOO_LARGE ->
                request.fail(new ResponseLostException(
                        "response to the query exceeds max.response.bytes of the node; ask for less at a time"));
            default -> request.fail(new NoLeaderException(client.noLeader()));
        }
    }

    private void awaitConnected(final long deadlineNs) {
        if (!connected.isDone()) {
            if (client.isConnected()) {
                connected.complete(true);
            } else if (System.nanoTime() - deadlineNs >= 0) {
                throw new NoLeaderException(client.noLeader());
            }
        }
    }

    private long nextDeadlineNs(final long nowNs, final long connectDeadlineNs) {
        final Request waiting = again.isEmpty() ? queue.peek() : again.peek();
        if (waiting != null) {
            return waiting.deadlineNs();
        }
        return connected.isDone() ? nowNs + MAX_WAIT_NS : connectDeadlineNs;
    }

    /** Requests whose session was lost before they had an effect come first, so that the order of commands stays. */
    private void offerAll() {
        boolean taken = true;
        while (taken && !again.isEmpty()) {
            taken = offer(again.element());
            if (taken) {
                again.remove();
            }
        }
        Request request = queue.peek();
        while (taken && request != null) {
            taken = offer(request);
            if (taken) {
                queue.remove();
                request = queue.peek();
            }
        }
    }

    /** Returns whether the request is done with here: taken by the client, or failed. */
    private boolean offer(final Request request) {
        if (System.nanoTime() - request.deadlineNs() >= 0) {
            request.fail(new NoLeaderException(client.noLeader()));
            return true;
        }
        bytes.wrap(request.bytes());
        try {
            final long sequence = request.isQuery()
                    ? client.offerQuery(bytes, 0, bytes.capacity(), request.deadlineNs())
                    : client.offerCommand(bytes, 0, bytes.capacity(), request.deadlineNs());
            if (sequence > 0) {
                (request.isQuery() ? queries : commands).put(sequence, request);
            }
            return sequence > 0;
        } catch (final CommandTooLargeException e) {
            request.fail(e);
            return true;
        }
    }

    private void finish(final ClientException reason) {
        end = reason;
        client.close();
        connected.completeExceptionally(reason);
        for (final Request request : drain(commands)) {
            request.fail(new IndeterminateOutcomeException(
                    "client ended before the answer came; the command may or may not have been applied"));
        }
        for (final Request request : drain(queries)) {
            request.fail(reason);
        }
        while (!again.isEmpty()) {
            again.remove().fail(reason);
        }
        failQueued(reason);
    }

    private void failQueued(final ClientException reason) {
        Request request = queue.poll();
        while (request != null) {
            request.fail(reason);
            request = queue.poll();
        }
    }

    private static List<Request> drain(final Long2ObjectHashMap<Request> requests) {
        final List<Request> drained = new ArrayList<>(requests.values());
        requests.clear();
        return drained;
    }

    private static byte[] copy(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        return copy;
    }
}
