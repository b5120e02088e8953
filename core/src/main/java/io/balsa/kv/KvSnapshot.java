package io.balsa.kv;

import io.balsa.kv.store.BPlusTree;
import io.balsa.kv.store.FrozenTree;
import io.balsa.kv.store.TreeCursor;
import io.balsa.snapshot.SnapshotSink;
import io.balsa.snapshot.SnapshotSource;
import io.balsa.statemachine.StateSnapshot;
import java.io.IOException;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * All entries of the store as of one moment, in key order.
 *
 * <pre>
 *   0               4               8                16
 *   +---------------+---------------+----------------+
 *   | format        | zero          | entry count    |
 *   +---------------+---------------+----------------+
 *   per entry, by key:
 *   +---------------+---------------+----------------+---------+-----------+
 *   | key length    | value length  | version        | key ... | value ... |
 *   +---------------+---------------+----------------+---------+-----------+
 * </pre>
 *
 * <p>All fields are little endian. In key order the entries fill the pages of the tree that loads them one after the other.
 *
 * <p>Threading: made by the apply thread, used and closed by another; {@link #load} by the apply thread.
 */
final class KvSnapshot implements StateSnapshot {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int FORMAT = 1;
    private static final int HEADER_LENGTH = 16;
    private static final int ENTRY_HEADER_LENGTH = 16;
    /** Bytes handed on at once: an entry without its value always fits. */
    private static final int PIECE_LENGTH = 64 * 1024;

    private static final int NOT_BEGUN = -1;

    private final FrozenTree tree;
    private final TreeCursor cursor;
    private final UnsafeBuffer piece = new UnsafeBuffer(new byte[PIECE_LENGTH]);
    private int used = HEADER_LENGTH;
    private boolean atEntry;
    /** Bytes of the present entry's value that were handed on. */
    private int valueOffset = NOT_BEGUN;

    KvSnapshot(final FrozenTree tree) {
        this.tree = tree;
        cursor = tree.newCursor();
        piece.putInt(0, FORMAT, ORDER);
        piece.putInt(4, 0, ORDER);
        piece.putLong(8, tree.size(), ORDER);
        atEntry = cursor.seek(piece, 0, 0);
    }

    @Override
    public boolean write(final SnapshotSink sink) throws IOException {
        while (atEntry && addEntry()) {
            atEntry = cursor.next();
        }
        sink.write(piece, 0, used);
        used = 0;
        return atEntry;
    }

    /** Adds what is left of an entry; returns false when the piece is full before its end. */
    private boolean addEntry() {
        if (valueOffset == NOT_BEGUN) {
            final int keyLength = cursor.keyLength();
            if (ENTRY_HEADER_LENGTH + keyLength > PIECE_LENGTH - used) {
                return false;
            }
            piece.putInt(used, keyLength, ORDER);
            piece.putInt(used + 4, cursor.valueLength(), ORDER);
            piece.putLong(used + 8, cursor.version(), ORDER);
            piece.putBytes(used + ENTRY_HEADER_LENGTH, cursor.keyBuffer(), cursor.keyOffset(), keyLength);
            used += ENTRY_HEADER_LENGTH + keyLength;
            valueOffset = 0;
        }
        final int left = cursor.valueLength() - valueOffset;
        final int part = Math.min(left, PIECE_LENGTH - used);
        cursor.copyValue(valueOffset, piece, used, part);
        used += part;
        valueOffset += part;
        if (part < left) {
            return false;
        }
        valueOffset = NOT_BEGUN;
        return true;
    }

    @Override
    public void close() {
        tree.close();
    }

    /**
     * Puts all entries into an empty tree.
     *
     * @throws IllegalStateException when the bytes are no snapshot of a store
     */
    static void load(final SnapshotSource source, final BPlusTree tree) {
        final UnsafeBuffer key = new UnsafeBuffer(new byte[BPlusTree.MAX_KEY_LENGTH]);
        final UnsafeBuffer value = new UnsafeBuffer(new byte[PIECE_LENGTH]);
        source.read(value, 0, HEADER_LENGTH);
        require(value.getInt(0, ORDER) == FORMAT, "format", value.getInt(0, ORDER));
        final long count = value.getLong(8, ORDER);
        for (long i = 0; i < count; i++) {
            source.read(value, 0, ENTRY_HEADER_LENGTH);
            final int keyLength = value.getInt(0, ORDER);
            final int valueLength = value.getInt(4, ORDER);
            final long version = value.getLong(8, ORDER);
            require(keyLength >= 0 && keyLength <= BPlusTree.MAX_KEY_LENGTH, "keyLength", keyLength);
            require(valueLength >= 0 && valueLength <= KvRequestLayout.MAX_VALUE_LENGTH, "valueLength", valueLength);
            require(version > BPlusTree.NO_VERSION, "version", version);
            source.read(key, 0, keyLength);
            int length = Math.min(valueLength, PIECE_LENGTH);
            source.read(value, 0, length);
            tree.put(key, 0, keyLength, value, 0, length, version);
            for (int done = length; done < valueLength; done += length) {
                length = Math.min(valueLength - done, PIECE_LENGTH);
                source.read(value, 0, length);
                tree.append(key, 0, keyLength, value, 0, length, version);
            }
        }
        require(tree.size() == count, "entryCount", count);
        require(source.remaining() == 0, "bytes behind the last entry", source.remaining());
    }

    private static void require(final boolean holds, final String field, final long found) {
        if (!holds) {
            throw new IllegalStateException("snapshot of the store unreadable: " + field + "=" + found
                    + "; load it with the version of Balsa that wrote it");
        }
    }
}
