package io.balsa.statemachine;

import io.balsa.snapshot.SnapshotSink;
import io.balsa.snapshot.SnapshotSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every command it is given and answers with its number: a command applied twice, or not at all, shows.
 *
 * <p>A command or query {@code fail} throws, {@code large N ...} answers with {@code N} bytes. A snapshot is a copy, written line by line.
 */
final class JournalMachine implements StateMachine {
    final List<String> journal = new ArrayList<>();
    final List<CommittedCommand> lentCommands = new ArrayList<>();
    final List<ResponseWriter> lentResponses = new ArrayList<>();
    final List<DirectBuffer> lentQueries = new ArrayList<>();
    boolean closed;
    boolean withoutSnapshots;
    int closedViews;
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
    public @Nullable StateSnapshot beginSnapshot() {
        return withoutSnapshots ? null : new View(new ArrayList<>(journal), hash);
    }

    @Override
    public void loadSnapshot(final SnapshotSource source) {
        final UnsafeBuffer head = new UnsafeBuffer(new byte[12]);
        source.read(head, 0, 12);
        journal.clear();
        hash = head.getLong(0);
        final int count = head.getInt(8);
        for (int i = 0; i < count; i++) {
            source.read(head, 0, 4);
            final UnsafeBuffer line = new UnsafeBuffer(new byte[head.getInt(0)]);
            source.read(line, 0, line.capacity());
            journal.add(line.getStringWithoutLengthUtf8(0, line.capacity()));
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class View implements StateSnapshot {
        private final List<String> lines;
        private final long hashThen;
        private int next = -1;

        private View(final List<String> lines, final long hashThen) {
            this.lines = lines;
            this.hashThen = hashThen;
        }

        @Override
        public boolean write(final SnapshotSink sink) throws IOException {
            if (next < 0) {
                final UnsafeBuffer head = new UnsafeBuffer(new byte[12]);
                head.putLong(0, hashThen);
                head.putInt(8, lines.size());
                sink.write(head, 0, 12);
            } else {
                final byte[] line = lines.get(next).getBytes(StandardCharsets.UTF_8);
                final UnsafeBuffer bytes = new UnsafeBuffer(new byte[4 + line.length]);
                bytes.putInt(0, line.length);
                bytes.putBytes(4, line);
                sink.write(bytes, 0, bytes.capacity());
            }
            next++;
            return next < lines.size();
        }

        @Override
        public void close() {
            closedViews++;
        }
    }
}
