package io.balsa.kv;

import io.balsa.kv.store.BPlusTree;
import io.balsa.kv.store.TreeCursor;
import io.balsa.statemachine.ResponseWriter;
import org.agrona.MutableDirectBuffer;

/**
 * Answers scans: as many entries as were asked for and fit into one response.
 *
 * <p>Threading: the state machine's thread. Ownership: request and response are borrowed for the call.
 */
final class KvScan {
    private final TreeCursor cursor;

    KvScan(final BPlusTree store) {
        this.cursor = store.newCursor();
    }

    void run(final KvRequest request, final ResponseWriter response) {
        final MutableDirectBuffer target = response.buffer();
        final int limit = request.scanLimit();
        int length = KvResponseLayout.HEADER_LENGTH;
        int count = 0;
        boolean more = seek(request) && isInside(request);
        while (more && count < limit) {
            final boolean keysOnly = request.isScanKeysOnly()
                    || entryLength(true) > response.capacity() - KvResponseLayout.HEADER_LENGTH;
            final int entryLength = entryLength(!keysOnly);
            if (entryLength > response.capacity() - length) {
                break;
            }
            putEntry(target, length, !keysOnly);
            length += entryLength;
            count++;
            more = cursor.next() && isInside(request);
        }
        KvResponseLayout.putScanHeader(target, more, count);
        response.length(length);
    }

    private boolean seek(final KvRequest request) {
        if (request.valueLength() == 0) {
            return cursor.seek(request.buffer(), request.keyOffset(), request.keyLength());
        }
        return cursor.seekAfter(request.buffer(), request.valueOffset(), request.valueLength());
    }

    private boolean isInside(final KvRequest request) {
        return cursor.keyStartsWith(request.buffer(), request.keyOffset(), request.keyLength());
    }

    private int entryLength(final boolean withValue) {
        return KvResponseLayout.ENTRY_HEADER_LENGTH + cursor.keyLength() + (withValue ? cursor.valueLength() : 0);
    }

    private void putEntry(final MutableDirectBuffer target, final int offset, final boolean withValue) {
        final int keyLength = cursor.keyLength();
        final int valueLength = cursor.valueLength();
        final int keyOffset = offset + KvResponseLayout.ENTRY_HEADER_LENGTH;
        KvResponseLayout.putEntryHeader(target, offset, cursor.version(), keyLength, valueLength, withValue);
        target.putBytes(keyOffset, cursor.keyBuffer(), cursor.keyOffset(), keyLength);
        if (withValue) {
            cursor.copyValue(0, target, keyOffset + keyLength, valueLength);
        }
    }
}
