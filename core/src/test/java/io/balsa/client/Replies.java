package io.balsa.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.agrona.DirectBuffer;

/** Collects what a {@link PipelinedClient} tells, and fails when something is told twice. */
final class Replies implements ReplyHandler {
    /** A reply. */
    record Told(ResponseStatus status, String body) {}

    final Map<Long, Told> commands = new HashMap<>();
    final Map<Long, Told> queries = new HashMap<>();

    /** Sequences of commands in the order they were told. */
    final List<Long> order = new ArrayList<>();

    @Override
    public void onCommandReply(
            final long sequence,
            final ResponseStatus status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        order.add(sequence);
        put(commands, sequence, status, buffer.getStringWithoutLengthUtf8(offset, length));
    }

    @Override
    public void onQueryReply(
            final long sequence,
            final ResponseStatus status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        put(queries, sequence, status, buffer.getStringWithoutLengthUtf8(offset, length));
    }

    ResponseStatus commandStatus(final long sequence) {
        return Objects.requireNonNull(commands.get(sequence), "not told").status();
    }

    private static void put(
            final Map<Long, Told> replies, final long sequence, final ResponseStatus status, final String body) {
        if (replies.put(sequence, new Told(status, body)) != null) {
            throw new AssertionError("told twice: sequence=" + sequence);
        }
    }
}
