package io.balsa.client;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Steps the gateway of a cluster of one together with {@link RawClient}s. */
final class GatewayDriver implements AutoCloseable {
    private final FakeCluster cluster = new FakeCluster(1);
    private final List<RawClient> clients = new ArrayList<>();

    FakeCluster cluster() {
        return cluster;
    }

    RawClient connect() {
        final RawClient client = new RawClient(address());
        clients.add(client);
        return client;
    }

    /** Returns a client that has been told of its session: two frames have come. */
    RawClient openSession() {
        final RawClient client = connect();
        client.send(RawClient.hello(FakeCluster.CLUSTER_ID));
        client.send(RawClient.frames(out -> new RequestEncoder().sessionOpen(out, -1)));
        cluster.runUntil(client::receive, () -> client.frameCount() == 2);
        return client;
    }

    void runUntil(final BooleanSupplier condition) {
        cluster.runUntil(() -> clients.forEach(RawClient::receive), condition);
    }

    void step(final int count) {
        for (int i = 0; i < count; i++) {
            cluster.step();
            clients.forEach(RawClient::receive);
        }
    }

    InetSocketAddress address() {
        return cluster.node(1).gateway().localAddress();
    }

    GatewayCounters counters() {
        return cluster.node(1).gateway().counters();
    }

    @Override
    public void close() {
        clients.forEach(RawClient::close);
        cluster.close();
    }
}
