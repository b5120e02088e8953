package io.balsa.client;

/**
 * Where clients reach a node: their requests go to the {@link IngressRing}, what is on the {@link EgressRing} goes to them.
 *
 * <p>Threading: the node's duty cycle. {@link ClientGateway} is the one for the network.
 */
public interface ClientPort extends AutoCloseable {
    /**
     * Brings answers to the clients, and does what is due by time.
     *
     * @param nowNs of a monotonic clock
     * @return how many things were done
     */
    int doWork(long nowNs);

    /** Returns the port's counters. */
    GatewayCounters counters();

    /** Sends what is on the egress ring as far as it goes, then leaves the clients. */
    @Override
    void close();
}
