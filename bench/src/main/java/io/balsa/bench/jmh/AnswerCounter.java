package io.balsa.bench.jmh;

import io.balsa.client.EgressHandler;
import org.agrona.DirectBuffer;

/** Counts answers, all of which are to be good ones. */
final class AnswerCounter implements EgressHandler {
    private long count;

    long count() {
        return count;
    }

    @Override
    public void onCommandReply(
            final long sessionId,
            final long sequence,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        count++;
    }

    @Override
    public void onSessionOpened(
            final long gatewayId,
            final long connectionId,
            final long correlationId,
            final long sessionId,
            final int window) {
        count++;
    }

    @Override
    public void onCommandRefusal(final long connectionId, final long sessionId, final long sequence, final int status) {
        throw new IllegalStateException("a command is refused: sequence=" + sequence + ", status=" + status);
    }

    @Override
    public void onReply(
            final long connectionId,
            final long correlationId,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        throw new IllegalStateException("nobody asks here");
    }

    @Override
    public void onLeaderChanged(final int leaderId, final boolean self) {
        throw new IllegalStateException("no leader changes here");
    }
}
