package io.balsa.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ReadQueueTest {
    private static final int MAX_QUERY_LENGTH = 100;
    private static final long FAR = Long.MAX_VALUE;

    private final ReadQueue queue = new ReadQueue(512, MAX_QUERY_LENGTH);

    @Test
    void shouldServeOnlyWhenItsIndexIsApplied() {
        offer(1, 7, "get x");
        assertThat(queue.next(FAR)).as("before the leader is confirmed").isFalse();

        queue.onReady(1, 10);

        assertThat(queue.next(9)).isFalse();
        assertThat(queue.next(10)).isTrue();
        assertThat(queue.isRefused()).isFalse();
        assertThat(queue.connectionId()).isEqualTo(70);
        assertThat(queue.correlationId()).isEqualTo(7);
        assertThat(query()).isEqualTo("get x");
    }

    @Test
    void shouldStayAtTheSameQueryUntilItIsRemoved() {
        offer(1, 1, "a");
        offer(1, 2, "b");
        queue.onReady(1, 0);

        assertThat(queue.next(0)).isTrue();
        assertThat(queue.next(0)).isTrue();
        assertThat(query()).isEqualTo("a");
        queue.remove();
        assertThat(queue.next(0)).isTrue();
        assertThat(query()).isEqualTo("b");
        queue.remove();
        assertThat(queue.next(0)).isFalse();
    }

    @Test
    void shouldServeAllUpToTheReadIdWhenTheyShareARound() {
        offer(3, 1, "a");
        offer(3, 2, "b");
        offer(4, 3, "c");

        queue.onReady(2, 5);
        assertThat(outcomes(FAR)).isEmpty();
        queue.onReady(3, 6);

        assertThat(outcomes(FAR)).containsExactly("1 served", "2 served");
        queue.onReady(4, 7);
        assertThat(outcomes(6)).isEmpty();
        assertThat(outcomes(7)).containsExactly("3 served");
    }

    @Test
    void shouldRefuseOnceWhenLeadershipIsLost() {
        offer(1, 1, "a");
        offer(2, 2, "b");
        offer(3, 3, "c");

        queue.onRefused(2);
        queue.onRefused(2);
        queue.onReady(2, 1);

        assertThat(outcomes(0)).containsExactly("1 refused", "2 refused");
        queue.onRefused(FAR);
        assertThat(outcomes(0)).containsExactly("3 refused");
        assertThat(outcomes(FAR)).isEmpty();
    }

    @Test
    void shouldStillServeWhenRefusalComesAfterConfirmation() {
        offer(1, 1, "a");
        queue.onReady(1, 10);
        offer(2, 2, "b");

        queue.onRefused(2);

        assertThat(outcomes(9)).isEmpty();
        assertThat(outcomes(10)).containsExactly("1 served", "2 refused");
    }

    @Test
    void shouldRefuseNewQueriesOnlyUntilRoomIsMadeWhenFull() {
        int taken = 0;
        while (queue.offer(1, 0, taken, new UnsafeBuffer(new byte[40]), 0, 40)) {
            taken++;
        }
        assertThat(taken).isEqualTo(512 / 80);

        queue.onReady(1, 0);
        assertThat(queue.next(0)).isTrue();
        queue.remove();

        assertThat(queue.offer(2, 0, 99, new UnsafeBuffer(new byte[40]), 0, 40)).isTrue();
        assertThat(queue.offer(2, 0, 99, new UnsafeBuffer(new byte[40]), 0, 40)).isFalse();
    }

    /** The first query of the second lap waits behind padding, which a third lap must not overwrite before the outcome is known. */
    @Test
    void shouldFindTheQueryBehindThePaddingWhenItIsSettledLate() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[MAX_QUERY_LENGTH]);
        for (int id = 1; id <= 3; id++) {
            assertThat(queue.offer(id, 0, id, bytes, 0, MAX_QUERY_LENGTH)).isTrue();
        }
        queue.onReady(3, 0);
        assertThat(outcomes(0)).hasSize(3);

        assertThat(queue.offer(4, 0, 4, bytes, 0, MAX_QUERY_LENGTH))
                .as("behind padding")
                .isTrue();
        assertThat(queue.next(0)).isFalse();
        for (int id = 5; queue.offer(id, 0, id, bytes, 0, 8); id++) {
            assertThat(id).isLessThan(20);
        }
        queue.onReady(4, 0);

        assertThat(outcomes(0)).containsExactly("4 served");
    }

    @Test
    void shouldTakeTheLongestQueryWhereverTheEmptyQueueStands() {
        final UnsafeBuffer longest = new UnsafeBuffer(new byte[MAX_QUERY_LENGTH]);
        for (int length = 0; length <= MAX_QUERY_LENGTH; length++) {
            final ReadQueue small = new ReadQueue(ReadQueue.minCapacity(MAX_QUERY_LENGTH), MAX_QUERY_LENGTH);
            for (int round = 0; round < 50; round++) {
                assertThat(small.offer(round, 1, 1, longest, 0, length)).isTrue();
                small.onReady(round, 0);
                assertThat(small.next(0)).isTrue();
                small.remove();
                assertThat(small.offer(round, 1, 1, longest, 0, MAX_QUERY_LENGTH))
                        .as("length=%d round=%d", length, round)
                        .isTrue();
                small.onReady(round, 0);
                assertThat(small.next(0)).isTrue();
                assertThat(small.length()).isEqualTo(MAX_QUERY_LENGTH);
                small.remove();
            }
        }
    }

    @Test
    void shouldRejectWhenArgumentsAreOutOfRange() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[MAX_QUERY_LENGTH + 1]);
        assertThatThrownBy(() -> queue.offer(1, 1, 1, bytes, 0, MAX_QUERY_LENGTH + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length=101, maxQueryLength=100");
        assertThat(queue.offer(5, 1, 1, bytes, 0, MAX_QUERY_LENGTH)).isTrue();
        assertThatThrownBy(() -> queue.offer(4, 1, 1, bytes, 0, 1)).hasMessageContaining("readId=4, lastReadId=5");
        assertThatThrownBy(() -> queue.onReady(5, -1)).hasMessageContaining("index=-1");
        assertThatThrownBy(() -> new ReadQueue(1000, 10)).hasMessageContaining("capacityBytes=1000");
        assertThatThrownBy(() -> new ReadQueue(256, MAX_QUERY_LENGTH)).hasMessageContaining("at least 512 bytes");
        assertThatThrownBy(() -> ReadQueue.minCapacity(-1)).hasMessageContaining("maxQueryLength=-1");
        assertThatThrownBy(() -> ReadQueue.minCapacity((1 << 29) - 47)).hasMessageContaining("out of range");
        assertThat(ReadQueue.minCapacity((1 << 29) - 48)).isEqualTo(1 << 30);
    }

    @Test
    void shouldGiveEachQueryOneOutcomeWhenCallsAreRandom() {
        Seeds.forEach(ReadQueueTest.class, 50, ReadQueueTest::runAgainstModel);
    }

    @Test
    void shouldLoseNothingWhenProducerAndConsumerAreTwoThreads() throws Exception {
        final int count = 100_000;
        final ReadQueue shared = new ReadQueue(4096, 64);
        final AtomicBoolean stopped = new AtomicBoolean();
        final CompletableFuture<Integer> consumer =
                CompletableFuture.supplyAsync(() -> consume(shared, count, stopped));
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[64]);

        try {
            long id = 1;
            while (id <= count && !consumer.isCompletedExceptionally() && !Thread.interrupted()) {
                bytes.putLong(0, id);
                if (shared.offer(id, id, -id, bytes, 0, 8 + (int) (id % 57))) {
                    settleSome(shared, id++);
                } else {
                    shared.onReady(id - 1, id - 1);
                    Thread.onSpinWait();
                }
            }
            shared.onReady(count, count);

            assertThat(consumer.get()).isEqualTo(count);
        } finally {
            stopped.set(true);
        }
    }

    private static void settleSome(final ReadQueue queue, final long readId) {
        if (readId % 15 == 0) {
            queue.onRefused(readId);
        } else if (readId % 3 == 0) {
            queue.onReady(readId, readId);
        }
    }

    private static int consume(final ReadQueue queue, final int count, final AtomicBoolean stopped) {
        for (long expected = 1; expected <= count; expected++) {
            while (!queue.next(FAR)) {
                if (stopped.get()) {
                    return (int) expected - 1;
                }
                Thread.onSpinWait();
            }
            assertThat(queue.connectionId()).isEqualTo(expected);
            assertThat(queue.correlationId()).isEqualTo(-expected);
            assertThat(queue.length()).isEqualTo(8 + (int) (expected % 57));
            assertThat(queue.buffer().getLong(queue.offset())).isEqualTo(expected);
            queue.remove();
        }
        return count;
    }

    private static final class ModelQuery {
        final long readId;
        final byte[] bytes;
        long outcome = ReadRecord.PENDING;

        ModelQuery(final long readId, final byte[] bytes) {
            this.readId = readId;
            this.bytes = bytes;
        }
    }

    private static void runAgainstModel(final long seed) {
        final Random random = new Random(seed);
        final ReadQueue queue = new ReadQueue(1024, MAX_QUERY_LENGTH);
        final ArrayDeque<ModelQuery> model = new ArrayDeque<>();
        long readId = 0;
        long applied = 0;
        for (int step = 0; step < 3_000; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    readId += random.nextInt(2);
                    final byte[] bytes = new byte[random.nextInt(MAX_QUERY_LENGTH + 1)];
                    random.nextBytes(bytes);
                    if (queue.offer(readId, readId, step, new UnsafeBuffer(bytes), 0, bytes.length)) {
                        model.add(new ModelQuery(readId, bytes));
                    } else {
                        assertThat(model).isNotEmpty();
                    }
                }
                case 2 -> {
                    final boolean refused = random.nextInt(4) == 0;
                    final long upTo = readId - random.nextInt(3);
                    final long index = applied + random.nextInt(4);
                    for (final ModelQuery query : model) {
                        if (query.outcome == ReadRecord.PENDING && query.readId <= upTo) {
                            query.outcome = refused ? ReadRecord.REFUSED : index;
                        }
                    }
                    if (refused) {
                        queue.onRefused(upTo);
                    } else {
                        queue.onReady(upTo, index);
                    }
                }
                case 3 -> applied += random.nextInt(3);
                default -> drain(queue, model, applied);
            }
        }
    }

    private static void drain(final ReadQueue queue, final ArrayDeque<ModelQuery> model, final long applied) {
        while (queue.next(applied)) {
            final ModelQuery expected = Objects.requireNonNull(model.poll());
            assertThat(expected.outcome).isNotEqualTo(ReadRecord.PENDING).isLessThanOrEqualTo(applied);
            assertThat(queue.isRefused()).isEqualTo(expected.outcome == ReadRecord.REFUSED);
            assertThat(queue.connectionId()).isEqualTo(expected.readId);
            final byte[] bytes = new byte[queue.length()];
            queue.buffer().getBytes(queue.offset(), bytes);
            assertThat(bytes).isEqualTo(expected.bytes);
            queue.remove();
        }
        if (!model.isEmpty()) {
            final long outcome = model.element().outcome;
            assertThat(outcome == ReadRecord.PENDING || outcome > applied).isTrue();
        }
    }

    private void offer(final long readId, final long correlationId, final String query) {
        final UnsafeBuffer bytes = new UnsafeBuffer(query.getBytes(StandardCharsets.UTF_8));
        assertThat(queue.offer(readId, correlationId * 10, correlationId, bytes, 0, bytes.capacity()))
                .isTrue();
    }

    private String query() {
        return queue.buffer().getStringWithoutLengthUtf8(queue.offset(), queue.length());
    }

    private List<String> outcomes(final long appliedIndex) {
        final List<String> outcomes = new ArrayList<>();
        while (queue.next(appliedIndex)) {
            outcomes.add(queue.correlationId() + (queue.isRefused() ? " refused" : " served"));
            queue.remove();
        }
        return outcomes;
    }
}
