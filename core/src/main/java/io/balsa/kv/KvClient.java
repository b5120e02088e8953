package io.balsa.kv;

import io.balsa.client.BalsaClient;
import io.balsa.client.ClientConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Typed calls to the replicated key-value store.
 *
 * <p>Every write is applied exactly once or reported as of unknown outcome; every read sees all writes answered before it.
 *
 * <p>Threading: any thread; calls block. Ownership: arrays are copied. Errors: those of {@link BalsaClient#command} and
 * {@link BalsaClient#query}; a request that the store refuses is a {@link KvException}.
 */
public final class KvClient implements AutoCloseable {
    private static final byte[] NONE = new byte[0];

    private final UnaryOperator<byte[]> commands;
    private final UnaryOperator<byte[]> queries;
    private final AutoCloseable connection;

    KvClient(
            final UnaryOperator<byte[]> commands, final UnaryOperator<byte[]> queries, final AutoCloseable connection) {
        this.commands = commands;
        this.queries = queries;
        this.connection = connection;
    }

    /** Finds the leader and opens a session, as {@link BalsaClient#connect} does. */
    public static KvClient connect(final ClientConfig config) {
        final BalsaClient client = BalsaClient.connect(config);
        return new KvClient(client::command, client::query, client);
    }

    /** Sets a value whatever was there before. */
    public KvWrite put(final byte[] key, final byte[] value) {
        return write(request(KvRequestLayout.PUT, 0, key, value));
    }

    /** Removes a key. */
    public KvWrite delete(final byte[] key) {
        return write(request(KvRequestLayout.DELETE, 0, key, NONE));
    }

    /** Adds bytes to the end of a value; a key that is not there gets them as its value. */
    public KvWrite append(final byte[] key, final byte[] suffix) {
        return write(request(KvRequestLayout.APPEND, 0, key, suffix));
    }

    /** Sets a value if the present one is as expected. */
    public KvWrite compareAndSet(final byte[] key, final byte[] expected, final byte[] value) {
        final byte[] request = new byte[KvRequestLayout.HEADER_LENGTH + key.length + value.length + expected.length];
        KvRequestEncoder.encodeCompareValue(
                new UnsafeBuffer(request),
                0,
                new UnsafeBuffer(checkKey(key)),
                0,
                key.length,
                new UnsafeBuffer(expected),
                0,
                expected.length,
                new UnsafeBuffer(value),
                0,
                value.length);
        return write(request);
    }

    /**
     * Sets a value if the key has not changed since it had a version.
     *
     * @param expectedVersion 0 when the key must not be there
     */
    public KvWrite compareAndSet(final byte[] key, final long expectedVersion, final byte[] value) {
        return write(request(KvRequestLayout.COMPARE_VERSION, expectedVersion, key, value));
    }

    /** Returns the entry of a key, null when it is not there. */
    public @Nullable KvEntry get(final byte[] key) {
        while (true) {
            final DirectBuffer first = getPart(key, 0);
            if (status(first) == KvStatus.NOT_FOUND) {
                return null;
            }
            final byte[] value = new byte[KvResponseLayout.valueLength(first, 0)];
            if (completes(value, key, first)) {
                return new KvEntry(key.clone(), value, KvResponseLayout.version(first, 0));
            }
        }
    }

    /**
     * Reads the rest of a value that is larger than a response.
     *
     * @return false when the key was changed meanwhile: parts of different versions do not belong together
     */
    private boolean completes(final byte[] value, final byte[] key, final DirectBuffer first) {
        final long version = KvResponseLayout.version(first, 0);
        DirectBuffer part = first;
        int done = 0;
        while (true) {
            final int length = part.capacity() - KvResponseLayout.HEADER_LENGTH;
            part.getBytes(KvResponseLayout.HEADER_LENGTH, value, done, length);
            done += length;
            if (done == value.length) {
                return true;
            }
            part = getPart(key, done);
            if (KvResponseLayout.version(part, 0) != version) {
                return false;
            }
        }
    }

    private DirectBuffer getPart(final byte[] key, final int from) {
        return query(request(KvRequestLayout.GET, from, key, NONE));
    }

    /**
     * Reads entries whose keys begin with a prefix.
     *
     * @param after key to begin after, null to begin with the first
     * @param limit most entries wanted, 0 for as many as fit into a response
     * @param keysOnly true to leave the values out
     */
    public KvPage scan(final byte[] prefix, final byte @Nullable [] after, final int limit, final boolean keysOnly) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit is negative: limit=" + limit);
        }
        final long argument = limit | (keysOnly ? KvRequestLayout.SCAN_KEYS_ONLY : 0);
        final DirectBuffer response =
                query(request(KvRequestLayout.SCAN, argument, prefix, after == null ? NONE : after));
        final List<KvEntry> entries = new ArrayList<>(KvResponseLayout.count(response, 0));
        int at = KvResponseLayout.HEADER_LENGTH;
        byte @Nullable [] next = null;
        for (int i = KvResponseLayout.count(response, 0); i > 0; i--) {
            final long version = KvResponseLayout.entryVersion(response, at);
            final byte[] key = new byte[KvResponseLayout.entryKeyLength(response, at)];
            final int valueLength = KvResponseLayout.entryValueLength(response, at);
            final boolean held = KvResponseLayout.entryHoldsValue(response, at);
            at += KvResponseLayout.ENTRY_HEADER_LENGTH;
            response.getBytes(at, key);
            at += key.length;
            next = key;
            if (held) {
                final byte[] value = new byte[valueLength];
                response.getBytes(at, value);
                at += valueLength;
                entries.add(new KvEntry(key, value, version));
            } else if (keysOnly) {
                entries.add(new KvEntry(key, NONE, version));
            } else {
                addSeparately(entries, key);
            }
        }
        return new KvPage(entries, KvResponseLayout.hasMore(response, 0) ? next : null);
    }

    /** Closes the session. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Exception e) {
            throw new IllegalStateException("the client could not be closed", e);
        }
    }

    /** An entry too large for a scan's response is read by itself; it may be gone by now. */
    private void addSeparately(final List<KvEntry> entries, final byte[] key) {
        final KvEntry entry = get(key);
        if (entry != null) {
            entries.add(entry);
        }
    }

    private KvWrite write(final byte[] request) {
        final DirectBuffer response = checked(commands.apply(request), KvResponseLayout.COMMAND_LENGTH);
        final boolean isApplied = status(response) == KvStatus.OK;
        return new KvWrite(
                isApplied,
                KvResponseLayout.version(response, 0),
                KvResponseLayout.previousVersion(response, 0),
                KvResponseLayout.valueLength(response, 0));
    }

    private DirectBuffer query(final byte[] request) {
        return checked(queries.apply(request), KvResponseLayout.HEADER_LENGTH);
    }

    /** Throws unless the response is a regular outcome: done, no such key, not as expected. */
    private static DirectBuffer checked(final byte[] response, final int leastLength) {
        final DirectBuffer buffer = new UnsafeBuffer(response);
        if (response.length < leastLength || KvResponseLayout.format(buffer, 0) != KvResponseLayout.FORMAT) {
            throw new KvException(
                    KvStatus.UNSUPPORTED,
                    "not a response of the key-value store: length=" + response.length
                            + "; does the cluster run another state machine or another version?");
        }
        final KvStatus status = status(buffer);
        switch (status) {
            case OK, NOT_FOUND, MISMATCH -> {
                return buffer;
            }
            case VALUE_TOO_LARGE ->
                throw new KvException(status, "value too large: limit=" + KvRequestLayout.MAX_VALUE_LENGTH + " bytes");
            default -> throw new KvException(status, "the store refused the request: status=" + status);
        }
    }

    private static KvStatus status(final DirectBuffer response) {
        return KvStatus.of(KvResponseLayout.status(response, 0));
    }

    private static byte[] request(final int operation, final long argument, final byte[] key, final byte[] value) {
        if (operation != KvRequestLayout.SCAN) {
            checkKey(key);
        }
        final byte[] request = new byte[KvRequestLayout.HEADER_LENGTH + key.length + value.length];
        KvRequestEncoder.encode(
                new UnsafeBuffer(request),
                0,
                operation,
                argument,
                new UnsafeBuffer(key),
                0,
                key.length,
                new UnsafeBuffer(value),
                0,
                value.length);
        return request;
    }

    private static byte[] checkKey(final byte[] key) {
        if (key.length == 0 || key.length > KvRequestLayout.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("key length out of range: length=" + key.length + "; take 1 to "
                    + KvRequestLayout.MAX_KEY_LENGTH + " bytes");
        }
        return key;
    }
}
