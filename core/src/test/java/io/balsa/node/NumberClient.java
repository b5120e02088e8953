package io.balsa.node;

import io.balsa.client.ClientConfig;
import io.balsa.client.PipelinedClient;
import io.balsa.client.ReplyHandler;
import io.balsa.client.ResponseStatus;
import java.util.BitSet;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends the numbers from 0 on, each once, and remembers which were acknowledged. */
final class NumberClient implements AutoCloseable, ReplyHandler {
    private final UnsafeBuffer command = new UnsafeBuffer(BufferUtil.allocateDirectAligned(256, Long.BYTES));
    private final PipelinedClient client;
    private final BitSet acknowledged = new BitSet(1 << 22);
    private long numberOfFirstSequence = -1;
    private int nextNumber;
    private int endedCount;
    private int failedCount;

    NumberClient(final String addresses) {
        client = new PipelinedClient(ClientConfig.of(addresses), this);
    }

    /** Offers as many numbers as are taken, up to {@code untilNumber}, and takes replies. */
    int step(final int untilNumber, final int maxOutstanding) {
        while (nextNumber < untilNumber && nextNumber - endedCount < maxOutstanding) {
            command.putLong(0, nextNumber);
            final long sequence = client.offerCommand(command, 0, command.capacity());
            if (sequence < 0) {
                break;
            }
            if (numberOfFirstSequence < 0) {
                numberOfFirstSequence = sequence;
            }
            nextNumber++;
        }
        return client.poll();
    }

    boolean isConnected() {
        return client.isConnected();
    }

    int endedCount() {
        return endedCount;
    }

    int failedCount() {
        return failedCount;
    }

    boolean isAcknowledged(final int number) {
        return acknowledged.get(number);
    }

    @Override
    public void onCommandReply(
            final long sequence,
            final ResponseStatus status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        endedCount++;
        if (status == ResponseStatus.OK) {
            acknowledged.set((int) (sequence - numberOfFirstSequence));
        } else {
            failedCount++;
        }
    }

    @Override
    public void onQueryReply(
            final long sequence,
            final ResponseStatus status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        throw new AssertionError("no query was sent");
    }

    @Override
    public void close() {
        client.close();
    }
}
