package io.balsa.counters;

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
import io.balsa.simulation.SimScheduler;
import java.util.SplittableRandom;
import org.agrona.concurrent.NanoClock;

/**
 * What a node of a replay stands on.
 *
 * <p>Threading: one thread.
 */
final class ReplayEnvironment implements Environment, Arrivals {
    private final ReplayDisk disk;
    private final NanoClock clock;
    private final SplittableRandom random;
    private final ReplayNetwork network;
    private final ReplayLoad load;
    private final Runnable wakeUp;

    ReplayEnvironment(
            final ReplayDisk disk,
            final SimScheduler scheduler,
            final SplittableRandom random,
            final ReplayNetwork network,
            final ReplayLoad load,
            final Runnable wakeUp) {
        this.disk = disk;
        this.clock = scheduler::nowNs;
        this.random = random;
        this.network = network;
        this.load = load;
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
        return load.portOf(gatewayId, ingress, egress, wakeUp);
    }

    @Override
    public int poll() {
        return 0;
    }

    @Override
    public void prepareToWait() {
        // The replay steps the node; it never waits.
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
        // Disk, network and load are the replay's.
    }
}
