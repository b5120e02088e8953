package io.balsa.snapshot;

import static io.balsa.snapshot.SnapshotFixture.CHUNK;
import static io.balsa.snapshot.SnapshotFixture.CONTENT_PER_CHUNK;
import static io.balsa.snapshot.SnapshotFixture.TERM;
import static io.balsa.snapshot.SnapshotFixture.open;
import static io.balsa.snapshot.SnapshotFixture.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.disk.SimDisk;
import io.balsa.disk.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a node that has a snapshot sends, to whom, and how fast. */
class SnapshotSenderTest {
    private static final int LENGTH = 4 * CONTENT_PER_CHUNK + 100;
    private static final long INDEX = 50;

    private final SimDisk sourceDisk = new SimDisk();
    private final SnapshotStore source = open(sourceDisk);
    private final SnapshotFile file = write(INDEX);

    @Test
    void shouldSendNoMoreThanTheBandwidthWhenManyPartsAreAskedFor() throws IOException {
        // A megabyte per second and ticks of 5 ms: 5242 bytes per tick, a little more than a chunk.
        final SnapshotSender sender = new SnapshotSender(source, TimeUnit.MILLISECONDS.toNanos(5));
        final List<Integer> lengths = new ArrayList<>();
        final SnapshotSender.PartHandler handler = (nodeId, id, number, buffer, offset, length) -> lengths.add(length);
        assertThat(sender.send(handler)).isZero();
        for (int tick = 1; tick <= 20; tick++) {
            sender.onRequest(2, file.id(), 1, 1);
            sender.onRequest(3, file.id(), 2, 1);
            sender.send(handler);
            final int bytes = lengths.stream().mapToInt(Integer::intValue).sum();
            assertThat(bytes).as("tick %d", tick).isLessThanOrEqualTo(tick * 5242 + CHUNK);
            assertThat(bytes).as("tick %d", tick).isGreaterThan(tick * 5242 - CHUNK);
            sender.tick(1);
        }

        lengths.clear();
        sender.tick(1_000);
        for (int i = 0; i < 10; i++) {
            sender.onRequest(2, file.id(), 1, 4);
            sender.send(handler);
        }
        assertThat(lengths).as("parts after a long pause").hasSizeLessThanOrEqualTo(2);
        sender.close();
    }

    @Test
    void shouldServeNodesInTurnWhenSeveralAsk() {
        final SnapshotSender sender = new SnapshotSender(source, TimeUnit.SECONDS.toNanos(1));
        sender.onRequest(2, file.id(), 0, 3);
        sender.onRequest(3, file.id(), 4, 100);
        final List<String> sent = new ArrayList<>();
        assertThat(sender.send((nodeId, id, number, buffer, offset, length) -> sent.add(nodeId + ":" + number)))
                .isEqualTo(6);

        assertThat(sent).containsExactlyInAnyOrder("2:0", "2:1", "2:2", "3:4", "3:5", "3:6");
        assertThat(sent.subList(0, 2)).extracting(line -> line.charAt(0)).containsExactlyInAnyOrder('2', '3');
        sender.forget(2);
        sender.onRequest(2, file.id(), -1, 3);
        sender.onRequest(3, file.id(), 7, 3);
        assertThat(sender.send((nodeId, id, number, buffer, offset, length) -> true))
                .isZero();
        sender.close();
    }

    @Test
    void shouldRefuseTheRequestWhenTheFileIsNotHere() throws IOException {
        final SnapshotSender sender = new SnapshotSender(source, TimeUnit.SECONDS.toNanos(1));
        assertThat(sender.onRequest(2, new SnapshotId(INDEX, TERM, 1, file.length()), 0, 1))
                .isFalse();
        assertThat(sender.onRequest(2, file.id(), 0, 1)).isTrue();
        for (long index = INDEX + 1; index < INDEX + 4; index++) {
            write(index);
        }

        assertThat(sourceDisk.exists(file.path())).isFalse();
        assertThat(sender.onRequest(2, file.id(), 3, 1)).as("open already").isTrue();
        assertThat(sender.send((nodeId, id, number, buffer, offset, length) -> number == 3))
                .isEqualTo(1);
        assertThat(sender.onRequest(3, file.id(), 0, 1)).isFalse();
        sender.close();
    }

    @Test
    void shouldNeverSendAPartWhenItIsDamaged() {
        final SnapshotSender sender = new SnapshotSender(source, TimeUnit.SECONDS.toNanos(1));
        sender.onRequest(2, file.id(), 1, 1);
        sourceDisk.damage(file.path(), 512 + 100, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> sender.send((nodeId, id, number, buffer, offset, length) -> true))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("offset=512, expected=part 1");
        assertThat(sender.send((nodeId, id, number, buffer, offset, length) -> true))
                .isZero();
        sender.close();
    }

    private SnapshotFile write(final long index) {
        try {
            return SnapshotFixture.write(source, index, state(index, LENGTH));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
