package io.balsa.simulation;

import io.balsa.client.ClientPort;
import io.balsa.client.EgressRing;
import io.balsa.client.IngressRing;
import io.balsa.client.StatusSource;
import io.balsa.disk.Disk;
import io.balsa.network.FrameHandler;
import io.balsa.network.NetworkCounters;
import io.balsa.network.NodeIdentity;
import io.balsa.network.Transport;
import io.balsa.node.Arrivals;
import io.balsa.node.Environment;
import io.balsa.node.NodeConfig;
import org.agrona.concurrent.NanoClock;

/**
 * What one process of a simulated node stands on.
 *
 * <p>Threading: one thread. What arrives wakes the process up; it is taken in by the transport and off the client ring.
 */
final class SimEnvironment implements Environment, Arrivals {
    private final Disk disk;
    private final NanoClock clock;
    private final SimRandom random;
    private final SimNetwork network;
    private final ClientNetwork clients;
    private final Runnable wakeUp;

    SimEnvironment(
            final Disk disk,
            final NanoClock clock,
            final SimRandom random,
            final SimNetwork network,
            final ClientNetwork clients,
            final Runnable wakeUp) {
        this.disk = disk;
        this.clock = clock;
        this.random = random;
        this.network = network;
        this.clients = clients;
        this.wakeUp = wakeUp;
    }

    @Override
    public Disk disk() {
        return disk;
    }

    @Override
    public NanoClock clock() {
        return clock;
    }

    @Override
    public long nextRandom() {
        return random.nextLong();
    }

    @Override
    public Arrivals arrivals() {
        return this;
    }

    @Override
    public Transport openTransport(
            final NodeConfig config,
            final NodeIdentity identity,
            final FrameHandler handler,
            final int maxMessageLength,
            final NetworkCounters counters) {
        return network.join(identity.nodeId(), handler, wakeUp);
    }

    @Override
    public ClientPort openClientPort(
            final NodeConfig config,
            final long gatewayId,
            final IngressRing ingress,
            final EgressRing egress,
            final StatusSource status) {
        final SimClientPort port = new SimClientPort(clients, config.nodeId(), gatewayId, ingress, egress, wakeUp);
        clients.open(port);
        return port;
    }

    @Override
    public int poll() {
        return 0;
    }

    @Override
    public void prepareToWait() {
        // The simulator steps the node; it never waits.
    }

    @Override
    public void cancelWait() {
        // As above.
    }

    @Override
    public int await(final long timeoutNs) {
        throw new IllegalStateException("a node that is stepped does not wait");
    }

    @Override
    public void wakeUp() {
        wakeUp.run();
    }

    @Override
    public void close() {
        // The disk and the networks are the machine's.
    }
}
