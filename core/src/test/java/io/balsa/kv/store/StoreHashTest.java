package io.balsa.kv.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class StoreHashTest {
    private static final long SEED = 1;

    @Test
    void shouldBeEqualWhenContentsAreEqualAndPagesDiffer() {
        final List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            order.add(i);
        }
        try (BPlusTree inOrder = new BPlusTree();
                BPlusTree shuffled = new BPlusTree()) {
            order.forEach(i -> put(inOrder, "key-" + i, "x".repeat(i * 3), i + 1));
            Collections.shuffle(order, new Random(SEED));
            order.forEach(i -> {
                put(shuffled, "other-" + i, "y".repeat(50), 1);
                put(shuffled, "key-" + i, "x".repeat(i), 1);
            });
            order.forEach(i -> {
                remove(shuffled, "other-" + i);
                put(shuffled, "key-" + i, "x".repeat(i * 3), i + 1);
            });
            assertThat(shuffled.usedBytes()).isNotEqualTo(inOrder.usedBytes());

            assertThat(new StoreHash().of(shuffled)).isEqualTo(new StoreHash().of(inOrder));
        }
    }

    @Test
    void shouldDifferWhenAnythingDiffers() {
        final List<Long> hashes = new ArrayList<>();
        hashes.add(hash("", "", 0));
        hashes.add(hash("key", "value", 1));
        hashes.add(hash("key", "value", 2));
        hashes.add(hash("key", "valuE", 1));
        hashes.add(hash("keY", "value", 1));
        hashes.add(hash("keyv", "alue", 1));
        hashes.add(hash("key", "value\0", 1));
        hashes.add(hash("key", "value".repeat(5_000), 1));
        hashes.add(hash("key", "value".repeat(4_999) + "valuE", 1));

        assertThat(hashes).doesNotHaveDuplicates();
    }

    private static long hash(final String key, final String value, final long version) {
        try (BPlusTree tree = new BPlusTree()) {
            if (version > 0) {
                put(tree, key, value, version);
            }
            return new StoreHash().of(tree);
        }
    }

    private static void put(final BPlusTree tree, final String key, final String value, final long version) {
        final byte[] keyBytes = key.getBytes(UTF_8);
        final byte[] valueBytes = value.getBytes(UTF_8);
        tree.put(
                new UnsafeBuffer(keyBytes),
                0,
                keyBytes.length,
                new UnsafeBuffer(valueBytes),
                0,
                valueBytes.length,
                version);
    }

    private static void remove(final BPlusTree tree, final String key) {
        final byte[] keyBytes = key.getBytes(UTF_8);
        tree.seek(new UnsafeBuffer(keyBytes), 0, keyBytes.length);
        tree.remove();
    }
}
