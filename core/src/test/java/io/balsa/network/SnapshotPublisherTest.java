package io.balsa.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.peer.MessageHeaderEncoder;
import io.balsa.codec.sbe.peer.SnapshotEndedEncoder;
import io.balsa.codec.sbe.peer.SnapshotGoneEncoder;
import io.balsa.codec.sbe.peer.SnapshotOfferEncoder;
import io.balsa.codec.sbe.peer.SnapshotPartEncoder;
import io.balsa.codec.sbe.peer.SnapshotPullEncoder;
import io.balsa.log.MemoryLogStore;
import io.balsa.snapshot.SnapshotId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is said about snapshots arrives as it was said, or not at all. */
class SnapshotPublisherTest {
    private static final int GROUP = 7;
    private static final int FROM = 3;
    private static final int TO = 2;
    private static final SnapshotId ID =
            new SnapshotId(Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE, Long.MAX_VALUE - 2);

    private final CapturingTransport transport = new CapturingTransport();
    private final SnapshotPublisher publisher = new SnapshotPublisher(transport, GROUP);
    private final PeerTranscript received = new PeerTranscript();
    private final NetworkCounters counters = new NetworkCounters();
    private final PeerDispatcher dispatcher =
            new PeerDispatcher(received, new MemoryLogStore(16, 64 * 1024), received, GROUP, counters);
    private final FrameChecksum checksum = new FrameChecksum();

    @Test
    void shouldArriveUnchangedWhenSnapshotIsOfferedPulledAndEnded() {
        assertThat(publisher.sendOffer(TO, 9, ID)).isTrue();
        deliver();
        assertThat(publisher.sendPull(TO, ID, Integer.MAX_VALUE, 4)).isTrue();
        deliver();
        assertThat(publisher.sendGone(TO, ID)).isTrue();
        deliver();
        assertThat(publisher.sendEnded(TO, 9, 8, true)).isTrue();
        deliver();
        assertThat(publisher.sendEnded(TO, 9, 8, false)).isTrue();
        deliver();

        assertThat(received.lines())
                .containsExactly(
                        "snapshotOffer from=3 term=9 " + ID,
                        "snapshotPull from=3 " + ID + " fromPart=2147483647 partCount=4",
                        "snapshotGone from=3 " + ID,
                        "snapshotEnded from=3 term=9 index=8 succeeded=true",
                        "snapshotEnded from=3 term=9 index=8 succeeded=false");
    }

    @Test
    void shouldArriveUnchangedWhenPartCarriesBytes() {
        assertThat(publisher.sendPart(
                        TO, ID, 5, ByteBuffer.wrap("a piece of state".getBytes(StandardCharsets.US_ASCII))))
                .isTrue();
        deliver();

        assertThat(received.lines()).containsExactly("snapshotPart from=3 " + ID + " number=5 bytes=a piece of state");
    }

    @Test
    void shouldRefuseWhenNumbersMakeNoSense() {
        publisher.sendOffer(TO, 9, ID);
        final SnapshotOfferEncoder offer =
                new SnapshotOfferEncoder().wrap(transport.message(), PeerMessage.BLOCK_OFFSET);
        assertRefused(SnapshotOfferEncoder.BLOCK_LENGTH, 0, () -> offer.term(-1));
        offer.term(9);
        assertRefused(SnapshotOfferEncoder.BLOCK_LENGTH, 0, () -> offer.index(0));
        offer.index(1);
        assertRefused(SnapshotOfferEncoder.BLOCK_LENGTH, 0, () -> offer.snapshotTerm(0));
        offer.snapshotTerm(1);
        assertRefused(SnapshotOfferEncoder.BLOCK_LENGTH, 0, () -> offer.length(-1));

        publisher.sendPull(TO, ID, 0, 1);
        final SnapshotPullEncoder pull = new SnapshotPullEncoder().wrap(transport.message(), PeerMessage.BLOCK_OFFSET);
        assertRefused(SnapshotPullEncoder.BLOCK_LENGTH, 0, () -> pull.fromPart(-1));
        pull.fromPart(0);
        assertRefused(SnapshotPullEncoder.BLOCK_LENGTH, 0, () -> pull.partCount(0));

        publisher.sendGone(TO, ID);
        final SnapshotGoneEncoder gone = new SnapshotGoneEncoder().wrap(transport.message(), PeerMessage.BLOCK_OFFSET);
        assertRefused(SnapshotGoneEncoder.BLOCK_LENGTH, 0, () -> gone.index(-1));
        gone.index(1);
        assertRefused(SnapshotGoneEncoder.BLOCK_LENGTH, 0, () -> gone.length(0));

        publisher.sendEnded(TO, 9, 8, true);
        final SnapshotEndedEncoder ended =
                new SnapshotEndedEncoder().wrap(transport.message(), PeerMessage.BLOCK_OFFSET);
        assertRefused(SnapshotEndedEncoder.BLOCK_LENGTH, 0, () -> ended.index(0));

        publisher.sendPart(TO, ID, 5, ByteBuffer.allocate(0));
        assertThat(isTaken()).as("a part without bytes").isFalse();
        publisher.sendPart(TO, ID, 5, ByteBuffer.allocate(8));
        final SnapshotPartEncoder part = new SnapshotPartEncoder().wrap(transport.message(), PeerMessage.BLOCK_OFFSET);
        assertRefused(SnapshotPartEncoder.BLOCK_LENGTH, 8, () -> part.number(-1));
    }

    private void assertRefused(final int blockLength, final int bodyLength, final Runnable change) {
        change.run();
        final int covered = MessageHeaderEncoder.ENCODED_LENGTH + blockLength;
        WireFrame.seal(transport.message(), 0, covered, bodyLength, checksum);

        assertThat(isTaken()).isFalse();
        assertThat(received.lines()).isEmpty();
    }

    private void deliver() {
        assertThat(transport.peerId()).isEqualTo(TO);
        assertThat(isTaken()).isTrue();
    }

    private boolean isTaken() {
        final UnsafeBuffer message = transport.message();
        return dispatcher.onFrame(FROM, message, 0, message.capacity());
    }
}
