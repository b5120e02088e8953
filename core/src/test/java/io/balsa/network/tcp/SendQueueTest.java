package io.balsa.network.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SendQueueTest {
    private static final int CAPACITY = 100;

    private final SendQueue queue = new SendQueue(CAPACITY);
    private final Channel channel = new Channel();

    @Test
    void shouldWriteQueueThenBodyInOneCallWhenChannelTakesAll() {
        queue.put(new UnsafeBuffer(new byte[] {9, 1, 2, 9}), 1, 2);

        assertThat(write(ByteBuffer.wrap(new byte[] {3, 4}))).isEqualTo(4);

        assertThat(channel.taken()).containsExactly(1, 2, 3, 4);
        assertThat(channel.callCount).isEqualTo(1);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.free()).isEqualTo(CAPACITY);
    }

    @Test
    void shouldKeepTheRestWhenChannelTakesPart() {
        queue.put(new UnsafeBuffer(new byte[] {1, 2, 3}), 0, 3);
        final ByteBuffer body = ByteBuffer.wrap(new byte[] {4, 5});
        channel.appetite = 2;
        assertThat(write(body)).isEqualTo(2);
        assertThat(queue.length()).isEqualTo(1);
        assertThat(body.remaining()).isEqualTo(2);

        channel.appetite = 2;
        assertThat(write(body)).isEqualTo(2);

        assertThat(queue.isEmpty()).isTrue();
        assertThat(body.remaining()).isEqualTo(1);
        assertThat(channel.taken()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void shouldHoldExactlyItsCapacityWhenFilled() {
        queue.put(ByteBuffer.allocate(CAPACITY));

        assertThat(queue.free()).isZero();
        assertThat(write(ByteBuffer.allocate(0))).isEqualTo(CAPACITY);
    }

    @Test
    void shouldWriteAllInOrderWhenBytesWrapAround() {
        Seeds.forEach(SendQueueTest.class, 50, seed -> {
            final Random random = new Random(seed);
            channel.bytes.reset();
            queue.clear();
            final ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int i = 0; i < 500; i++) {
                final byte[] bytes = new byte[random.nextInt(queue.free() + 1)];
                random.nextBytes(bytes);
                expected.writeBytes(bytes);
                if (random.nextBoolean()) {
                    queue.put(new UnsafeBuffer(bytes), 0, bytes.length);
                } else {
                    queue.put(ByteBuffer.wrap(bytes));
                }
                final byte[] bodyBytes = new byte[random.nextInt(queue.free() + 1)];
                random.nextBytes(bodyBytes);
                expected.writeBytes(bodyBytes);
                final ByteBuffer body = ByteBuffer.wrap(bodyBytes);
                channel.appetite = random.nextInt(2 * CAPACITY);
                write(body);
                queue.put(body);
            }
            channel.appetite = Integer.MAX_VALUE;
            write(ByteBuffer.allocate(0));

            assertThat(Arrays.equals(channel.bytes.toByteArray(), expected.toByteArray()))
                    .isTrue();
        });
    }

    private int write(final ByteBuffer body) {
        try {
            return queue.writeTo(channel, body);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes as many bytes as it is hungry for. */
    private static final class Channel implements GatheringByteChannel {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int appetite = Integer.MAX_VALUE;
        private int callCount;

        byte[] taken() {
            return bytes.toByteArray();
        }

        @Override
        public int write(final ByteBuffer source) {
            callCount++;
            return take(source);
        }

        @Override
        public long write(final ByteBuffer[] sources, final int offset, final int length) {
            callCount++;
            long written = 0;
            for (int i = offset; i < offset + length; i++) {
                written += take(sources[i]);
            }
            return written;
        }

        @Override
        public long write(final ByteBuffer[] sources) {
            return write(sources, 0, sources.length);
        }

        private int take(final ByteBuffer source) {
            final byte[] taken = new byte[Math.min(source.remaining(), appetite)];
            source.get(taken);
            bytes.writeBytes(taken);
            appetite -= taken.length;
            return taken.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Never called.
        }
    }
}
