package io.balsa.client;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The client most users take: blocking calls from any number of threads, over one session.
 *
 * <p>A thread of its own drives a {@link PipelinedClient}; callers hand their requests to it through a bounded queue. Commands of
 * one caller are applied in the order of its calls.
 *
 * <p>Threading: any thread. Ownership: arrays handed in must not be changed until the call returns or its future completes; arrays
 * handed out are the caller's.
 */
public final class BalsaClient implements AutoCloseable {
    private final ClientConfig config;
    private final BlockingQueue<Request> queue;
    private final RequestPump pump;
    private final Thread thread;

    private BalsaClient(final ClientConfig config) {
        this.config = config;
        queue = new ArrayBlockingQueue<>(config.maxOutstanding());
        pump = new RequestPump(config, queue);
        thread = new Thread(pump, "balsa-client");
        thread.setDaemon(true);
    }

    /**
     * Finds the leader and opens a session.
     *
     * @throws NoLeaderException when there is none within the request timeout
     * @throws ConnectionRefusedException when a node will not serve this client, for example because it belongs to another cluster
     */
    public static BalsaClient connect(final ClientConfig config) {
        final BalsaClient client = new BalsaClient(config);
        client.thread.start();
        try {
            get(client.pump.connected());
            return client;
        } catch (final RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /**
     * Finds the leader and opens a session, with the default settings.
     *
     * @param members client addresses of the nodes, {@code host:port,host:port}
     * @throws NoLeaderException when there is none within the request timeout
     */
    public static BalsaClient connect(final String members) {
        return connect(ClientConfig.of(members));
    }

    /**
     * Has a command committed and applied, exactly once.
     *
     * @return the state machine's response
     * @throws IndeterminateOutcomeException when no answer came within the request timeout, or the thread was interrupted: it may or
     *     may not have been applied
     * @throws NoLeaderException when no leader was found in that time: it was not applied
     * @throws CommandTooLargeException when it exceeds the cluster's limit
     * @throws ResponseLostException when it was applied and the response is not to be had
     */
    public byte[] command(final byte[] command) {
        return await(commandAsync(command));
    }

    /**
     * Asks the state machine; the answer reflects every command that was answered before the call (linearizable).
     *
     * @return the state machine's response
     * @throws NoLeaderException when no leader answered within the request timeout
     * @throws CommandTooLargeException when it exceeds the cluster's limit
     * @throws ResponseLostException when the response exceeds the cluster's limit
     */
    public byte[] query(final byte[] query) {
        return await(queryAsync(query));
    }

    /**
     * Like {@link #command}, without waiting: the future completes with the response or with one of its exceptions.
     *
     * <p>It does wait while as many requests are queued as may be outstanding. What is chained to the future runs on the client's
     * thread and must not block.
     */
    public CompletableFuture<byte[]> commandAsync(final byte[] command) {
        return submit(new Request(false, command, deadlineNs()));
    }

    /** Like {@link #query}, without waiting; see {@link #commandAsync}. */
    public CompletableFuture<byte[]> queryAsync(final byte[] query) {
        return submit(new Request(true, query, deadlineNs()));
    }

    /**
     * Asks one node about itself.
     *
     * @param address of its client port, {@code host:port}
     * @throws ClientException when it does not answer in time
     */
    public StatusReport status(final String address) {
        return StatusProbe.ask(address, config.clusterId(), Duration.ofNanos(config.requestTimeoutNs()));
    }

    /** Closes the session and fails outstanding requests: commands that were sent as indeterminate. */
    @Override
    public void close() {
        pump.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<byte[]> submit(final Request request) {
        if (!enqueue(request)) {
            request.fail(new NoLeaderException(
                    "request not sent in time: as many requests are queued as may be outstanding, " + "maxOutstanding="
                            + config.maxOutstanding()));
        }
        return request.future();
    }

    private boolean enqueue(final Request request) {
        try {
            // The client's own thread is the one that makes room: it cannot wait for it.
            final boolean isOwnThread = Thread.currentThread() == thread;
            final long waitNs = isOwnThread ? 0 : request.deadlineNs() - System.nanoTime();
            final boolean queued = queue.offer(request, waitNs, TimeUnit.NANOSECONDS);
            pump.onQueued();
            return queued;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private byte[] await(final CompletableFuture<byte[]> future) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("blocking call on the client's own thread; use the async form there");
        }
        return get(future);
    }

    private static <T> T get(final CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof ClientException cause) {
                // Made on the client's thread; the caller wants to see its own stack.
                cause.fillInStackTrace();
                throw cause;
            }
            throw new ClientException("client failed: " + e.getMessage(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IndeterminateOutcomeException("interrupted while waiting for the answer");
        }
    }

    private long deadlineNs() {
        return System.nanoTime() + config.requestTimeoutNs();
    }
}
