package io.balsa.kv;

import io.balsa.kv.store.BPlusTree;
import io.balsa.kv.store.StoreHash;
import io.balsa.snapshot.SnapshotSource;
import io.balsa.statemachine.CommittedCommand;
import io.balsa.statemachine.ResponseWriter;
import io.balsa.statemachine.StateMachine;
import io.balsa.statemachine.StateSnapshot;
import org.agrona.DirectBuffer;

/**
 * The replicated key-value store. Every key has a version: the log index of the command that changed it last, so that a
 * version is never used twice, not even when a key is removed and comes back.
 *
 * <p>Requests and responses are drawn at {@link KvRequestLayout} and {@link KvResponseLayout}. A request that makes no sense
 * changes nothing and gets the same answer on every replica.
 *
 * <p>Threading: one thread calls all methods. Ownership: buffers are borrowed until the method returns. Errors: no memory left
 * is an {@link OutOfMemoryError}, which stops the node; the response writer must hold
 * {@link KvResponseLayout#MIN_CAPACITY} bytes.
 */
public final class KvStateMachine implements StateMachine {
    private final KvRequest request = new KvRequest();
    private BPlusTree store = new BPlusTree();
    private KvScan scan = new KvScan(store);

    @Override
    public void apply(final CommittedCommand command, final ResponseWriter response) {
        final KvStatus shape = request.wrap(command.buffer(), command.offset(), command.length());
        if (shape != KvStatus.OK) {
            answer(response, shape, 0, 0, 0);
            return;
        }
        switch (request.operation()) {
            case KvRequestLayout.PUT, KvRequestLayout.COMPARE_VERSION, KvRequestLayout.COMPARE_VALUE ->
                put(command.index(), response);
            case KvRequestLayout.APPEND -> append(command.index(), response);
            case KvRequestLayout.DELETE -> delete(response);
            default -> answer(response, KvStatus.UNSUPPORTED, 0, 0, 0);
        }
    }

    @Override
    public void query(final DirectBuffer query, final int offset, final int length, final ResponseWriter response) {
        final KvStatus shape = request.wrap(query, offset, length);
        if (shape != KvStatus.OK) {
            answerQuery(response, shape);
            return;
        }
        switch (request.operation()) {
            case KvRequestLayout.GET -> get(response);
            case KvRequestLayout.SCAN -> scan.run(request, response);
            default -> answerQuery(response, KvStatus.UNSUPPORTED);
        }
    }

    /** Returns the number of keys. */
    public long size() {
        return store.size();
    }

    /** Returns the bytes of memory held outside the heap. */
    public long reservedBytes() {
        return store.reservedBytes();
    }

    /** {@inheritDoc} It covers all keys, values and versions, and reads everything. */
    @Override
    public long stateHash() {
        return new StoreHash().of(store);
    }

    /** {@inheritDoc} Pages of the view are copied before they are changed, see {@link BPlusTree#freeze}. */
    @Override
    public StateSnapshot beginSnapshot() {
        return new KvSnapshot(store.freeze());
    }

    /** {@inheritDoc} The old contents are given up first, so that memory is needed once. */
    @Override
    public void loadSnapshot(final SnapshotSource source) {
        store.close();
        store = new BPlusTree();
        scan = new KvScan(store);
        KvSnapshot.load(source, store);
    }

    @Override
    public void close() {
        store.close();
    }

    private void put(final long index, final ResponseWriter response) {
        seek();
        final long previous = store.version();
        if (!isExpected(previous)) {
            answer(response, KvStatus.MISMATCH, store.valueLength(), previous, previous);
        } else if (request.valueLength() > KvRequestLayout.MAX_VALUE_LENGTH) {
            answer(response, KvStatus.VALUE_TOO_LARGE, store.valueLength(), previous, previous);
        } else {
            store.put(
                    request.buffer(),
                    request.keyOffset(),
                    request.keyLength(),
                    request.buffer(),
                    request.valueOffset(),
                    request.valueLength(),
                    index);
            answer(response, KvStatus.OK, request.valueLength(), index, previous);
        }
    }

    private boolean isExpected(final long version) {
        return switch (request.operation()) {
            case KvRequestLayout.COMPARE_VERSION -> request.argument() == version;
            case KvRequestLayout.COMPARE_VALUE ->
                store.valueEquals(request.buffer(), request.expectedOffset(), request.expectedLength());
            default -> true;
        };
    }

    private void append(final long index, final ResponseWriter response) {
        seek();
        final long previous = store.version();
        final int oldLength = store.valueLength();
        if (request.valueLength() > KvRequestLayout.MAX_VALUE_LENGTH - oldLength) {
            answer(response, KvStatus.VALUE_TOO_LARGE, oldLength, previous, previous);
            return;
        }
        store.append(
                request.buffer(),
                request.keyOffset(),
                request.keyLength(),
                request.buffer(),
                request.valueOffset(),
                request.valueLength(),
                index);
        answer(response, KvStatus.OK, oldLength + request.valueLength(), index, previous);
    }

    private void delete(final ResponseWriter response) {
        final boolean found = seek();
        final long previous = store.version();
        store.remove();
        answer(response, found ? KvStatus.OK : KvStatus.NOT_FOUND, 0, BPlusTree.NO_VERSION, previous);
    }

    private void get(final ResponseWriter response) {
        if (!seek()) {
            answerQuery(response, KvStatus.NOT_FOUND);
            return;
        }
        final int valueLength = store.valueLength();
        final int from = (int) Math.min(request.argument(), valueLength);
        final int length = Math.min(valueLength - from, response.capacity() - KvResponseLayout.HEADER_LENGTH);
        KvResponseLayout.putHeader(response.buffer(), KvStatus.OK, valueLength, store.version());
        store.copyValue(from, response.buffer(), KvResponseLayout.HEADER_LENGTH, length);
        response.length(KvResponseLayout.HEADER_LENGTH + length);
    }

    private boolean seek() {
        return store.seek(request.buffer(), request.keyOffset(), request.keyLength());
    }

    private static void answer(
            final ResponseWriter response,
            final KvStatus status,
            final int valueLength,
            final long version,
            final long previousVersion) {
        KvResponseLayout.putHeader(response.buffer(), status, valueLength, version);
        KvResponseLayout.putPreviousVersion(response.buffer(), previousVersion);
        response.length(KvResponseLayout.COMMAND_LENGTH);
    }

    private static void answerQuery(final ResponseWriter response, final KvStatus status) {
        KvResponseLayout.putHeader(response.buffer(), status, 0, BPlusTree.NO_VERSION);
        response.length(KvResponseLayout.HEADER_LENGTH);
    }
}
