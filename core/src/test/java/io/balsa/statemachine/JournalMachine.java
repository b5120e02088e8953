package io.balsa.statemachine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Keeps every command it is given and answers with its number: a command applied twice, or not at all, shows.
 *
 * <p>A command or query {@code fail} throws, {@code large N ...} answers with {@code N} bytes.
 */
final class JournalMachine implements StateMachine {
    final List<String> journal = new ArrayList<>();
    final List<CommittedCommand> lentCommands = new ArrayList<>();
    final List<ResponseWriter> lentResponses = new ArrayList<>();
    final List<DirectBuffer> lentQueries = new ArrayList<>();
    boolean closed;
    private long hash = StateHash.SEED;

    @Override
    public void apply(final CommittedCommand command, final ResponseWriter response) {
        final String text = command.buffer().getStringWithoutLengthUtf8(command.offset(), command.length());
        lentCommands.add(command);
        journal.add(command.index() + ":" + command.term() + ":" + command.sessionId() + ":" + text);
        hash = StateHash.mix(hash, command.buffer(), command.offset(), command.length());
        answer(text, journal.size() + " " + text, response);
    }

    @Override
    public void query(final DirectBuffer query, final int offset, final int length, final ResponseWriter response) {
        final String text = query.getStringWithoutLengthUtf8(offset, length);
        lentQueries.add(query);
        answer(text, text + " after " + journal.size(), response);
    }

    private void answer(final String request, final String reply, final ResponseWriter response) {
        lentResponses.add(response);
        if (request.equals("fail")) {
            throw new UnsupportedOperationException("asked to fail");
        }
        if (request.startsWith("large ")) {
            final int length = Integer.parseInt(request.split(" ", 3)[1]);
            response.buffer().setMemory(0, Math.min(length, response.capacity()), (byte) 'x');
            response.length(length);
            return;
        }
        final byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
        response.buffer().putBytes(0, bytes);
        response.length(bytes.length);
    }

    @Override
    public long stateHash() {
        return hash;
    }

    @Override
    public void close() {
        closed = true;
    }
}
