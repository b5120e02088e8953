package io.balsa.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyStoreTest {
    private static final int CHUNK_LENGTH = 1 << 20;

    private final ReplyStore store = new ReplyStore(0);

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "52, 1", "53, 2", "112, 2", "113, 3", "65536, 1093", "2000000, 33334"})
    void shouldReturnEveryByteWhenReplySpansBlocks(final int length, final int blocks) {
        final byte[] bytes = bytes(new Random(length), length);

        final int reply = store.store(7, new UnsafeBuffer(bytes), 0, length);

        assertThat(read(reply)).isEqualTo(bytes);
        assertThat(store.status(reply)).isEqualTo(7);
        assertThat(store.usedBytes()).isEqualTo((long) blocks * ReplyStore.BLOCK_LENGTH);
    }

    @Test
    void shouldTakeNoMoreMemoryWhenBlocksAreFreed() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[1000]);
        store.free(store.store(0, bytes, 0, 1000));
        final long reserved = store.reservedBytes();

        for (int i = 0; i < 100_000; i++) {
            store.free(store.store(0, bytes, 0, 1000));
        }

        assertThat(store.reservedBytes()).isEqualTo(reserved).isEqualTo(CHUNK_LENGTH);
        assertThat(store.usedBytes()).isZero();
    }

    @Test
    void shouldReserveWholeChunksWhenAskedAtTheStart() {
        assertThat(new ReplyStore(0).reservedBytes()).isZero();
        assertThat(new ReplyStore(1).reservedBytes()).isEqualTo(CHUNK_LENGTH);
        assertThat(new ReplyStore(CHUNK_LENGTH).reservedBytes()).isEqualTo(CHUNK_LENGTH);
        assertThat(new ReplyStore(CHUNK_LENGTH + 1).reservedBytes()).isEqualTo(2 * CHUNK_LENGTH);
        assertThatThrownBy(() -> new ReplyStore(-1)).hasMessageContaining("bytes=-1");
    }

    @Test
    void shouldKeepRepliesApartWhenStoredAndFreedAtRandom() {
        Seeds.forEach(ReplyStoreTest.class, 20, seed -> {
            final Random random = new Random(seed);
            final ReplyStore mixed = new ReplyStore(0);
            final List<byte[]> expected = new ArrayList<>();
            final List<Integer> replies = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                if (replies.isEmpty() || random.nextInt(100) < 52) {
                    final byte[] bytes = bytes(random, random.nextInt(random.nextInt(100) == 0 ? 100_000 : 300));
                    expected.add(bytes);
                    replies.add(mixed.store(i, new UnsafeBuffer(bytes), 0, bytes.length));
                } else {
                    final int victim = random.nextInt(replies.size());
                    final byte[] bytes = new byte[expected.get(victim).length];
                    mixed.copyTo(replies.get(victim), new UnsafeBuffer(bytes), 0);
                    assertThat(bytes).isEqualTo(expected.remove(victim));
                    mixed.free(replies.remove(victim));
                }
            }
            replies.forEach(mixed::free);
            assertThat(mixed.usedBytes()).isZero();
        });
    }

    @Test
    void shouldHashAlikeWhenOnlyTheBlocksDiffer() {
        final byte[] bytes = bytes(new Random(1), 300);
        final ReplyStore other = new ReplyStore(0);
        final int early = other.store(1, new UnsafeBuffer(bytes), 0, 70);
        other.store(1, new UnsafeBuffer(bytes), 0, 70);
        other.free(early);

        final long hash = store.hash(store.store(2, new UnsafeBuffer(bytes), 0, 300), StateHash.SEED);

        assertThat(other.hash(other.store(2, new UnsafeBuffer(bytes), 0, 300), StateHash.SEED))
                .isEqualTo(hash);
        assertThat(other.hash(other.store(2, new UnsafeBuffer(bytes), 0, 299), StateHash.SEED))
                .isNotEqualTo(hash);
        assertThat(other.hash(other.store(3, new UnsafeBuffer(bytes), 0, 300), StateHash.SEED))
                .isNotEqualTo(hash);
        bytes[299]++;
        assertThat(other.hash(other.store(2, new UnsafeBuffer(bytes), 0, 300), StateHash.SEED))
                .isNotEqualTo(hash);
    }

    private byte[] read(final int reply) {
        final byte[] bytes = new byte[store.length(reply)];
        store.copyTo(reply, new UnsafeBuffer(bytes), 0);
        return bytes;
    }

    private static byte[] bytes(final Random random, final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
