package io.balsa.kv.store;

import io.balsa.statemachine.StateHash;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One number for the contents of a store: equal for equal keys, values and versions, whatever the pages look like.
 *
 * <p>Entries are taken in key order, each as key length, key, version, value length, value, in words of eight bytes.
 *
 * <p>Threading: the tree's thread, which is held for as long as it takes to read the whole store.
 */
public final class StoreHash {
    /** Bytes of a value read at once: the share of a page, and a multiple of a word. */
    private static final int PART_LENGTH = ValueChain.DATA_LENGTH;

    private final UnsafeBuffer part = new UnsafeBuffer(new byte[PART_LENGTH]);
    private long hash;

    /** Returns the hash of all entries. */
    public long of(final BPlusTree tree) {
        hash = StateHash.SEED;
        final TreeCursor cursor = tree.newCursor();
        for (boolean more = cursor.seek(part, 0, 0); more; more = cursor.next()) {
            addWord(cursor.keyLength());
            addBytes(cursor.keyBuffer(), cursor.keyOffset(), cursor.keyLength());
            addWord(cursor.version());
            addWord(cursor.valueLength());
            addValue(cursor);
        }
        addWord(tree.size());
        return hash;
    }

    private void addValue(final TreeCursor cursor) {
        final int length = cursor.valueLength();
        for (int from = 0; from < length; from += PART_LENGTH) {
            final int partLength = Math.min(PART_LENGTH, length - from);
            cursor.copyValue(from, part, 0, partLength);
            addBytes(part, 0, partLength);
        }
    }

    private void addBytes(final DirectBuffer buffer, final int offset, final int length) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            addWord(buffer.getLong(offset + i, ByteOrder.BIG_ENDIAN));
        }
        if (i < length) {
            addWord(KeyOrder.head(buffer, offset + i, length - i));
        }
    }

    private void addWord(final long word) {
        hash = StateHash.mix(hash, word);
    }
}
