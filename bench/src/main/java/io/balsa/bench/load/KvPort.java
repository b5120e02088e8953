package io.balsa.bench.load;

import io.balsa.client.ClientConfig;
import io.balsa.client.PipelinedClient;
import io.balsa.client.ReplyHandler;
import io.balsa.client.ResponseStatus;
import io.balsa.kv.KvResponseLayout;
import io.balsa.kv.KvStatus;
import java.time.Duration;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Commands to a key-value cluster by the client that users have, one session, many outstanding.
 *
 * <p>Threading: as {@link CommandPort} says. Allocates nothing while the leader stays.
 */
public final class KvPort implements CommandPort, ReplyHandler, AutoCloseable {
    private static final long POLL_NS = 10_000_000;

    private final PipelinedClient client;
    private KvCommands commands;
    private @Nullable AnswerHandler handler;
    /** What is to be taken off a sequence to get the load's tag; commands of an earlier load come out negative. */
    private long firstSequence;

    private boolean isFirst = true;

    /** Opens a client; {@link #awaitConnected} waits for its session. */
    public KvPort(final ClientConfig config, final KvCommands commands) {
        this.commands = commands;
        client = new PipelinedClient(config, this);
    }

    /** Begins another load, whose tags begin at 0 again. */
    public void begin(final KvCommands next) {
        commands = next;
        isFirst = true;
    }

    /**
     * Waits until commands are taken.
     *
     * @throws IllegalStateException when that takes longer than the timeout
     */
    public void awaitConnected(final Duration timeout) {
        final long startNs = System.nanoTime();
        while (!client.isConnected()) {
            if (System.nanoTime() - startNs > timeout.toNanos()) {
                throw new IllegalStateException("no session with the cluster: seconds=" + timeout.toSeconds());
            }
            client.poll(POLL_NS);
        }
    }

    @Override
    public boolean offer(final long tag) {
        commands.encode(tag);
        final long sequence = client.offerCommand(commands.buffer(), 0, commands.length());
        if (sequence < 0) {
            return false;
        }
        if (isFirst) {
            firstSequence = sequence - tag;
            isFirst = false;
        }
        return true;
    }

    @Override
    public void poll(final AnswerHandler answers, final long maxWaitNs) {
        handler = answers;
        if (maxWaitNs > 0) {
            client.poll(maxWaitNs);
        } else {
            client.poll();
        }
    }

    @Override
    public void wakeup() {
        client.wakeup();
    }

    @Override
    public void onCommandReply(
            final long sequence,
            final ResponseStatus status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final AnswerHandler answers = handler;
        if (answers == null || isFirst || sequence < firstSequence) {
            return;
        }
        final long tag = sequence - firstSequence;
        if (status != ResponseStatus.OK) {
            answers.onAnswer(tag, status.name());
        } else if (length < KvResponseLayout.COMMAND_LENGTH) {
            answers.onAnswer(tag, "response cut short");
        } else {
            final KvStatus outcome = KvStatus.of(KvResponseLayout.status(buffer, offset));
            answers.onAnswer(tag, outcome == KvStatus.OK ? null : outcome.name());
        }
    }

    @Override
    public void onQueryReply(
            final long sequence,
            final ResponseStatus status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        throw new IllegalStateException("no query was sent: sequence=" + sequence);
    }

    @Override
    public void close() {
        client.close();
    }
}
