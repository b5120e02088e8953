package io.balsa.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.balsa.statemachine.CommittedCommand;
import io.balsa.statemachine.ResponseWriter;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A state machine with a log index of its own; requests are written as text, responses are read as text. */
final class KvHarness implements AutoCloseable {
    /** What requests lie behind in their buffer, as in a log. */
    static final int OFFSET = 40;

    final KvStateMachine machine = new KvStateMachine();
    final Response response;
    private final Command command = new Command();
    private final UnsafeBuffer request;
    private int requestLength;

    KvHarness() {
        this(64 * 1024);
    }

    KvHarness(final int responseCapacity) {
        response = new Response(responseCapacity);
        request = new UnsafeBuffer(new byte[1 << 20]);
    }

    /** The response writer of a node. */
    static final class Response implements ResponseWriter {
        final UnsafeBuffer buffer;
        int length;

        private Response(final int capacity) {
            buffer = new UnsafeBuffer(new byte[capacity]);
        }

        @Override
        public MutableDirectBuffer buffer() {
            return buffer;
        }

        @Override
        public int capacity() {
            return buffer.capacity();
        }

        @Override
        public void length(final int responseLength) {
            length = responseLength;
        }
    }

    private static final class Command implements CommittedCommand {
        private long index;
        private DirectBuffer buffer = new UnsafeBuffer(new byte[0]);
        private int offset;
        private int length;

        @Override
        public long index() {
            return index;
        }

        @Override
        public long term() {
            return 1;
        }

        @Override
        public long sessionId() {
            return 1;
        }

        @Override
        public DirectBuffer buffer() {
            return buffer;
        }

        @Override
        public int offset() {
            return offset;
        }

        @Override
        public int length() {
            return length;
        }
    }

    /** Applies a command with the next index; returns "STATUS version=v before=p length=l". */
    String apply(final DirectBuffer buffer, final int offset, final int length) {
        applyQuietly(buffer, offset, length);
        return KvStatus.of(KvResponseLayout.status(response.buffer, 0))
                + " version=" + KvResponseLayout.version(response.buffer, 0)
                + " before=" + KvResponseLayout.previousVersion(response.buffer, 0)
                + " length=" + KvResponseLayout.valueLength(response.buffer, 0);
    }

    void applyQuietly(final DirectBuffer buffer, final int offset, final int length) {
        command.index++;
        command.buffer = buffer;
        command.offset = offset;
        command.length = length;
        response.length = 0;
        machine.apply(command, response);
    }

    long index() {
        return command.index;
    }

    String put(final String key, final String value) {
        return applyRequest(KvRequestLayout.PUT, 0, key, value);
    }

    String delete(final String key) {
        return applyRequest(KvRequestLayout.DELETE, 0, key, "");
    }

    String append(final String key, final String suffix) {
        return applyRequest(KvRequestLayout.APPEND, 0, key, suffix);
    }

    String compareVersion(final String key, final long expected, final String value) {
        return applyRequest(KvRequestLayout.COMPARE_VERSION, expected, key, value);
    }

    String compareValue(final String key, final String expected, final String value) {
        final DirectBuffer keyBytes = bytes(key);
        final DirectBuffer expectedBytes = bytes(expected);
        final DirectBuffer valueBytes = bytes(value);
        final int length = KvRequestEncoder.encodeCompareValue(
                request,
                OFFSET,
                keyBytes,
                0,
                keyBytes.capacity(),
                expectedBytes,
                0,
                expectedBytes.capacity(),
                valueBytes,
                0,
                valueBytes.capacity());
        return apply(request, OFFSET, length);
    }

    String applyRequest(final int operation, final long argument, final String key, final String value) {
        encode(operation, argument, key, value);
        return apply(request, OFFSET, requestLength);
    }

    /** Reads a value from a byte on; returns "value @version of length", or the status. */
    String get(final String key, final int from) {
        final KvStatus status = queryRequest(KvRequestLayout.GET, from, key, "");
        if (status != KvStatus.OK) {
            return status.toString();
        }
        final int bytes = response.length - KvResponseLayout.HEADER_LENGTH;
        return text(KvResponseLayout.HEADER_LENGTH, bytes) + " @" + KvResponseLayout.version(response.buffer, 0)
                + " of " + KvResponseLayout.valueLength(response.buffer, 0);
    }

    String get(final String key) {
        return get(key, 0);
    }

    /** Scans; returns "key=value@version" per entry, "key@version(length)" without its value, and "..." when there is more. */
    List<String> scan(final String prefix, final String after, final int limit, final boolean keysOnly) {
        final long argument = limit | (keysOnly ? KvRequestLayout.SCAN_KEYS_ONLY : 0);
        final KvStatus status = queryRequest(KvRequestLayout.SCAN, argument, prefix, after);
        final List<String> entries = new ArrayList<>();
        if (status != KvStatus.OK) {
            entries.add(status.toString());
            return entries;
        }
        int at = KvResponseLayout.HEADER_LENGTH;
        for (int i = 0; i < KvResponseLayout.count(response.buffer, 0); i++) {
            final int keyLength = KvResponseLayout.entryKeyLength(response.buffer, at);
            final int valueLength = KvResponseLayout.entryValueLength(response.buffer, at);
            final boolean held = KvResponseLayout.entryHoldsValue(response.buffer, at);
            final String version = "@" + KvResponseLayout.entryVersion(response.buffer, at);
            at += KvResponseLayout.ENTRY_HEADER_LENGTH;
            final String key = text(at, keyLength);
            at += keyLength;
            entries.add(held ? key + "=" + text(at, valueLength) + version : key + version + "(" + valueLength + ")");
            at += held ? valueLength : 0;
        }
        if (at != response.length) {
            throw new AssertionError(
                    "the response does not end with its last entry: end=" + at + ", length=" + response.length);
        }
        if (KvResponseLayout.hasMore(response.buffer, 0)) {
            entries.add("...");
        }
        return entries;
    }

    KvStatus queryRequest(final int operation, final long argument, final String key, final String value) {
        encode(operation, argument, key, value);
        return query(request, OFFSET, requestLength);
    }

    KvStatus query(final DirectBuffer buffer, final int offset, final int length) {
        response.length = 0;
        machine.query(buffer, offset, length, response);
        return KvStatus.of(KvResponseLayout.status(response.buffer, 0));
    }

    private void encode(final int operation, final long argument, final String key, final String value) {
        final DirectBuffer keyBytes = bytes(key);
        final DirectBuffer valueBytes = bytes(value);
        requestLength = KvRequestEncoder.encode(
                request,
                OFFSET,
                operation,
                argument,
                keyBytes,
                0,
                keyBytes.capacity(),
                valueBytes,
                0,
                valueBytes.capacity());
    }

    private String text(final int offset, final int length) {
        final byte[] bytes = new byte[length];
        response.buffer.getBytes(offset, bytes);
        return new String(bytes, UTF_8);
    }

    static DirectBuffer bytes(final String text) {
        return new UnsafeBuffer(text.getBytes(UTF_8));
    }

    @Override
    public void close() {
        machine.close();
    }
}
