package io.balsa.consensus.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The window of appends under way to one follower. */
class InflightsTest {

    @Test
    void shouldBeEmptyWhenCreated() {
        final Inflights inflights = new Inflights(1, 1);

        assertThat(inflights.count()).isZero();
        assertThat(inflights.bytes()).isZero();
        assertThat(inflights.isFull()).isFalse();
        inflights.freeUpTo(Long.MAX_VALUE);
        assertThat(inflights.count()).isZero();
    }

    @Test
    void shouldBeFullWhenItHoldsSoManyMessages() {
        final Inflights inflights = new Inflights(2, 1000);

        inflights.add(1, 0);
        assertThat(inflights.isFull()).isFalse();
        inflights.add(2, 0);

        assertThat(inflights.isFull()).isTrue();
    }

    @Test
    void shouldBeFullWhenItHoldsSoManyBytes() {
        final Inflights inflights = new Inflights(10, 100);

        inflights.add(1, 99);
        assertThat(inflights.isFull()).isFalse();
        inflights.add(2, 1);

        assertThat(inflights.isFull()).isTrue();
    }

    @Test
    void shouldFreeWholeMessagesWhenTheirLastEntryIsHeld() {
        final Inflights inflights = new Inflights(3, 1000);
        inflights.add(3, 10);
        inflights.add(6, 20);
        inflights.add(9, 30);

        inflights.freeUpTo(2);
        assertThat(inflights.count()).isEqualTo(3);
        inflights.freeUpTo(8);

        assertThat(inflights.count()).isEqualTo(1);
        assertThat(inflights.bytes()).isEqualTo(30);
    }

    @Test
    void shouldForgetAllWhenCleared() {
        final Inflights inflights = new Inflights(2, 10);
        inflights.add(1, 5);
        inflights.add(2, 5);

        inflights.clear();

        assertThat(inflights.isFull()).isFalse();
        assertThat(inflights.bytes()).isZero();
    }

    /** Against a plain queue, with bounds that change meanwhile: the ring turns over and grows in any position. */
    @Test
    void shouldAgreeWithPlainQueueWhenBoundsChange() {
        final Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            final Inflights inflights = new Inflights(3, 100);
            final Deque<long[]> model = new ArrayDeque<>();
            int maxCount = 3;
            long maxBytes = 100;
            long lastIndex = 0;
            for (int step = 0; step < 100; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        maxCount = 1 + random.nextInt(9);
                        maxBytes = 1L + random.nextInt(200);
                        inflights.configure(maxCount, maxBytes);
                    }
                    case 1, 2 -> {
                        final long held = lastIndex - random.nextInt(4);
                        inflights.freeUpTo(held);
                        model.removeIf(message -> message[0] <= held);
                    }
                    default -> {
                        if (!inflights.isFull()) {
                            lastIndex += 1 + random.nextInt(3);
                            final long bytes = random.nextInt(50);
                            inflights.add(lastIndex, bytes);
                            model.add(new long[] {lastIndex, bytes});
                        }
                    }
                }
                final long bytes =
                        model.stream().mapToLong(message -> message[1]).sum();
                assertThat(inflights.count()).isEqualTo(model.size());
                assertThat(inflights.bytes()).isEqualTo(bytes);
                assertThat(inflights.isFull()).isEqualTo(model.size() >= maxCount || bytes >= maxBytes);
            }
        }
    }
}
