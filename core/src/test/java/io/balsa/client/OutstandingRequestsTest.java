package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OutstandingRequestsTest {
    private static final int WINDOW = 8;
    private static final int HEADER = WireFrame.HEADER_LENGTH;

    private final OutstandingRequests requests = new OutstandingRequests(WINDOW, 1024);

    @Test
    void shouldNumberRequestsFromOne() {
        assertThat(add(100)).isEqualTo(1);
        assertThat(add(100)).isEqualTo(2);
        assertThat(requests.size()).isEqualTo(2);
        assertThat(requests.oldest()).isEqualTo(1);
    }

    @Test
    void shouldBeFullWhenTheWindowIs() {
        for (int i = 0; i < WINDOW; i++) {
            assertThat(add(20)).isPositive();
        }
        requests.onAnswered(2);
        assertThat(add(20)).isEqualTo(OutstandingRequests.FULL);

        requests.onAnswered(1);
        assertThat(requests.oldest()).isEqualTo(3);
        assertThat(add(20)).isEqualTo(WINDOW + 1);
        assertThat(add(20)).isEqualTo(WINDOW + 2);
        assertThat(add(20)).isEqualTo(OutstandingRequests.FULL);
    }

    @Test
    void shouldBeFullWhenTheBytesAre() {
        assertThat(add(512)).isEqualTo(1);
        assertThat(add(512)).isEqualTo(2);
        assertThat(add(HEADER)).isEqualTo(OutstandingRequests.FULL);

        requests.onAnswered(1);
        assertThat(add(513)).isEqualTo(OutstandingRequests.FULL);
        assertThat(add(512)).isEqualTo(3);
    }

    @Test
    void shouldTakeNothingLargerThanItsMemory() {
        assertThat(add(1025)).isEqualTo(OutstandingRequests.FULL);
        assertThat(add(1024)).isEqualTo(1);
    }

    @Test
    void shouldSendEachOnceUntilRewound() {
        add(20);
        add(20);
        assertThat(sent()).containsExactly(1L, 2L);
        assertThat(sent()).isEmpty();

        requests.onAnswered(1);
        requests.rewind();

        assertThat(sent()).containsExactly(2L);
        assertThat(requests.inDoubt(2)).isEqualTo(2);
    }

    @Test
    void shouldSkipAnsweredOnesWhenRewound() {
        for (int i = 0; i < 4; i++) {
            add(20);
        }
        sent();
        requests.onAnswered(2);
        requests.onAnswered(3);
        requests.rewind();

        assertThat(sent()).containsExactly(1L, 4L);
    }

    @Test
    void shouldKnowTheBytesThatAreUnsent() {
        add(20);
        add(30);
        assertThat(requests.unsentBytes()).isEqualTo(50);
        sent();
        assertThat(requests.unsentBytes()).isZero();
    }

    @Test
    void shouldAnswerOnlyOnceAndOnlyWhatWasMade() {
        add(20);

        assertThat(requests.onAnswered(2)).isFalse();
        assertThat(requests.onAnswered(0)).isFalse();
        assertThat(requests.onAnswered(1)).isTrue();
        assertThat(requests.onAnswered(1)).isFalse();
        assertThat(requests.size()).isZero();
    }

    @Test
    void shouldForgetTheDoubtWhenANodeSaysThatItDidNothing() {
        add(20);
        assertThat(requests.inDoubt(1)).isZero();
        sent();
        assertThat(requests.inDoubt(1)).isEqualTo(1);
        requests.onRefused(1);
        assertThat(requests.inDoubt(1)).isZero();
    }

    @Test
    void shouldKeepEveryFrameIntactWhenAnsweredAtRandom() {
        Seeds.forEach(OutstandingRequestsTest.class, 50, this::runRandom);
    }

    private void runRandom(final long seed) {
        final Random random = new Random(seed);
        final OutstandingRequests tested = new OutstandingRequests(64, 4096);
        final TreeMap<Long, Integer> model = new TreeMap<>();
        for (int i = 0; i < 5_000; i++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    final int length = 2 * HEADER + random.nextInt(200);
                    final long sequence = add(tested, length, 64);
                    if (sequence > 0) {
                        model.put(sequence, length);
                    }
                }
                case 3 -> tested.rewind();
                default -> {
                    final long sequence = tested.oldest() + random.nextInt(4);
                    assertThat(tested.onAnswered(sequence)).isEqualTo(model.remove(sequence) != null);
                }
            }
            assertThat(tested.size()).isEqualTo(model.size());
        }
        tested.rewind();
        assertThat(send(tested)).containsExactlyElementsOf(model.keySet());
    }

    private long add(final int frameLength) {
        return add(requests, frameLength, WINDOW);
    }

    /** Adds a frame that holds its own sequence. */
    private static long add(final OutstandingRequests requests, final int frameLength, final int window) {
        final int at = requests.claim(frameLength, window);
        if (at == OutstandingRequests.FULL) {
            return at;
        }
        if (frameLength >= 2 * HEADER) {
            requests.buffer().setMemory(at + HEADER, frameLength - HEADER, (byte) 7);
            requests.buffer().putLong(at + HEADER, requests.next());
        }
        return requests.commit(frameLength, 0);
    }

    private List<Long> sent() {
        return send(requests);
    }

    /** Sends all there is and returns the sequences of the frames, whose checksums must be right. */
    private static List<Long> send(final OutstandingRequests requests) {
        final SendBuffer out = new SendBuffer(64 * 1024);
        requests.pump(out);
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            out.flush(Channels.newChannel(bytes));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes.toByteArray());
        final FrameChecksum checksum = new FrameChecksum();
        final List<Long> sequences = new ArrayList<>();
        int offset = 0;
        while (offset < buffer.capacity()) {
            final int length = WireFrame.length(buffer, offset);
            assertThat(WireFrame.isValid(buffer, offset, length - HEADER, checksum))
                    .isTrue();
            sequences.add(buffer.getLong(offset + HEADER));
            offset += length;
        }
        return sequences;
    }
}
