package io.balsa.kv.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/** The same operations on a tree and on a {@link TreeMap}; every result is compared. */
final class StoreModel {
    private final BPlusTree tree;
    private final TreeMap<byte[], Entry> map = new TreeMap<>(Arrays::compareUnsigned);
    private long version;

    private record Entry(byte[] value, long version) {}

    StoreModel(final BPlusTree tree) {
        this.tree = tree;
    }

    void put(final byte[] key, final byte[] value) {
        version++;
        final Entry before = map.put(key.clone(), new Entry(value, version));
        final long previous =
                tree.put(new UnsafeBuffer(key), 0, key.length, new UnsafeBuffer(value), 0, value.length, version);
        assertThat(previous).isEqualTo(before == null ? BPlusTree.NO_VERSION : before.version);
    }

    void append(final byte[] key, final byte[] suffix) {
        version++;
        final Entry before = map.get(key);
        final byte[] value = before == null ? new byte[0] : before.value;
        final byte[] joined = Arrays.copyOf(value, value.length + suffix.length);
        System.arraycopy(suffix, 0, joined, value.length, suffix.length);
        map.put(key.clone(), new Entry(joined, version));
        final long previous =
                tree.append(new UnsafeBuffer(key), 0, key.length, new UnsafeBuffer(suffix), 0, suffix.length, version);
        assertThat(previous).isEqualTo(before == null ? BPlusTree.NO_VERSION : before.version);
    }

    void remove(final byte[] key) {
        final Entry before = map.remove(key);
        assertThat(tree.seek(new UnsafeBuffer(key), 0, key.length)).isEqualTo(before != null);
        tree.remove();
    }

    void get(final byte[] key) {
        final Entry expected = map.get(key);
        assertThat(tree.seek(new UnsafeBuffer(key), 0, key.length)).isEqualTo(expected != null);
        if (expected != null) {
            final byte[] value = expected.value;
            assertThat(tree.version()).isEqualTo(expected.version);
            assertThat(tree.valueLength()).isEqualTo(value.length);
            final byte[] actual = new byte[value.length];
            tree.copyValue(0, new UnsafeBuffer(actual), 0, value.length);
            assertThat(Arrays.equals(actual, value)).isTrue();
            assertThat(tree.valueEquals(new UnsafeBuffer(value), 0, value.length))
                    .isTrue();
            final int middle = value.length / 2;
            tree.copyValue(middle, new UnsafeBuffer(actual), 0, value.length - middle);
            assertThat(Arrays.equals(actual, 0, value.length - middle, value, middle, value.length))
                    .isTrue();
        } else {
            assertThat(tree.version()).isEqualTo(BPlusTree.NO_VERSION);
            assertThat(tree.valueLength()).isZero();
        }
    }

    /** Compares the entries from a key on, at most {@code limit}. */
    void scan(final byte[] from, final boolean inclusive, final int limit) {
        final TreeCursor cursor = tree.newCursor();
        final UnsafeBuffer key = new UnsafeBuffer(from);
        boolean more = inclusive ? cursor.seek(key, 0, from.length) : cursor.seekAfter(key, 0, from.length);
        final Iterator<Map.Entry<byte[], Entry>> expected =
                map.tailMap(from, inclusive).entrySet().iterator();
        for (int i = 0; i < limit && more; i++) {
            assertThat(expected.hasNext()).isTrue();
            same(cursor, expected.next());
            more = cursor.next();
        }
        assertThat(more).isEqualTo(expected.hasNext());
    }

    private static void same(final TreeCursor cursor, final Map.Entry<byte[], Entry> expected) {
        final byte[] key = new byte[cursor.keyLength()];
        cursor.keyBuffer().getBytes(cursor.keyOffset(), key);
        final byte[] value = new byte[cursor.valueLength()];
        cursor.copyValue(0, new UnsafeBuffer(value), 0, value.length);
        assertThat(Arrays.equals(key, expected.getKey())).isTrue();
        assertThat(Arrays.equals(value, expected.getValue().value)).isTrue();
        assertThat(cursor.version()).isEqualTo(expected.getValue().version);
    }

    /** Freezes the tree, and remembers what it holds. */
    Frozen freeze() {
        final TreeMap<byte[], Entry> contents = new TreeMap<>(Arrays::compareUnsigned);
        contents.putAll(map);
        return new Frozen(tree.freeze(), contents);
    }

    /** A view of a tree, and what it must hold whatever happens to the tree. */
    static final class Frozen implements AutoCloseable {
        private final FrozenTree view;
        private final TreeCursor cursor;
        private final Iterator<Map.Entry<byte[], Entry>> expected;
        private final BitSet usedPages;
        private final BitSet usedValuePages;
        private final long bytesHash;
        private boolean begun;
        private boolean more;

        private Frozen(final FrozenTree view, final TreeMap<byte[], Entry> contents) {
            this.view = view;
            assertThat(view.size()).isEqualTo(contents.size());
            expected = contents.entrySet().iterator();
            cursor = view.newCursor();
            usedPages = used(view.pages());
            usedValuePages = used(view.valuePages());
            bytesHash = bytesHash();
        }

        private static BitSet used(final FrozenPages pages) {
            final BitSet used = new BitSet();
            for (int id = 1; id < pages.pageCount(); id++) {
                used.set(id, !pages.isApart(id));
            }
            return used;
        }

        /** Asserts that not a byte of the frozen pages changed, not even those that no entry covers. */
        void checkBytes() {
            assertThat(bytesHash()).isEqualTo(bytesHash);
        }

        private long bytesHash() {
            final CRC32C crc = new CRC32C();
            usedPages.stream().forEach(id -> add(crc, view.pages().table().page(id)));
            usedValuePages.stream()
                    .forEach(id -> add(crc, view.valuePages().table().page(id)));
            return crc.getValue();
        }

        private static void add(final CRC32C crc, final UnsafeBuffer page) {
            final byte[] bytes = new byte[page.capacity()];
            page.getBytes(0, bytes);
            crc.update(bytes);
        }

        /** Compares the next entry; returns false when all were compared. */
        boolean compareNext() {
            if (!begun) {
                begun = true;
                more = cursor.seek(new UnsafeBuffer(new byte[0]), 0, 0);
            }
            assertThat(more).isEqualTo(expected.hasNext());
            if (more) {
                same(cursor, expected.next());
                more = cursor.next();
                return true;
            }
            return false;
        }

        @Override
        public void close() {
            view.close();
        }
    }

    /** Compares everything, and checks the tree's pages. */
    void checkAll() {
        assertThat(tree.size()).isEqualTo(map.size());
        scan(new byte[0], true, Integer.MAX_VALUE);
        TreeCheck.check(tree);
    }

    int size() {
        return map.size();
    }

    /** Returns the first key not less than the given one, or the given one when there is none. */
    byte[] keyFrom(final byte[] key) {
        final byte[] found = map.ceilingKey(key);
        return found == null ? key : found;
    }
}
