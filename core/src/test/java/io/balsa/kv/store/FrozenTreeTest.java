package io.balsa.kv.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.testing.Allocation;
import io.balsa.testing.Seeds;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a view shows is what was there when it was made, whatever happens to the tree meanwhile. */
class FrozenTreeTest {
    private static final int OPERATIONS = 20_000;
    private static final int KEYS = 3_000;

    @Test
    void shouldShowTheMomentItWasMadeWhenReadingAndChangingTakeTurns() {
        Seeds.forEach(FrozenTreeTest.class, 12, seed -> {
            final Random random = new Random(seed);
            try (BPlusTree tree = new BPlusTree()) {
                final StoreModel model = new StoreModel(tree);
                StoreModel.@Nullable Frozen view = null;
                int views = 0;
                for (int i = 0; i < OPERATIONS; i++) {
                    change(model, random, i);
                    if (view == null) {
                        view = random.nextInt(200) == 0 ? model.freeze() : null;
                    } else if (!compare(view, random.nextInt(8)) || random.nextInt(5_000) == 0) {
                        view.checkBytes();
                        view.close();
                        view = null;
                        views++;
                    }
                    if (i % 5_000 == 0) {
                        model.checkAll();
                    }
                }
                model.checkAll();
                assertThat(views).isPositive();
            }
        });
    }

    @Test
    void shouldShowTheMomentItWasMadeWhenAnotherThreadReads() {
        final ExecutorService reader = Executors.newSingleThreadExecutor();
        Seeds.forEach(FrozenTreeTest.class, 12, seed -> {
            final Random random = new Random(seed);
            try (BPlusTree tree = new BPlusTree()) {
                final StoreModel model = new StoreModel(tree);
                CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
                for (int i = 0; i < OPERATIONS; i++) {
                    change(model, random, i);
                    if (reading.isDone() && random.nextInt(100) == 0) {
                        reading.join();
                        reading = CompletableFuture.runAsync(readAll(model.freeze()), reader);
                    }
                }
                reading.join();
                model.checkAll();
            }
        });
        reader.shutdown();
    }

    private static Runnable readAll(final StoreModel.Frozen frozen) {
        return () -> {
            try (frozen) {
                assertThat(compare(frozen, Integer.MAX_VALUE)).isFalse();
                frozen.checkBytes();
            }
        };
    }

    private static boolean compare(final StoreModel.Frozen view, final int count) {
        boolean more = true;
        for (int i = 0; i < count && more; i++) {
            more = view.compareNext();
        }
        return more;
    }

    /** Grows for a while, then shrinks, and so on: pages split, merge, are freed and used again. */
    private static void change(final StoreModel model, final Random random, final int operation) {
        final byte[] key = ("/some/common/prefix/" + random.nextInt(KEYS)).getBytes(UTF_8);
        final boolean growing = operation / (OPERATIONS / 5) % 2 == 0;
        final int choice = random.nextInt(100);
        if (choice < (growing ? 60 : 20)) {
            model.put(key, value(random));
        } else if (choice < (growing ? 75 : 30)) {
            model.append(key, value(random));
        } else {
            model.remove(model.keyFrom(key));
        }
    }

    private static byte[] value(final Random random) {
        final byte[] value = new byte[random.nextInt(20) == 0 ? random.nextInt(20_000) : random.nextInt(200)];
        random.nextBytes(value);
        return value;
    }

    @Test
    void shouldStayReadableWhenTheTreeIsClosedFirst() {
        final BPlusTree tree = new BPlusTree();
        final StoreModel model = new StoreModel(tree);
        final Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            change(model, random, 0);
        }
        final StoreModel.Frozen frozen = model.freeze();
        model.put(new byte[] {1}, new byte[10_000]);

        tree.close();

        assertThat(compare(frozen, Integer.MAX_VALUE)).isFalse();
        frozen.close();
        frozen.close();
    }

    @Test
    void shouldRefuseASecondViewWhenTheFirstIsOpen() {
        try (BPlusTree tree = new BPlusTree()) {
            final FrozenTree first = tree.freeze();
            assertThatThrownBy(tree::freeze).hasMessageContaining("frozen already");
            first.close();
            tree.freeze().close();
        }
    }

    @Test
    void shouldHoldNoMoreMemoryWhenViewsComeAndGo() {
        try (BPlusTree tree = new BPlusTree()) {
            final StoreModel model = new StoreModel(tree);
            final Random random = new Random(1);
            for (int i = 0; i < OPERATIONS / 5; i++) {
                change(model, random, 0);
            }
            long afterFirst = 0;
            for (int round = 0; round < 20; round++) {
                final StoreModel.Frozen frozen = model.freeze();
                // Every page is changed, and none is more than changed: the copies are as large as the tree.
                for (int i = 0; i < KEYS; i++) {
                    final byte[] key = ("/some/common/prefix/" + i).getBytes(UTF_8);
                    model.append(key, new byte[0]);
                }
                assertThat(compare(frozen, Integer.MAX_VALUE)).isFalse();
                frozen.close();
                afterFirst = round == 0 ? tree.reservedBytes() : afterFirst;
            }

            assertThat(tree.reservedBytes()).isEqualTo(afterFirst);
            assertThat(afterFirst).isLessThanOrEqualTo(2 * tree.usedBytes() + 4 * PageArena.CHUNK_LENGTH);
            model.checkAll();
        }
    }

    @Test
    void shouldCopyOnlyWhatIsChangedWhenAViewIsOpen() {
        try (BPlusTree tree = new BPlusTree()) {
            final UnsafeBuffer bytes = new UnsafeBuffer(new byte[1_000]);
            for (int i = 0; i < 10_000; i++) {
                put(tree, bytes, i, 500);
            }
            final long before = tree.reservedBytes();
            try (FrozenTree view = tree.freeze()) {
                for (int i = 0; i < 10_000; i++) {
                    put(tree, bytes, i % 10, 500);
                }
                assertThat(view.size()).isEqualTo(10_000);
            }

            assertThat(tree.reservedBytes()).isLessThanOrEqualTo(before + PageArena.CHUNK_LENGTH);
        }
    }

    @Test
    void shouldChangeNoFrozenByteWhenAValueThatFillsItsPagesGrows() {
        try (BPlusTree tree = new BPlusTree()) {
            final StoreModel model = new StoreModel(tree);
            model.put(new byte[] {1}, new byte[2 * ValueChain.DATA_LENGTH]);
            final StoreModel.Frozen frozen = model.freeze();

            model.append(new byte[] {1}, new byte[] {7});

            frozen.checkBytes();
            assertThat(compare(frozen, Integer.MAX_VALUE)).isFalse();
            frozen.close();
            model.checkAll();
        }
    }

    @Test
    void shouldUseFreePagesAsTheyAreWhenAViewIsOpen() {
        try (BPlusTree tree = new BPlusTree()) {
            final UnsafeBuffer bytes = new UnsafeBuffer(new byte[10_000]);
            for (int i = 0; i < 1_000; i++) {
                put(tree, bytes, i, 9_000);
            }
            for (int i = 0; i < 1_000; i++) {
                put(tree, bytes, i, 8);
            }
            final long before = tree.reservedBytes();
            try (FrozenTree view = tree.freeze()) {
                for (int i = 0; i < 1_000; i++) {
                    put(tree, bytes, i, 9_000);
                }
                assertThat(view.size()).isEqualTo(1_000);
            }

            assertThat(tree.reservedBytes()).isLessThanOrEqualTo(before + PageArena.CHUNK_LENGTH);
        }
    }

    @Test
    void shouldAllocateNothingWhenAViewWasClosed() throws Exception {
        try (BPlusTree tree = new BPlusTree()) {
            final UnsafeBuffer bytes = new UnsafeBuffer(new byte[10_000]);
            for (int i = 0; i < 2_000; i++) {
                put(tree, bytes, i, i % 10 == 0 ? 9_000 : 300);
            }
            final FrozenTree view = tree.freeze();
            for (int i = 0; i < 2_000; i++) {
                put(tree, bytes, i, i % 10 == 1 ? 9_000 : 300);
            }
            view.close();

            assertThat(Allocation.leastBytesPerRound(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            put(tree, bytes, i % 2_000, i % 7 == 0 ? 9_000 : 300);
                        }
                    }))
                    .isZero();
        }
    }

    private static void put(final BPlusTree tree, final UnsafeBuffer bytes, final int number, final int valueLength) {
        bytes.putLong(0, number * 0x9E37_79B9_7F4A_7C15L);
        tree.put(bytes, 0, Long.BYTES, bytes, 0, valueLength, number + 1L);
    }
}
