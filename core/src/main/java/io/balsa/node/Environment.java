package io.balsa.node;

import io.balsa.client.ClientPort;
import io.balsa.client.EgressRing;
import io.balsa.client.IngressRing;
import io.balsa.client.StatusSource;
import io.balsa.disk.Disk;
import io.balsa.network.FrameHandler;
import io.balsa.network.NetworkCounters;
import io.balsa.network.NodeIdentity;
import io.balsa.network.Transport;
import org.agrona.concurrent.NanoClock;

/**
 * What a node stands on: disk, time, randomness, and the ways to its peers and clients. Everything in which a node depends on the
 * world comes through here, so that whoever brings an own environment, for example a simulator, runs the very node that runs on a
 * machine.
 *
 * <p>An environment belongs to one node, which closes it. Threading: made and closed by the node's owner, else used by its duty cycle;
 * {@link #clock} and {@link Arrivals#wakeUp} by all its threads.
 */
public interface Environment extends AutoCloseable {
    /** Returns where the node's files are. */
    Disk disk();

    /** Returns the monotonic clock that ticks come from. */
    NanoClock clock();

    /** Returns 64 random bits: identities and election timeouts are made of them. */
    long nextRandom();

    /** Returns where the node's duty cycle takes in what has arrived. */
    Arrivals arrivals();

    /**
     * Opens the way to the other members. Called once.
     *
     * @param identity as which the node presents itself
     * @param handler takes what the others send, within {@link Arrivals#poll} or {@link Transport#doWork}
     * @param maxMessageLength of the longest message in bytes
     */
    Transport openTransport(
            NodeConfig config,
            NodeIdentity identity,
            FrameHandler handler,
            int maxMessageLength,
            NetworkCounters counters);

    /**
     * Opens the way for clients. Called once.
     *
     * @param gatewayId tells what came through this port from what came through any other
     * @param status asked when a client wants to know how the node is
     */
    ClientPort openClientPort(
            NodeConfig config, long gatewayId, IngressRing ingress, EgressRing egress, StatusSource status);

    @Override
    void close();
}
