package io.balsa.counters;

import io.balsa.client.EgressRing;
import io.balsa.client.IngressRing;
import io.balsa.client.ResponseStatus;
import io.balsa.codec.sbe.entry.CommandEntryEncoder;
import io.balsa.codec.sbe.entry.MessageHeaderEncoder;
import io.balsa.codec.sbe.entry.SessionOpenEntryEncoder;
import io.balsa.simulation.SimScheduler;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A client with one session that keeps a fixed number of requests under way, and begins and ends the counting.
 *
 * <p>Threading: one thread.
 */
final class ReplayLoad {
    private static final long LEAST_LATENCY_NS = 50_000;
    private static final int JITTER_NS = 50_000;
    private static final long CONNECTION = 1;
    private static final int MAX_ENTRY_BYTES = 8 << 10;

    private final SimScheduler scheduler;
    private final SplittableRandom random;
    private final Scenario scenario;
    private final Counts counts;
    private final UnsafeBuffer entry = new UnsafeBuffer(new byte[MAX_ENTRY_BYTES]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CommandEntryEncoder command = new CommandEntryEncoder();
    private final SessionOpenEntryEncoder sessionOpen = new SessionOpenEntryEncoder();
    private final long[] sentNs = new long[Scenario.WARMUP + Scenario.COUNTED + 1];
    private @Nullable ReplayPort leader;
    private long sessionId;
    private int sent;
    private int answered;
    private long lastToNodeNs;
    private long lastToClientNs;

    ReplayLoad(
            final SimScheduler scheduler, final SplittableRandom random, final Scenario scenario, final Counts counts) {
        this.scheduler = scheduler;
        this.random = random;
        this.scenario = scenario;
        this.counts = counts;
    }

    /** Makes the port of a node. */
    ReplayPort portOf(final long gatewayId, final IngressRing ingress, final EgressRing egress, final Runnable wakeUp) {
        return new ReplayPort(this, gatewayId, ingress, egress, wakeUp);
    }

    /** Tells whether everything was sent and answered. */
    boolean isDone() {
        return answered == sentNs.length - 1;
    }

    /** A node leads from now on. */
    void onLeader(final ReplayPort port) {
        if (leader != null) {
            throw new IllegalStateException("the leader changes in a calm cluster: answered=" + answered);
        }
        leader = port;
        toNode(() -> {
            sessionOpen
                    .wrapAndApplyHeader(entry, 0, header)
                    .gatewayId(port.gatewayId())
                    .connectionId(CONNECTION)
                    .correlationId(0)
                    .window(scenario.outstanding())
                    .maxSessions(1)
                    .maxReplyBytes(0);
            return port.ingress().offerSessionOpen(CONNECTION, 0, entry, 0, sessionOpen.limit());
        });
    }

    /** The session is open. */
    void onSessionOpened(final long newSessionId) {
        toClient(() -> {
            sessionId = newSessionId;
            for (int i = 0; i < scenario.outstanding(); i++) {
                send();
            }
        });
    }

    private void send() {
        if (sent == sentNs.length - 1) {
            return;
        }
        final int number = ++sent;
        sentNs[number] = scheduler.nowNs();
        toNode(() -> scenario.reads() ? query(number) : command(number));
    }

    private boolean command(final int number) {
        command.wrapAndApplyHeader(entry, 0, header)
                .sessionId(sessionId)
                .sequence(number)
                .ackedSequence(Math.max(0, number - scenario.outstanding()));
        entry.setMemory(command.limit(), scenario.requestBytes(), (byte) number);
        return ingress().offerCommand(CONNECTION, entry, 0, command.limit() + scenario.requestBytes());
    }

    private boolean query(final int number) {
        entry.setMemory(0, scenario.requestBytes(), (byte) number);
        return ingress().offerQuery(CONNECTION, number, entry, 0, scenario.requestBytes());
    }

    private IngressRing ingress() {
        if (leader == null) {
            throw new IllegalStateException("nobody leads");
        }
        return leader.ingress();
    }

    /** A command or query, by the number it was sent with, is answered. */
    void onAnswer(final long number, final int status) {
        if (ResponseStatus.of(status) != ResponseStatus.OK) {
            throw new IllegalStateException(
                    "a request is refused in a calm cluster: number=" + number + ", status=" + status);
        }
        toClient(() -> {
            answered++;
            counts.add(Counter.LATENCY_NS, scheduler.nowNs() - sentNs[(int) number]);
            if (answered == Scenario.WARMUP) {
                counts.begin();
            } else if (isDone()) {
                counts.end();
            }
            send();
        });
    }

    private interface Request {
        /** Puts the request on the node's ring; returns false when that is full. */
        boolean offer();
    }

    private void toNode(final Request request) {
        lastToNodeNs = Math.max(lastToNodeNs, arrivalNs());
        scheduler.at(lastToNodeNs, () -> {
            // What a gateway does.
            Meter.start();
            final boolean offered = request.offer();
            Meter.stop();
            if (!offered || leader == null) {
                throw new IllegalStateException("a request finds no room on the ring: sent=" + sent);
            }
            leader.wakeUp();
        });
    }

    private void toClient(final Runnable answer) {
        lastToClientNs = Math.max(lastToClientNs, arrivalNs());
        scheduler.at(lastToClientNs, answer);
    }

    private long arrivalNs() {
        return scheduler.nowNs() + LEAST_LATENCY_NS + random.nextInt(JITTER_NS);
    }
}
