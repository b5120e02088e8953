package io.balsa.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the gateway counted since it started.
 *
 * <p>Threading: written by the gateway's thread alone, read by any.
 */
public final class GatewayCounters {
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong badFrames = new AtomicLong();
    private final AtomicLong slowReaders = new AtomicLong();
    private final AtomicLong timeouts = new AtomicLong();
    private final AtomicLong backPressure = new AtomicLong();
    private final AtomicLong commands = new AtomicLong();
    private final AtomicLong queries = new AtomicLong();
    private final AtomicLong replies = new AtomicLong();

    /** Makes counters that stand at 0, for a {@link ClientPort}. */
    public GatewayCounters() {}

    /** Returns the connections that are open now. */
    public long connections() {
        return connections.get();
    }

    /** Returns the connections that were accepted. */
    public long accepted() {
        return accepted.get();
    }

    /** Returns the connections that were refused: another cluster, another version, too many. */
    public long refused() {
        return refused.get();
    }

    /** Returns the frames that were damaged, cut, oversized or made no sense; each closed its connection. */
    public long badFrames() {
        return badFrames.get();
    }

    /** Returns the connections closed because the client did not read its replies. */
    public long slowReaders() {
        return slowReaders.get();
    }

    /** Returns the connections closed because the client was silent. */
    public long timeouts() {
        return timeouts.get();
    }

    /** Returns how often a connection had to wait because the ingress ring was full. */
    public long backPressure() {
        return backPressure.get();
    }

    /** Returns the commands put on the ingress ring. */
    public long commands() {
        return commands.get();
    }

    /** Returns the queries put on the ingress ring. */
    public long queries() {
        return queries.get();
    }

    /** Returns the replies to commands and queries handed to a connection. */
    public long replies() {
        return replies.get();
    }

    void onAccepted() {
        increment(accepted);
    }

    void onConnections(final int count) {
        connections.setRelease(count);
    }

    void onRefused() {
        increment(refused);
    }

    void onBadFrame() {
        increment(badFrames);
    }

    void onSlowReader() {
        increment(slowReaders);
    }

    void onTimeout() {
        increment(timeouts);
    }

    void onBackPressure() {
        increment(backPressure);
    }

    void onCommand() {
        increment(commands);
    }

    void onQuery() {
        increment(queries);
    }

    void onReply() {
        increment(replies);
    }

    /** One writer needs no atomic addition, only a store that readers see. */
    private static void increment(final AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }
}
