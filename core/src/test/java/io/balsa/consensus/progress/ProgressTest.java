package io.balsa.consensus.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A leader's view of one member, as a state machine: Raft paper, section 5.3; dissertation, 10.2. */
class ProgressTest {
    private static final int WINDOW = 3;
    private static final long LAST = 20;

    // ---- probe

    @Test
    void shouldProbeWhenNothingIsKnown() {
        final Progress progress = new Progress(11, WINDOW, 100);

        assertThat(progress.state()).isEqualTo(ProgressState.PROBE);
        assertThat(progress.matchIndex()).isZero();
        assertThat(progress.nextIndex()).isEqualTo(11);
        assertThat(progress.needsAppend(10, 0)).as("though nothing is new").isTrue();
        assertThat(progress.isActive()).isFalse();
    }

    @Test
    void shouldSendOneAppendAtTimeWhenProbing() {
        final Progress progress = new Progress(11, WINDOW, 100);

        progress.onAppendSent(5, 50, 3, 0);

        assertThat(progress.nextIndex()).as("not known to have arrived").isEqualTo(11);
        assertThat(progress.isPaused()).isTrue();
        assertThat(progress.needsAppend(LAST, LAST)).isFalse();
        assertThat(progress.inflightCount()).isZero();
    }

    @Test
    void shouldProbeOnceMoreWhenHeartbeatIsAnswered() {
        final Progress progress = new Progress(11, WINDOW, 100);
        progress.onAppendSent(5, 50, 3, 0);

        progress.onHeartbeatAnswered(LAST);

        assertThat(progress.isPaused()).isFalse();
        assertThat(progress.needsAppend(LAST, 0)).isTrue();
        assertThat(progress.mayCarryEntries()).isTrue();
    }

    @Test
    void shouldReplicateWhenProbeIsAccepted() {
        final Progress progress = new Progress(11, WINDOW, 100);
        progress.onAppendSent(5, 50, 3, 0);

        assertThat(progress.onAppendAccepted(15, 1)).isTrue();

        assertThat(progress.state()).isEqualTo(ProgressState.REPLICATE);
        assertThat(progress.matchIndex()).isEqualTo(15);
        assertThat(progress.nextIndex()).isEqualTo(16);
        assertThat(progress.isPaused()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // the member rejects what comes after 10; the logs may agree up to hint; next
        "10, 3, 4",
        "10, 10, 10",
        "10, 99, 10",
        "10, 0, 1",
        // an old answer: not what was asked
        "9, 3, 11",
        "11, 3, 11",
    })
    void shouldStepBackWhenProbeIsRejected(final long rejected, final long hint, final long next) {
        final Progress progress = new Progress(11, WINDOW, 100);
        progress.onAppendSent(5, 50, 10, 0);

        assertThat(progress.onAppendRejected(rejected, hint)).isEqualTo(next != 11);

        assertThat(progress.nextIndex()).isEqualTo(next);
        assertThat(progress.isPaused()).isEqualTo(next == 11);
        assertThat(progress.needsAppend(LAST, 0)).isEqualTo(next != 11);
    }

    @Test
    void shouldStepBackBehindTheMatchWhenTheMemberHoldsItNoMore() {
        final Progress progress = replicating(10);
        progress.onUnreachable();
        progress.onAppendSent(1, 1, 0, 0);

        progress.onAppendRejected(10, 2);

        assertThat(progress.matchIndex()).isEqualTo(2);
        assertThat(progress.nextIndex()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheMatchWhenAnOlderAppendIsRejected() {
        final Progress progress = replicating(10);

        assertThat(progress.onAppendRejected(10, 2)).isFalse();
        progress.onUnreachable();
        assertThat(progress.onAppendRejected(9, 2)).isFalse();

        assertThat(progress.matchIndex()).isEqualTo(10);
        assertThat(progress.nextIndex()).isEqualTo(11);
    }

    // ---- replicate

    @Test
    void shouldSendAheadWhenReplicating() {
        final Progress progress = replicating(10);

        progress.onAppendSent(4, 10, 8, 0);
        progress.onAppendSent(2, 10, 8, 0);

        assertThat(progress.nextIndex()).isEqualTo(17);
        assertThat(progress.inflightCount()).isEqualTo(2);
        assertThat(progress.inflightBytes()).isEqualTo(20);
        progress.onAppendAccepted(14, 1);
        assertThat(progress.inflightCount()).isEqualTo(1);
        assertThat(progress.nextIndex()).isEqualTo(17);
    }

    @Test
    void shouldPauseWhenWindowIsFull() {
        final Progress progress = replicating(10);
        for (int i = 0; i < WINDOW; i++) {
            assertThat(progress.isPaused()).isFalse();
            progress.onAppendSent(1, 1, 8, 0);
        }

        assertThat(progress.isPaused()).isTrue();
        assertThat(progress.isInflightFull()).isTrue();
        assertThat(progress.mayCarryEntries()).isFalse();
        assertThat(progress.needsAppend(LAST, LAST)).isFalse();
        progress.onHeartbeatAnswered(LAST);
        assertThat(progress.isPaused()).isTrue();
        assertThat(progress.needsAppend(LAST, LAST)).as("one without entries").isTrue();
        progress.onAppendSent(0, 0, 8, 0);
        assertThat(progress.needsAppend(LAST, LAST)).isFalse();
        progress.onAppendAccepted(11, 1);
        assertThat(progress.needsAppend(LAST, 0)).isTrue();
    }

    @Test
    void shouldIgnoreOldAnswersWhenReplicating() {
        final Progress progress = replicating(10);
        progress.onAppendSent(5, 50, 3, 0);

        assertThat(progress.onAppendAccepted(8, 1)).isFalse();
        assertThat(progress.onAppendRejected(10, 2)).isFalse();

        assertThat(progress.state()).isEqualTo(ProgressState.REPLICATE);
        assertThat(progress.matchIndex()).isEqualTo(10);
        assertThat(progress.nextIndex()).isEqualTo(16);
    }

    @Test
    void shouldProbeFromTheMatchWhenLaterAppendIsRejectedOrConnectionBreaks() {
        final Progress rejected = replicating(10);
        rejected.onAppendSent(5, 50, 15, 0);
        final Progress broken = replicating(10);
        broken.onAppendSent(5, 50, 15, 0);

        assertThat(rejected.onAppendRejected(11, 10)).isTrue();
        broken.onUnreachable();

        for (final Progress progress : new Progress[] {rejected, broken}) {
            assertThat(progress.state()).isEqualTo(ProgressState.PROBE);
            assertThat(progress.nextIndex()).isEqualTo(11);
            assertThat(progress.inflightCount()).isZero();
            assertThat(progress.needsAppend(10, 0)).isTrue();
        }
    }

    @Test
    void shouldOweNothingWhenHeartbeatIsAnsweredAndAllIsHeld() {
        final Progress progress = replicating(LAST);

        progress.onHeartbeatAnswered(LAST);

        assertThat(progress.needsAppend(LAST, 0)).isFalse();
    }

    // ---- the commit index that is carried

    @Test
    void shouldCarryCommitOnceWhenItRises() {
        final Progress progress = replicating(10);
        assertThat(progress.needsAppend(10, 8)).isTrue();

        progress.onAppendSent(0, 0, 8, 0);

        assertThat(progress.needsAppend(10, 8)).isFalse();
        assertThat(progress.needsAppend(10, 9)).isTrue();
        progress.onAppendSent(0, 0, 10, 0);
        assertThat(progress.needsAppend(10, 15)).as("it holds no more").isFalse();
    }

    @Test
    void shouldNotCarryCommitWhenHeartbeatDid() {
        final Progress progress = replicating(10);

        progress.onHeartbeatSent(9, 0);

        assertThat(progress.needsAppend(10, 9)).isFalse();
    }

    // ---- snapshot

    @Test
    void shouldNeedSnapshotWhenItLacksEntriesThatAreGoneAndIsHeard() {
        final Progress progress = new Progress(11, WINDOW, 100);
        assertThat(progress.needsSnapshot(11)).as("not heard").isFalse();
        progress.onHeard();

        assertThat(progress.needsSnapshot(10)).isFalse();
        assertThat(progress.needsSnapshot(11)).isTrue();
        progress.beginActivityCheck();
        assertThat(progress.needsSnapshot(11)).isFalse();
    }

    @Test
    void shouldSendNothingElseWhenSnapshotIsUnderWay() {
        final Progress progress = new Progress(11, WINDOW, 100);
        progress.onHeard();

        progress.onSnapshotOffered(15);

        assertThat(progress.state()).isEqualTo(ProgressState.SNAPSHOT);
        assertThat(progress.isPaused()).isTrue();
        assertThat(progress.needsSnapshot(15)).isFalse();
        progress.onHeartbeatAnswered(LAST);
        assertThat(progress.needsAppend(LAST, LAST)).isFalse();
    }

    @Test
    void shouldForgetRequestWhenSnapshotIsOffered() {
        final Progress progress = replicating(10);
        progress.onHeard();
        progress.onSnapshotRequested(8);
        assertThat(progress.minSnapshotIndex()).isEqualTo(8);
        assertThat(progress.needsSnapshot(0)).isTrue();

        progress.onSnapshotOffered(9);
        progress.onSnapshotReport(true);
        progress.onHeartbeatAnswered(LAST);

        assertThat(progress.needsSnapshot(0)).isFalse();
        assertThat(progress.minSnapshotIndex()).isZero();
        assertThat(progress.nextIndex()).as("it held more than the snapshot").isEqualTo(11);
    }

    // ---- reads and life

    @Test
    void shouldKeepTheNewestRoundWhenAnswersOvertakeEachOther() {
        final Progress progress = replicating(10);
        progress.onReadRoundAcked(5);
        progress.onReadRoundAcked(4);

        assertThat(progress.ackedReadRound()).isEqualTo(5);
    }

    @Test
    void shouldNeedHeartbeatWhenTimeOrRoundAsksForOne() {
        final Progress progress = replicating(10);
        assertThat(progress.needsHeartbeat(0)).isFalse();
        progress.oweHeartbeat();
        assertThat(progress.needsHeartbeat(0)).isTrue();
        progress.onHeartbeatSent(0, 3);

        assertThat(progress.needsHeartbeat(3)).isFalse();
        assertThat(progress.needsHeartbeat(4)).isTrue();
        progress.onAppendSent(1, 1, 0, 4);
        assertThat(progress.needsHeartbeat(4)).as("an append carried it").isFalse();
    }

    @Test
    void shouldForgetEverythingWhenReset() {
        final Progress progress = replicating(10);
        progress.onHeard();
        progress.oweHeartbeat();
        progress.onReadRoundAcked(3);
        progress.onAppendSent(1, 1, 9, 9);
        progress.onSnapshotRequested(5);

        progress.reset(31);

        assertThat(progress.state()).isEqualTo(ProgressState.PROBE);
        assertThat(progress.matchIndex()).isZero();
        assertThat(progress.nextIndex()).isEqualTo(31);
        assertThat(progress.isActive()).isFalse();
        assertThat(progress.inflightCount()).isZero();
        assertThat(progress.ackedReadRound()).isZero();
        assertThat(progress.needsHeartbeat(0)).isFalse();
        assertThat(progress.needsHeartbeat(9)).isTrue();
        progress.onHeard();
        assertThat(progress.needsSnapshot(0)).isFalse();
    }

    @Test
    void shouldHoldWhatIsDurableWhenItIsTheOwnLog() {
        final Progress progress = new Progress(11, WINDOW, 100);

        progress.onOwnLogPersisted(12);

        assertThat(progress.matchIndex()).isEqualTo(12);
        assertThat(progress.needsAppend(LAST, 0)).isTrue();
        assertThat(progress.isActive()).isTrue();
    }

    /** Returns the progress of a member that holds everything up to an index. */
    private static Progress replicating(final long matchIndex) {
        final Progress progress = new Progress(matchIndex + 1, WINDOW, 100);
        progress.onAppendAccepted(matchIndex, 1);
        return progress;
    }
}
