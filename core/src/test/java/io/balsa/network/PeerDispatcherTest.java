package io.balsa.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.peer.AppendRequestEncoder;
import io.balsa.codec.sbe.peer.HeartbeatEncoder;
import io.balsa.codec.sbe.peer.MessageHeaderEncoder;
import io.balsa.log.MemoryLogStore;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Nothing reaches the core or the log but whole, undamaged messages that make sense. */
class PeerDispatcherTest {
    private static final int GROUP = 7;
    private static final int FROM = 3;
    private static final long TERM = 8;

    private final MemoryLogStore leaderLog = new MemoryLogStore(16, 64 * 1024);
    private final MemoryLogStore log = new MemoryLogStore(16, 64 * 1024);
    private final CapturingTransport transport = new CapturingTransport();
    private final PeerPublisher publisher = new PeerPublisher(transport, leaderLog, GROUP, 4096);
    private final PeerTranscript core = new PeerTranscript();
    private final NetworkCounters counters = new NetworkCounters();
    private final PeerDispatcher dispatcher = new PeerDispatcher(core, log, core, GROUP, counters);
    private final FrameChecksum checksum = new FrameChecksum();

    @Test
    void shouldRefuseWhenAnyBitOfAnAppendIsFlipped() {
        final UnsafeBuffer message = appendRequest(0, 5, 9, 16);
        core.writingFrom(1);
        int refusedCount = 0;
        for (int bit = 0; bit < message.capacity() * 8; bit++) {
            if (isPadding(bit / 8)) {
                continue;
            }
            flip(message, bit);
            assertThat(isTaken(message))
                    .as("bit %d of byte %d", bit % 8, bit / 8)
                    .isFalse();
            flip(message, bit);
            refusedCount++;
        }

        assertThat(core.lines()).isEmpty();
        assertThat(log.lastIndex()).isZero();
        assertThat(counters.get(NetworkCounter.BAD_MESSAGES)).isEqualTo(refusedCount);
        assertThat(isTaken(message)).isTrue();
    }

    @Test
    void shouldRefuseWhenAnyBitOfASmallMessageIsFlipped() {
        publisher.sendVoteReply(1, TERM, true, false, 0, 0);
        final UnsafeBuffer message = transport.message();
        // The length is the transport's to check: it hands over as many bytes as it announces.
        for (int bit = WireFrame.CHECKSUM_OFFSET * 8; bit < message.capacity() * 8; bit++) {
            flip(message, bit);
            assertThat(isTaken(message))
                    .as("bit %d of byte %d", bit % 8, bit / 8)
                    .isFalse();
            flip(message, bit);
        }

        assertThat(core.lines()).isEmpty();
        assertThat(isTaken(message)).isTrue();
    }

    @Test
    void shouldRefuseWhenMessageIsCutOrPadded() {
        final UnsafeBuffer message = appendRequest(0, 5, 9);
        for (int length = 0; length < message.capacity(); length++) {
            assertThat(dispatcher.onFrame(FROM, message, 0, length))
                    .as("length %d", length)
                    .isFalse();
        }
        final UnsafeBuffer longer = new UnsafeBuffer(ByteBuffer.allocateDirect(message.capacity() + 8));
        longer.putBytes(0, message, 0, message.capacity());
        publisher.sendHeartbeat(1, TERM, 0, 0);
        final UnsafeBuffer longerHeartbeat = new UnsafeBuffer(ByteBuffer.allocateDirect(128));
        longerHeartbeat.putBytes(0, transport.message(), 0, transport.message().capacity());

        assertThat(isTaken(longer)).isFalse();
        assertThat(dispatcher.onFrame(
                        FROM, longerHeartbeat, 0, transport.message().capacity() + 8))
                .isFalse();
        assertThat(core.lines()).isEmpty();
    }

    @Test
    void shouldRefuseWhenHeaderIsNotThatOfAKnownMessage() {
        assertRefused(m -> header(m).schemaId(1002));
        assertRefused(m -> header(m).version(MessageHeaderEncoder.SCHEMA_VERSION + 1));
        assertRefused(m -> header(m).templateId(99));
        assertRefused(m -> header(m).templateId(1));
        assertRefused(m -> header(m).blockLength(HeartbeatEncoder.BLOCK_LENGTH - 8));
        assertRefused(m -> header(m).blockLength(0xFFFF));
    }

    @Test
    void shouldRefuseWhenGroupIsAnother() {
        assertRefused(m -> heartbeat(m).groupId(GROUP + 1));
        assertRefused(m -> heartbeat(m).groupId(-1));
    }

    @Test
    void shouldRefuseWhenANumberIsNegative() {
        assertRefused(m -> heartbeat(m).term(-1));
        assertRefused(m -> heartbeat(m).commitIndex(-1));
        assertRefused(m -> heartbeat(m).readRound(Long.MIN_VALUE));
        assertRefusedAppend(m -> m.entryCount(-1));
        assertRefusedAppend(m -> m.entryCount(Integer.MIN_VALUE));
        assertRefusedAppend(m -> m.prevIndex(-1));
        assertRefusedAppend(m -> m.prevTerm(-1));
        assertRefusedAppend(m -> m.commitIndex(-1));
    }

    @Test
    void shouldRefuseWhenHeadAndEntriesOfAnAppendDisagree() {
        assertRefusedAppend(m -> m.entryCount(1));
        assertRefusedAppend(m -> m.entryCount(3));
        assertRefusedAppend(m -> m.entryCount(Integer.MAX_VALUE));
        assertRefusedAppend(m -> m.entryCount(0));
        assertRefusedAppend(m -> m.prevIndex(1));
        assertRefusedAppend(m -> m.prevIndex(Long.MAX_VALUE));
        assertRefusedAppend(m -> m.entriesTerm(TERM - 1));
    }

    @Test
    void shouldRefuseWhenTermsOfAnAppendDoNotRise() {
        assertRefusedAppend(m -> m.term(TERM - 1));
        assertRefusedAppend(m -> m.prevTerm(TERM + 1));
        assertRefusedAppend(m -> m.prevTerm(TERM + 2).term(TERM + 1));
    }

    @Test
    void shouldRefuseWhenEntryIsLargerThanTheLogTakes() {
        final int limit = log.maxPayloadLength();
        assertThat(isTaken(appendRequestOfOne(limit))).isTrue();

        assertThat(isTaken(appendRequestOfOne(limit + 1))).isFalse();
    }

    @Test
    void shouldTellOfMembershipEntriesWhenTheyAreWritten() {
        leaderLog.append(1, 5, EntryType.COMMAND, new UnsafeBuffer(new byte[3]), 0, 3);
        for (long index = 2; index <= 4; index++) {
            leaderLog.append(
                    index,
                    5,
                    index == 3 ? EntryType.COMMAND : EntryType.MEMBERSHIP,
                    new UnsafeBuffer(new byte[3]),
                    0,
                    3);
        }
        publisher.sendAppendRequest(1, TERM, 0, 0, 5, 4, 0, 0);
        core.writingFrom(3);
        log.append(1, 5, EntryType.COMMAND, new UnsafeBuffer(new byte[3]), 0, 3);
        log.append(2, 5, EntryType.MEMBERSHIP, new UnsafeBuffer(new byte[3]), 0, 3);

        assertThat(isTaken(transport.message())).isTrue();

        assertThat(core.lines())
                .filteredOn(line -> line.startsWith("membership"))
                .containsExactly("membershipEntry index=4");
        assertThat(log.lastIndex()).isEqualTo(4);
    }

    @Test
    void shouldWriteAllEntriesWhenCoreWantsThemAll() {
        core.writingFrom(1);

        assertThat(isTaken(appendRequest(0, 5, 9, 16))).isTrue();

        assertThat(log.lastIndex()).isEqualTo(3);
        assertSameEntries();
    }

    @Test
    void shouldWriteTheRestWhenCoreHasTheFirst() {
        core.writingFrom(1);
        isTaken(appendRequest(0, 5));
        core.writingFrom(2);

        assertThat(isTaken(appendRequest(1, 9, 16))).isTrue();
        assertThat(log.lastIndex()).isEqualTo(3);
        assertSameEntries();
    }

    @Test
    void shouldSkipEntriesWhenCoreWantsOnlyTheLast() {
        core.writingFrom(1);
        isTaken(appendRequest(0, 5));
        core.writingFrom(2);

        leaderAppend(9, 16);
        publisher.sendAppendRequest(1, TERM, 0, 0, TERM, 3, 0, 0);

        assertThat(isTaken(transport.message())).isTrue();
        assertThat(log.lastIndex()).isEqualTo(3);
        assertSameEntries();
    }

    @Test
    void shouldCutTheLogFirstWhenCoreWantsEntriesOverwritten() {
        final UnsafeBuffer other = new UnsafeBuffer(new byte[100]);
        for (int index = 1; index <= 5; index++) {
            log.append(index, 3, EntryType.COMMAND, other, 0, 100);
        }
        core.writingFrom(1);

        assertThat(isTaken(appendRequest(0, 5, 9))).isTrue();

        assertThat(log.lastIndex()).isEqualTo(2);
        assertSameEntries();
    }

    @Test
    void shouldWriteNothingWhenCoreWantsNothing() {
        core.writingFrom(0);

        assertThat(isTaken(appendRequest(0, 5, 9))).isTrue();
        assertThat(log.lastIndex()).isZero();
        assertThat(core.lines()).hasSize(1);
    }

    @Test
    void shouldTellTheCoreWhenPeerIsGone() {
        dispatcher.onPeerConnected(4);
        dispatcher.onPeerDisconnected(4);

        assertThat(core.lines()).containsExactly("unreachable peer=4", "disconnected peer=4");
    }

    private UnsafeBuffer appendRequest(final long prevIndex, final int... payloadLengths) {
        leaderAppend(payloadLengths);
        final long prevTerm = prevIndex == 0 ? 0 : TERM;
        publisher.sendAppendRequest(1, TERM, prevIndex, prevTerm, TERM, payloadLengths.length, 0, 0);
        return transport.message();
    }

    private UnsafeBuffer appendRequestOfOne(final int payloadLength) {
        final MemoryLogStore large = new MemoryLogStore(1, 1024 * 1024);
        large.append(1, TERM, EntryType.COMMAND, new UnsafeBuffer(new byte[payloadLength]), 0, payloadLength);
        new PeerPublisher(transport, large, GROUP, 1).sendAppendRequest(1, TERM, 0, 0, TERM, 1, 0, 0);
        return transport.message();
    }

    private void leaderAppend(final int... payloadLengths) {
        for (final int length : payloadLengths) {
            final UnsafeBuffer payload = new UnsafeBuffer(new byte[length]);
            payload.setMemory(0, length, (byte) length);
            leaderLog.append(leaderLog.lastIndex() + 1, TERM, EntryType.COMMAND, payload, 0, length);
        }
    }

    private void assertRefused(final Consumer<UnsafeBuffer> change) {
        publisher.sendHeartbeat(1, TERM, 0, 0);
        final UnsafeBuffer message = transport.message();
        assertThat(isTaken(message)).isTrue();
        final int tellingsBefore = core.lines().size();
        final int covered = message.capacity() - WireFrame.HEADER_LENGTH;

        change.accept(message);
        WireFrame.seal(message, 0, covered, 0, checksum);

        assertThat(isTaken(message)).isFalse();
        assertThat(core.lines()).hasSize(tellingsBefore);
    }

    private void assertRefusedAppend(final Consumer<AppendRequestEncoder> change) {
        if (leaderLog.lastIndex() > 0) {
            leaderLog.truncateSuffix(1);
        }
        final UnsafeBuffer message = appendRequest(0, 5, 9);
        final int tellingsBefore = core.lines().size();
        final int covered = MessageHeaderEncoder.ENCODED_LENGTH + AppendRequestEncoder.BLOCK_LENGTH;
        final int trailing = message.capacity() - WireFrame.HEADER_LENGTH - covered;
        core.writingFrom(1);

        change.accept(new AppendRequestEncoder().wrap(message, PeerMessage.BLOCK_OFFSET));
        WireFrame.seal(message, 0, covered, trailing, checksum);

        assertThat(isTaken(message)).isFalse();
        assertThat(core.lines()).hasSize(tellingsBefore);
        assertThat(log.lastIndex()).isZero();
    }

    private boolean isTaken(final UnsafeBuffer message) {
        return dispatcher.onFrame(FROM, message, 0, message.capacity());
    }

    private void assertSameEntries() {
        for (int index = 1; index <= log.lastIndex(); index++) {
            final int length = EntryFrame.length(leaderLog.buffer(), leaderLog.offsetOf(index));
            assertThat(bytes(log, index, length)).isEqualTo(bytes(leaderLog, index, length));
        }
    }

    private static byte[] bytes(final MemoryLogStore store, final int index, final int length) {
        final byte[] bytes = new byte[length];
        store.buffer().getBytes(store.offsetOf(index), bytes);
        return bytes;
    }

    private static MessageHeaderEncoder header(final UnsafeBuffer message) {
        return new MessageHeaderEncoder().wrap(message, PeerMessage.HEADER_OFFSET);
    }

    private static HeartbeatEncoder heartbeat(final UnsafeBuffer message) {
        return new HeartbeatEncoder().wrap(message, PeerMessage.BLOCK_OFFSET);
    }

    private static void flip(final UnsafeBuffer message, final int bit) {
        final int at = bit / 8;
        message.putByte(at, (byte) (message.getByte(at) ^ (1 << (bit % 8))));
    }

    /**
     * The bytes that no checksum covers because nobody reads them: behind a payload, up to the next frame. And the length of the
     * whole, of which the transport makes sure that it is what it hands over.
     */
    private boolean isPadding(final int at) {
        if (at < WireFrame.CHECKSUM_OFFSET) {
            return true;
        }
        for (int index = 1; index <= leaderLog.lastIndex(); index++) {
            final int start = PeerPublisher.MAX_HEAD_LENGTH + leaderLog.offsetOf(index);
            final int end = start + EntryFrame.length(leaderLog.buffer(), leaderLog.offsetOf(index));
            if (at >= end && at < EntryFrame.align(end)) {
                return true;
            }
        }
        return false;
    }
}
