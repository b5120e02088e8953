package io.balsa.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.consensus.Taken;
import io.balsa.log.MemoryLogStore;
import java.util.function.Predicate;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What one node publishes another one understands: each message passes through its bytes. */
class PeerPublisherTest {
    private static final int GROUP = 7;
    private static final int FROM = 3;
    private static final int TO = 2;
    private static final int MAX_APPEND_BYTES = 200;
    private static final long BIG = Long.MAX_VALUE;

    private final CapturingTransport transport = new CapturingTransport();
    private final MemoryLogStore log = new MemoryLogStore(16, 64 * 1024);
    private final PeerPublisher publisher = new PeerPublisher(transport, log, GROUP, MAX_APPEND_BYTES);
    private final PeerTranscript received = new PeerTranscript();
    private final NetworkCounters counters = new NetworkCounters();
    private final PeerDispatcher dispatcher =
            new PeerDispatcher(received, new MemoryLogStore(16, 64 * 1024), received, GROUP, counters);

    @Test
    void shouldArriveUnchangedWhenVoteRequest() {
        assertThat(transfer(p -> p.sendVoteRequest(TO, BIG, true, false, 0, BIG - 1, BIG - 2, BIG - 3, BIG - 4)))
                .isEqualTo("voteRequest from=3 term=" + BIG + " preVote=true transfer=false lastIndex=" + (BIG - 1)
                        + " lastTerm=" + (BIG - 2) + " commit=" + (BIG - 3) + "/" + (BIG - 4));
        assertThat(transfer(p -> p.sendVoteRequest(TO, 5, false, true, 0, 0, 0, 0, 0)))
                .isEqualTo("voteRequest from=3 term=5 preVote=false transfer=true lastIndex=0 lastTerm=0 commit=0/0");
    }

    @Test
    void shouldArriveUnchangedWhenVoteReply() {
        assertThat(transfer(p -> p.sendVoteReply(TO, BIG, true, true, BIG - 1, BIG - 2)))
                .isEqualTo("voteReply from=3 term=" + BIG + " preVote=true granted=true commit=" + (BIG - 1) + "/"
                        + (BIG - 2));
        assertThat(transfer(p -> p.sendVoteReply(TO, 1, false, true, 0, 0)))
                .isEqualTo("voteReply from=3 term=1 preVote=false granted=true commit=0/0");
        assertThat(transfer(p -> p.sendVoteReply(TO, 1, true, false, 0, 0)))
                .isEqualTo("voteReply from=3 term=1 preVote=true granted=false commit=0/0");
    }

    @Test
    void shouldArriveUnchangedWhenAppendReply() {
        assertThat(transfer(p -> p.sendAppendReply(TO, BIG, true, BIG - 1, BIG - 2, BIG - 3, BIG - 4)))
                .isEqualTo("appendReply from=3 term=" + BIG + " rejected=true index=" + (BIG - 1) + " hintIndex="
                        + (BIG - 2) + " hintTerm=" + (BIG - 3) + " readRound=" + (BIG - 4));
        assertThat(transfer(p -> p.sendAppendReply(TO, 4, false, 3, 0, 0, 9)))
                .isEqualTo("appendReply from=3 term=4 rejected=false index=3 hintIndex=0 hintTerm=0 readRound=9");
    }

    @Test
    void shouldArriveUnchangedWhenHeartbeatAndItsReply() {
        assertThat(transfer(p -> p.sendHeartbeat(TO, BIG, BIG - 1, BIG - 2)))
                .isEqualTo("heartbeat from=3 term=" + BIG + " commitIndex=" + (BIG - 1) + " readRound=" + (BIG - 2));
        assertThat(transfer(p -> p.sendHeartbeatReply(TO, BIG, BIG - 1)))
                .isEqualTo("heartbeatReply from=3 term=" + BIG + " readRound=" + (BIG - 1));
    }

    @Test
    void shouldArriveUnchangedWhenTimeoutNow() {
        assertThat(transfer(p -> p.sendTimeoutNow(TO, BIG))).isEqualTo("timeoutNow from=3 term=" + BIG);
    }

    @Test
    void shouldArriveUnchangedWhenReadIsForwarded() {
        assertThat(transfer(p -> p.sendReadRequest(TO, BIG, BIG - 1)))
                .isEqualTo("readRequest from=3 term=" + BIG + " readId=" + (BIG - 1));
        assertThat(transfer(p -> p.sendReadReply(TO, BIG, BIG - 1, BIG - 2)))
                .isEqualTo("readReply from=3 term=" + BIG + " readId=" + (BIG - 1) + " index=" + (BIG - 2));
    }

    @Test
    void shouldArriveUnchangedWhenSnapshotIsAskedFor() {
        assertThat(transfer(p -> p.sendSnapshotRequest(TO, BIG, BIG - 1)))
                .isEqualTo("snapshotRequest from=3 term=" + BIG + " minIndex=" + (BIG - 1));
    }

    @Test
    void shouldArriveUnchangedWhenAppendCarriesNoEntries() {
        assertThat(transfer(p -> p.sendAppendRequest(TO, BIG, BIG - 1, BIG - 2, 0, 0, BIG - 3, BIG - 4) == 0))
                .isEqualTo("appendRequest from=3 term=" + BIG + " prevIndex=" + (BIG - 1) + " prevTerm=" + (BIG - 2)
                        + " entriesTerm=0 entryCount=0 commitIndex=" + (BIG - 3) + " readRound=" + (BIG - 4));
    }

    @Test
    void shouldCarryTheLogsOwnBytesWhenAppendCarriesEntries() {
        append(3, 4, 5);

        final int taken = Taken.entries(publisher.sendAppendRequest(TO, 9, 1, 8, 8, 2, 1, 0));

        final UnsafeBuffer message = transport.message();
        final int entriesLength = log.offsetOf(4) - log.offsetOf(2);
        final int headLength = message.capacity() - entriesLength;
        assertThat(taken).isEqualTo(2);
        assertThat(headLength).isEqualTo(PeerPublisher.MAX_HEAD_LENGTH);
        assertThat(bytes(message, headLength, entriesLength))
                .isEqualTo(bytes(log.buffer(), log.offsetOf(2), entriesLength));
        assertThat(dispatcher.onFrame(FROM, message, 0, message.capacity())).isTrue();
        assertThat(received.lines())
                .containsExactly(
                        "appendRequest from=3 term=9 prevIndex=1 prevTerm=8 entriesTerm=8 entryCount=2 commitIndex=1"
                                + " readRound=0");
    }

    @Test
    void shouldSendFewerEntriesWhenTheyExceedTheLimit() {
        append(40, 40, 40, 40);

        final int taken = Taken.entries(publisher.sendAppendRequest(TO, 8, 0, 0, 8, 4, 0, 0));

        assertThat(taken).isEqualTo(2);
        assertThat(transport.message().capacity())
                .isEqualTo(PeerPublisher.MAX_HEAD_LENGTH + 2 * EntryFrame.alignedLength(40));
    }

    @Test
    void shouldSendAnEntryAloneWhenItExceedsTheLimit() {
        append(MAX_APPEND_BYTES + 1, 1);

        assertThat(Taken.entries(publisher.sendAppendRequest(TO, 8, 0, 0, 8, 2, 0, 0)))
                .isEqualTo(1);
        assertThat(transport.message().capacity())
                .isLessThanOrEqualTo(PeerPublisher.maxMessageLength(MAX_APPEND_BYTES, MAX_APPEND_BYTES + 1));
    }

    @Test
    void shouldKeepEntriesAlignedWhenTheyFollowTheHead() {
        assertThat(BitUtil.isAligned(PeerPublisher.MAX_HEAD_LENGTH, EntryFrame.ALIGNMENT))
                .isTrue();
    }

    @Test
    void shouldRefuseWhenTransportTakesNothing() {
        append(1);
        transport.setConnected(false);
        assertThat(publisher.sendAppendRequest(TO, 8, 0, 0, 8, 1, 0, 0)).isEqualTo(Taken.NOTHING);
        transport.setConnected(true);
        transport.setFull(true);

        assertThat(publisher.sendAppendRequest(TO, 8, 0, 0, 8, 1, 0, 0)).isEqualTo(Taken.NOTHING);
        assertThat(publisher.sendHeartbeat(TO, 8, 0, 0)).isFalse();
    }

    @Test
    void shouldRefuseToBeMadeWhenAppendLimitIsNotPositive() {
        assertThatThrownBy(() -> new PeerPublisher(transport, log, GROUP, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxAppendBytes=0");
    }

    /** Sends something first whose bits would show in a message that leaves some of the buffer as it was. */
    private String transfer(final Predicate<PeerPublisher> send) {
        publisher.sendAppendReply(TO, -1, true, -1, -1, -1, -1);
        publisher.sendVoteRequest(TO, -1, true, true, 0, -1, -1, -1, -1);
        assertThat(send.test(publisher)).isTrue();
        assertThat(transport.peerId()).isEqualTo(TO);
        final UnsafeBuffer message = transport.message();
        assertThat(BitUtil.isAligned(message.capacity(), EntryFrame.ALIGNMENT)).isTrue();
        assertThat(dispatcher.onFrame(FROM, message, 0, message.capacity())).isTrue();
        return received.lines().get(received.lines().size() - 1);
    }

    private void append(final int... payloadLengths) {
        for (final int length : payloadLengths) {
            final UnsafeBuffer payload = new UnsafeBuffer(new byte[length]);
            payload.setMemory(0, length, (byte) (length + 1));
            log.append(log.lastIndex() + 1, 8, EntryType.COMMAND, payload, 0, length);
        }
    }

    private static byte[] bytes(final org.agrona.DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }
}
