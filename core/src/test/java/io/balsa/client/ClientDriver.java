package io.balsa.client;

import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Steps a {@link PipelinedClient} together with a {@link FakeCluster}; its time passes by a little with every step. */
final class ClientDriver implements AutoCloseable {
    private static final long STEP_MICROS = 10;

    private final FakeCluster cluster;
    private final ReplyHandler replies;
    private final ManualClock clock = new ManualClock();
    private @Nullable PipelinedClient client;

    ClientDriver(final FakeCluster cluster, final ReplyHandler replies) {
        this.cluster = cluster;
        this.replies = replies;
    }

    ManualClock clock() {
        return clock;
    }

    PipelinedClient open(final ClientConfig config) {
        return open(config, replies);
    }

    PipelinedClient open(final ClientConfig config, final ReplyHandler handler) {
        close();
        final PipelinedClient opened = new PipelinedClient(config, handler, clock);
        client = opened;
        return opened;
    }

    PipelinedClient connect() {
        return connect(ClientConfig.of(cluster.members()));
    }

    PipelinedClient connect(final ClientConfig config) {
        final PipelinedClient opened = open(config);
        runUntil(opened::isConnected);
        return opened;
    }

    long command(final String text) {
        final byte[] bytes = FakeCluster.bytes(text);
        return client().offerCommand(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    long query(final String text) {
        final byte[] bytes = FakeCluster.bytes(text);
        return client().offerQuery(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    /** Polls the client without any time passing. */
    void pollOnce() {
        client().poll();
    }

    void step(final int count) {
        for (int i = 0; i < count; i++) {
            cluster.step();
            stepClient();
        }
    }

    void runUntil(final BooleanSupplier condition) {
        cluster.runUntil(this::stepClient, condition);
    }

    private void stepClient() {
        client().poll();
        clock.advanceMicros(STEP_MICROS);
    }

    private PipelinedClient client() {
        if (client == null) {
            throw new IllegalStateException("no client is open");
        }
        return client;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
