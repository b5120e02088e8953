package io.balsa.kv.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BPlusTreeTest {
    /** For the tests that need some order, whichever. */
    private static final long SEED = 1;

    /** Of each random run; a longer one: {@code -Dbalsa.kv.operations=N}. */
    private static final int OPERATIONS = Integer.getInteger("balsa.kv.operations", 60_000);

    private final BPlusTree tree = new BPlusTree();
    private final StoreModel model = new StoreModel(tree);

    @AfterEach
    void close() {
        tree.close();
    }

    /** What keys look like. */
    enum Keys {
        /** A few hundred bytes at most, over an alphabet of four, among them 0x00 and 0xFF: many shared prefixes. */
        FEW_LETTERS {
            @Override
            byte[] next(final Random random) {
                final byte[] letters = {0, 'a', 'b', (byte) 0xFF};
                final byte[] key = new byte[random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(12)];
                for (int i = 0; i < key.length; i++) {
                    key[i] = letters[random.nextInt(letters.length)];
                }
                return key;
            }
        },
        /** Numbers behind a long common prefix. */
        NUMBERED {
            @Override
            byte[] next(final Random random) {
                return ("/accounts/by-number/" + random.nextInt(20_000)).getBytes(UTF_8);
            }
        },
        /** As long as allowed, differing at the very end. */
        LONGEST {
            @Override
            byte[] next(final Random random) {
                final byte[] key = new byte[BPlusTree.MAX_KEY_LENGTH - random.nextInt(3)];
                key[key.length - 1] = (byte) random.nextInt();
                key[key.length - 2] = (byte) random.nextInt(8);
                return key;
            }
        };

        abstract byte[] next(Random random);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithATreeMapWhenOperationsAreRandom(final Keys keys) {
        final int operations = keys == Keys.LONGEST ? OPERATIONS / 10 : OPERATIONS;
        Seeds.forEach(BPlusTreeTest.class, 3, seed -> {
            try (BPlusTree subject = new BPlusTree()) {
                run(new StoreModel(subject), keys, new Random(seed), operations);
            }
        });
    }

    private static void run(final StoreModel subject, final Keys keys, final Random random, final int operations) {
        for (int i = 0; i < operations; i++) {
            // The store grows for a while, then shrinks, and so on: pages split and merge.
            final boolean growing = (i / (operations / 6)) % 2 == 0;
            step(subject, keys, random, growing);
            if (i % (operations / 12) == 0) {
                subject.checkAll();
            }
        }
        subject.checkAll();
    }

    private static void step(final StoreModel subject, final Keys keys, final Random random, final boolean growing) {
        final byte[] key = keys.next(random);
        final int choice = random.nextInt(100);
        if (choice < (growing ? 45 : 10)) {
            subject.put(key, value(random));
        } else if (choice < (growing ? 55 : 15)) {
            subject.append(key, value(random));
        } else if (choice < (growing ? 65 : 70)) {
            subject.remove(subject.keyFrom(key));
        } else if (choice < 98) {
            subject.get(key);
        } else {
            subject.scan(key, random.nextBoolean(), random.nextInt(100));
        }
    }

    private static byte[] value(final Random random) {
        final int kind = random.nextInt(100);
        final byte[] value = new byte[kind < 85 ? random.nextInt(64) : random.nextInt(kind < 98 ? 1_000 : 20_000)];
        random.nextBytes(value);
        return value;
    }

    @Test
    void shouldHoldNothingWhenNew() {
        assertThat(tree.size()).isZero();
        assertThat(tree.seek(bytes("a"), 0, 1)).isFalse();
        assertThat(tree.newCursor().seek(bytes("a"), 0, 0)).isFalse();
        tree.remove();
        assertThat(tree.size()).isZero();
    }

    @Test
    void shouldIterateInUnsignedByteOrderWhenKeysHaveHighBytesAndZeros() {
        final List<byte[]> keys = new ArrayList<>(List.of(
                new byte[] {},
                new byte[] {0},
                new byte[] {0, 0},
                new byte[] {0, 0, 0, 0, 0, 0, 0, 0},
                new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0},
                new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
                new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 1},
                new byte[] {0, 1},
                new byte[] {1},
                new byte[] {127},
                new byte[] {(byte) 128},
                new byte[] {(byte) 255},
                new byte[] {(byte) 255, 0},
                new byte[] {(byte) 255, (byte) 255}));
        final List<byte[]> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, new Random(SEED));
        shuffled.forEach(key -> model.put(key, key));

        final List<byte[]> seen = new ArrayList<>();
        final TreeCursor cursor = tree.newCursor();
        for (boolean more = cursor.seek(bytes(""), 0, 0); more; more = cursor.next()) {
            final byte[] key = new byte[cursor.keyLength()];
            cursor.keyBuffer().getBytes(cursor.keyOffset(), key);
            seen.add(key);
        }

        assertThat(seen).usingElementComparator(Arrays::compare).containsExactlyElementsOf(keys);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 8175, 8176, 8177, 100_000, 1 << 20})
    void shouldReturnTheValueWhenItsLengthIsAtABound(final int length) {
        final byte[] value = new byte[length];
        new Random(SEED).nextBytes(value);

        model.put(new byte[0], value);
        model.put(new byte[] {1}, value);
        model.append(new byte[] {1}, new byte[] {7});
        model.append(new byte[] {2}, value);

        model.checkAll();
    }

    @Test
    void shouldTellValuesApartWhenLastByteOfALargeOneDiffers() {
        final byte[] value = new byte[10_000];
        model.put(new byte[] {1}, value);
        final UnsafeBuffer other = new UnsafeBuffer(value.clone());
        other.putByte(9_999, (byte) 1);

        tree.seek(new UnsafeBuffer(new byte[] {1}), 0, 1);

        assertThat(tree.valueEquals(other, 0, 10_000)).isFalse();
        assertThat(tree.valueEquals(other, 0, 9_999)).isFalse();
        other.putByte(9_999, (byte) 0);
        assertThat(tree.valueEquals(other, 0, 10_000)).isTrue();
    }

    @Test
    void shouldRefuseAKeyWhenItIsTooLong() {
        final UnsafeBuffer key = new UnsafeBuffer(new byte[BPlusTree.MAX_KEY_LENGTH + 1]);

        assertThat(tree.seek(key, 0, BPlusTree.MAX_KEY_LENGTH)).isFalse();
        assertThatThrownBy(() -> tree.seek(key, 0, BPlusTree.MAX_KEY_LENGTH + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length=4097, max=4096");
    }

    @Test
    void shouldFillPagesWhenKeysArriveInOrder() {
        final int count = 20_000;
        for (int i = 0; i < count; i++) {
            model.put(String.format("key-%08d", i).getBytes(UTF_8), new byte[100]);
        }

        final long entryLength = PageLayout.SLOT_LENGTH + 12 + LeafEntry.HEADER_LENGTH + 100;
        assertThat(tree.usedBytes()).isLessThan(count * entryLength * 105 / 100 + PageLayout.PAGE_LENGTH);
        TreeCheck.check(tree);
    }

    @Test
    void shouldGiveAllPagesBackWhenEverythingIsRemoved() {
        final Random random = new Random(SEED);
        final List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            keys.add(("key-" + i).getBytes(UTF_8));
            model.put(keys.get(i), new byte[random.nextInt(10_000)]);
        }
        Collections.shuffle(keys, random);

        keys.forEach(model::remove);

        assertThat(tree.size()).isZero();
        assertThat(tree.usedBytes()).isEqualTo(PageLayout.PAGE_LENGTH);
        TreeCheck.check(tree);
    }

    @Test
    void shouldHoldNoMoreMemoryWhenEntriesComeAndGo() {
        final Random random = new Random(SEED);
        final UnsafeBuffer value = new UnsafeBuffer(new byte[20_000]);
        final long live = 2_000;
        long reservedAfterWarmUp = 0;

        for (long i = 0; i < 60_000; i++) {
            // A window of live keys moves over the key space, in a scattered order, with values of all sizes.
            final UnsafeBuffer added = scattered(i);
            tree.put(added, 0, Long.BYTES, value, 0, random.nextInt(20) == 0 ? random.nextInt(20_000) : 200, i + 1);
            if (i >= live) {
                assertThat(tree.seek(scattered(i - live), 0, Long.BYTES)).isTrue();
                tree.remove();
            }
            if (i == 10 * live) {
                reservedAfterWarmUp = tree.reservedBytes();
            }
        }

        assertThat(tree.size()).isEqualTo(live);
        assertThat(tree.reservedBytes()).isLessThanOrEqualTo(reservedAfterWarmUp + PageArena.CHUNK_LENGTH);
        TreeCheck.check(tree);
    }

    @Test
    void shouldShrinkWhenValuesShrink() {
        for (int i = 0; i < 2_000; i++) {
            model.put(("key-" + i).getBytes(UTF_8), new byte[3_000]);
        }
        final long before = tree.usedBytes();

        for (int i = 0; i < 2_000; i++) {
            model.put(("key-" + i).getBytes(UTF_8), new byte[1]);
        }

        assertThat(tree.usedBytes()).isLessThan(before / 20);
        model.checkAll();
    }

    private static UnsafeBuffer scattered(final long i) {
        final UnsafeBuffer key = new UnsafeBuffer(new byte[Long.BYTES]);
        key.putLong(0, i * 0x9E37_79B9_7F4A_7C15L);
        return key;
    }

    private static UnsafeBuffer bytes(final String text) {
        return new UnsafeBuffer(text.getBytes(UTF_8));
    }
}
