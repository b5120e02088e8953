package io.balsa.counters;

import io.balsa.client.ClientPort;
import io.balsa.client.EgressHandler;
import io.balsa.client.EgressRing;
import io.balsa.client.GatewayCounters;
import io.balsa.client.IngressRing;
import org.agrona.DirectBuffer;

/**
 * Where the load reaches one node.
 *
 * <p>Threading: one thread.
 */
final class ReplayPort implements ClientPort, EgressHandler {
    private static final int EGRESS_BATCH = 1024;

    private final ReplayLoad load;
    private final long gatewayId;
    private final IngressRing ingress;
    private final EgressRing egress;
    private final Runnable wakeUp;
    private final GatewayCounters counters = new GatewayCounters();

    ReplayPort(
            final ReplayLoad load,
            final long gatewayId,
            final IngressRing ingress,
            final EgressRing egress,
            final Runnable wakeUp) {
        this.load = load;
        this.gatewayId = gatewayId;
        this.ingress = ingress;
        this.egress = egress;
        this.wakeUp = wakeUp;
    }

    long gatewayId() {
        return gatewayId;
    }

    IngressRing ingress() {
        return ingress;
    }

    /** There is something on the ring. */
    void wakeUp() {
        wakeUp.run();
    }

    @Override
    public int doWork(final long nowNs) {
        return egress.poll(this, EGRESS_BATCH);
    }

    @Override
    public void onCommandReply(
            final long sessionId,
            final long sequence,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        answer(sequence, status);
    }

    @Override
    public void onReply(
            final long connectionId,
            final long correlationId,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        answer(correlationId, status);
    }

    @Override
    public void onCommandRefusal(final long connectionId, final long sessionId, final long sequence, final int status) {
        answer(sequence, status);
    }

    private void answer(final long number, final int status) {
        final boolean inAgent = Meter.stop();
        load.onAnswer(number, status);
        Meter.goOn(inAgent);
    }

    @Override
    public void onSessionOpened(
            final long openedBy,
            final long connectionId,
            final long correlationId,
            final long sessionId,
            final int window) {
        if (openedBy == gatewayId) {
            load.onSessionOpened(sessionId);
        }
    }

    @Override
    public void onLeaderChanged(final int leaderId, final boolean self) {
        if (self) {
            load.onLeader(this);
        }
    }

    @Override
    public GatewayCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        // The load ends with the replay.
    }
}
