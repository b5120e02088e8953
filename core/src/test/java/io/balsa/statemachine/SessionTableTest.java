package io.balsa.statemachine;

import static io.balsa.statemachine.Admission.APPLY;
import static io.balsa.statemachine.Admission.DUPLICATE;
import static io.balsa.statemachine.Admission.REPLY_EVICTED;
import static io.balsa.statemachine.Admission.SESSION_UNKNOWN;
import static io.balsa.statemachine.Admission.WINDOW_EXCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.client.ResponseStatus;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private static final int WINDOW = 4;
    private static final long NO_LIMIT = 0;
    private static final long BLOCK = ReplyStore.BLOCK_LENGTH;

    private final SessionTable table = new SessionTable(0);

    @Test
    void shouldApplyOnceAndRepeatTheReplyWhenCommandComesAgain() {
        open(10, 3);

        assertThat(table.admit(10, 1, 0)).isEqualTo(APPLY);
        complete("first");

        assertThat(table.admit(10, 1, 0)).isEqualTo(DUPLICATE);
        assertThat(repeated()).isEqualTo("first");
        assertThat(table.repeatStatus()).isEqualTo(ResponseStatus.OK);
        assertThat(table.admit(10, 1, 0)).isEqualTo(DUPLICATE);
    }

    @Test
    void shouldKeepTheStatusWhenReplyIsNoSuccess() {
        open(10, 3);
        table.admit(10, 1, 0);

        table.complete(ResponseStatus.RESPONSE_TOO_LARGE, new UnsafeBuffer(new byte[0]), 0, 0);

        assertThat(table.admit(10, 1, 0)).isEqualTo(DUPLICATE);
        assertThat(table.repeatStatus()).isEqualTo(ResponseStatus.RESPONSE_TOO_LARGE);
        assertThat(repeated()).isEmpty();
    }

    @Test
    void shouldApplyEachOnceWhenSequencesFirstAppearOutOfOrder() {
        open(10, 3);

        for (final long sequence : new long[] {4, 2, 3, 1}) {
            assertThat(table.admit(10, sequence, 0)).isEqualTo(APPLY);
            complete("reply " + sequence);
        }

        for (final long sequence : new long[] {1, 2, 3, 4}) {
            assertThat(table.admit(10, sequence, 0)).isEqualTo(DUPLICATE);
            assertThat(repeated()).isEqualTo("reply " + sequence);
        }
    }

    @Test
    void shouldRefuseWhenSequenceIsJustBeyondTheWindow() {
        open(10, 3);

        assertThat(table.admit(10, WINDOW + 1, 0)).isEqualTo(WINDOW_EXCEEDED);
        assertThat(table.admit(10, WINDOW, 0)).isEqualTo(APPLY);
        complete("last of the window");

        assertThat(table.admit(10, WINDOW + 2, 1)).isEqualTo(WINDOW_EXCEEDED);
        assertThat(table.admit(10, WINDOW + 1, 1)).isEqualTo(APPLY);
    }

    @Test
    void shouldRefuseWhenSequenceIsAcknowledgedAndKeepWhenJustAbove() {
        open(10, 3);
        applyAll(10, 1, 2, 3);

        assertThat(table.admit(10, 2, 2)).isEqualTo(REPLY_EVICTED);
        assertThat(table.admit(10, 1, 0)).isEqualTo(REPLY_EVICTED);
        assertThat(table.admit(10, 3, 0)).isEqualTo(DUPLICATE);
        assertThat(table.admit(10, 0, 0)).isEqualTo(REPLY_EVICTED);
        assertThat(table.admit(10, Long.MIN_VALUE, -1)).isEqualTo(REPLY_EVICTED);
    }

    @Test
    void shouldFreeRepliesWhenTheyAreAcknowledged() {
        open(10, 3);
        applyAll(10, 1, 2, 4);
        assertThat(table.replyBytes()).isEqualTo(3 * BLOCK);

        table.admit(10, 3, 2);

        assertThat(table.replyBytes()).isEqualTo(BLOCK);
    }

    @Test
    void shouldSurviveWhenClientAcknowledgesTheHighestSequences() {
        open(10, 3);
        applyAll(10, 1, 2);

        assertThat(table.admit(10, Long.MAX_VALUE, Long.MAX_VALUE - 1)).isEqualTo(APPLY);
        complete("last of all");
        assertThat(table.admit(10, Long.MAX_VALUE, 0)).isEqualTo(DUPLICATE);
        assertThat(table.admit(10, 1, 0)).isEqualTo(REPLY_EVICTED);
        assertThat(table.stateHash()).isEqualTo(table.stateHash());

        assertThat(table.admit(10, Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(REPLY_EVICTED);
        assertThat(table.replyBytes()).isZero();
    }

    @Test
    void shouldKnowNoSessionWhenNeverOpenedOrClosed() {
        open(10, 3);
        applyAll(10, 1);

        assertThat(table.admit(9, 1, 0)).isEqualTo(SESSION_UNKNOWN);
        assertThat(table.close(9)).isFalse();
        assertThat(table.close(10)).isTrue();
        assertThat(table.close(10)).isFalse();
        assertThat(table.admit(10, 1, 0)).isEqualTo(SESSION_UNKNOWN);
        assertThat(table.replyBytes()).isZero();
        assertThat(table.sessionCount()).isZero();
    }

    @Test
    void shouldEvictTheLeastRecentlyUsedWhenOneTooManyIsOpened() {
        open(10, 3);
        open(11, 3);
        open(12, 3);
        table.admit(10, 1, 0);

        open(13, 3);

        assertThat(table.admit(11, 1, 0)).isEqualTo(SESSION_UNKNOWN);
        assertThat(table.admit(10, 1, 0)).isEqualTo(APPLY);
        assertThat(table.admit(12, 1, 0)).isEqualTo(APPLY);
        assertThat(table.admit(13, 1, 0)).isEqualTo(APPLY);
        assertThat(table.evictedCount()).isEqualTo(1);
    }

    @Test
    void shouldCountAnyCommandAsUseWhenItIsRefusedOrRepeated() {
        open(10, 2);
        open(11, 2);
        table.admit(10, WINDOW + 1, 0);
        open(12, 2);
        assertThat(table.admit(10, 1, 0)).isEqualTo(APPLY);
        complete("");
        table.admit(12, 1, 0);
        table.admit(10, 1, 0);

        open(13, 2);

        assertThat(table.admit(12, 1, 0)).isEqualTo(SESSION_UNKNOWN);
        assertThat(table.admit(10, 1, 0)).isEqualTo(DUPLICATE);
    }

    @Test
    void shouldEvictSeveralWhenTheLimitOfSessionsFalls() {
        for (int id = 1; id <= 10; id++) {
            open(id, 10);
        }

        open(11, 3);

        assertThat(table.sessionCount()).isEqualTo(3);
        assertThat(table.evictedCount()).isEqualTo(8);
        assertThat(table.admit(8, 1, 0)).isEqualTo(SESSION_UNKNOWN);
        assertThat(table.admit(9, 1, 0)).isEqualTo(APPLY);
    }

    @Test
    void shouldEvictTheLeastRecentlyUsedWhenRepliesTakeTooMuch() {
        table.open(10, WINDOW, 10, 3 * BLOCK);
        table.open(11, WINDOW, 10, 3 * BLOCK);
        applyAll(10, 1);
        applyAll(11, 1, 2);
        assertThat(table.sessionCount()).isEqualTo(2);

        applyAll(11, 3);

        assertThat(table.admit(10, 1, 0)).isEqualTo(SESSION_UNKNOWN);
        assertThat(table.replyBytes()).isEqualTo(3 * BLOCK);
    }

    @Test
    void shouldKeepTheOnlySessionWhenItsRepliesAloneTakeTooMuch() {
        table.open(10, WINDOW, 10, BLOCK);

        applyAll(10, 1, 2, 3, 4);

        assertThat(table.admit(10, 1, 0)).isEqualTo(DUPLICATE);
        assertThat(table.replyBytes()).isEqualTo(4 * BLOCK);
    }

    @Test
    void shouldTakeTheNearestLimitsWhenTheEntrysAreOutOfRange() {
        assertThat(table.open(1, 0, 0, -1)).isEqualTo(1);
        assertThat(table.open(2, Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE))
                .isEqualTo(1);
        assertThat(table.open(3, SessionTable.MAX_WINDOW + 1, 1, 0)).isEqualTo(SessionTable.MAX_WINDOW);
        assertThat(table.open(4, Integer.MAX_VALUE, 1, 0)).isEqualTo(SessionTable.MAX_WINDOW);
        assertThat(table.sessionCount()).isEqualTo(1);
    }

    @Test
    void shouldBeginEmptyWhenSessionObjectIsReused() {
        table.open(10, 64, 1, NO_LIMIT);
        applyAll(10, 1, 2, 3, 64);

        table.open(11, WINDOW, 1, NO_LIMIT);

        assertThat(table.admit(11, WINDOW + 1, 0)).isEqualTo(WINDOW_EXCEEDED);
        for (final long sequence : new long[] {1, 2, 3, 4}) {
            assertThat(table.admit(11, sequence, 0)).isEqualTo(APPLY);
        }
    }

    @Test
    void shouldFailLoudlyWhenUsedOutOfTurn() {
        final UnsafeBuffer nothing = new UnsafeBuffer(new byte[0]);
        assertThatThrownBy(() -> table.complete(ResponseStatus.OK, nothing, 0, 0))
                .isInstanceOf(IllegalStateException.class);

        open(10, 2);
        table.admit(10, 1, 0);
        assertThatThrownBy(table::repeatStatus).hasMessageContaining("sequence=1");
        complete("");
        assertThatThrownBy(() -> table.complete(ResponseStatus.OK, nothing, 0, 0))
                .hasMessageContaining("sequence=1");
        assertThat(table.admit(10, WINDOW + 2, 0)).isEqualTo(WINDOW_EXCEEDED);
        assertThatThrownBy(() -> table.complete(ResponseStatus.OK, nothing, 0, 0))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(table::repeatStatus).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> open(10, 2)).hasMessageContaining("sessionId=10");
    }

    private void open(final long sessionId, final int maxSessions) {
        assertThat(table.open(sessionId, WINDOW, maxSessions, NO_LIMIT)).isEqualTo(WINDOW);
    }

    private void applyAll(final long sessionId, final long... sequences) {
        for (final long sequence : sequences) {
            assertThat(table.admit(sessionId, sequence, 0)).isEqualTo(APPLY);
            complete("reply " + sequence);
        }
    }

    private void complete(final String reply) {
        final UnsafeBuffer bytes = new UnsafeBuffer(reply.getBytes(StandardCharsets.UTF_8));
        table.complete(ResponseStatus.OK, bytes, 0, bytes.capacity());
    }

    private String repeated() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[256]);
        return bytes.getStringWithoutLengthUtf8(0, table.repeatReply(bytes));
    }
}
