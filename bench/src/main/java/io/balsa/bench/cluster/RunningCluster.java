package io.balsa.bench.cluster;

import io.balsa.client.ClientConfig;
import io.balsa.kv.ClusterException;
import io.balsa.node.StageFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A cluster that runs already, on whatever machines: it is loaded and asked, never killed. */
public final class RunningCluster implements BenchCluster {
    private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(3);
    private static final long ANY_CLUSTER = 0;

    private final List<String> addresses;
    private long clusterId = ANY_CLUSTER;

    /**
     * Takes the nodes' addresses; {@link #start} connects.
     *
     * @param addresses of the client ports of all members, {@code host:port}
     * @throws IllegalArgumentException when one is no address
     */
    public RunningCluster(final List<String> addresses) {
        this.addresses = List.copyOf(addresses);
        checkAddresses();
    }

    /**
     * Asks all nodes.
     *
     * @throws ClusterException when they are no cluster that can be measured: what is wrong and what to do
     */
    @Override
    public void start() {
        try (ClusterWatch watch = watch()) {
            clusterId = watch.awaitLeader(LEADER_TIMEOUT).get(0).clusterId();
        }
    }

    @Override
    public ClientConfig.Builder clientConfig() {
        return ClientConfig.builder().members(String.join(",", addresses)).clusterId(clusterId);
    }

    /** The client's settings refuse what is no address: better now than after the machine was looked at. */
    private void checkAddresses() {
        clientConfig().build();
    }

    @Override
    public ClusterWatch watch() {
        return new ClusterWatch(addresses, clusterId, false);
    }

    @Override
    public Optional<StageFile> stageTimes(final int nodeId) {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Who started it ends it.
    }
}
