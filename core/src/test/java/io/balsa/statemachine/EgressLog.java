package io.balsa.statemachine;

import io.balsa.client.EgressHandler;
import io.balsa.client.EgressRing;
import io.balsa.client.ResponseStatus;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Writes down what comes out of the egress ring, a line per answer. */
final class EgressLog implements EgressHandler {
    private final List<String> lines = new ArrayList<>();

    /** Empties the ring; returns what was in it. A poll that only passes the end of the ring hands over nothing: so two at a time. */
    List<String> take(final EgressRing egress) {
        lines.clear();
        int taken = Integer.MAX_VALUE;
        while (taken > 0) {
            taken = egress.poll(this, Integer.MAX_VALUE) + egress.poll(this, Integer.MAX_VALUE);
        }
        return List.copyOf(lines);
    }

    /** Takes one answer out of the ring, or none. */
    List<String> takeOne(final EgressRing egress) {
        lines.clear();
        egress.poll(this, 1);
        return List.copyOf(lines);
    }

    @Override
    public void onCommandReply(
            final long sessionId,
            final long sequence,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        lines.add(sessionId + "/" + sequence + " " + text(status, buffer, offset, length));
    }

    @Override
    public void onCommandRefusal(final long connectionId, final long sessionId, final long sequence, final int status) {
        lines.add("refusal " + connectionId + " " + sessionId + "/" + sequence + " " + ResponseStatus.of(status));
    }

    @Override
    public void onSessionOpened(
            final long gatewayId,
            final long connectionId,
            final long correlationId,
            final long sessionId,
            final int window) {
        lines.add("opened " + sessionId + " for " + gatewayId + "," + connectionId + "," + correlationId + " window "
                + window);
    }

    @Override
    public void onReply(
            final long connectionId,
            final long correlationId,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        lines.add("reply " + connectionId + "," + correlationId + " " + text(status, buffer, offset, length));
    }

    @Override
    public void onLeaderChanged(final int leaderId, final boolean self) {
        lines.add("leader " + leaderId);
    }

    private static String text(final int status, final DirectBuffer buffer, final int offset, final int length) {
        return (ResponseStatus.of(status) + " " + buffer.getStringWithoutLengthUtf8(offset, length)).trim();
    }
}
