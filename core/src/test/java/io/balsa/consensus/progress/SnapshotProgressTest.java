package io.balsa.consensus.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a leader does with a member to which a snapshot is under way (paper, section 7). */
class SnapshotProgressTest {
    private static final long COMMIT_INDEX = 11;

    @Test
    void shouldContinueAfterSnapshotWhenOneWasOffered() {
        final Progress progress = offered();

        assertThat(progress.nextIndex()).isEqualTo(12);
        assertThat(progress.matchIndex()).isZero();
        assertThat(progress.isPaused()).isTrue();
        assertThat(progress.needsAppend(20, COMMIT_INDEX)).isFalse();
    }

    @Test
    void shouldStayWhenLateRejectionOfAnEarlierProbeArrives() {
        final Progress progress = offered();

        assertThat(progress.onAppendRejected(10, 0)).isFalse();
        assertThat(progress.onAppendRejected(11, 0)).isFalse();

        assertThat(progress.state()).isEqualTo(ProgressState.SNAPSHOT);
        assertThat(progress.nextIndex()).isEqualTo(12);
    }

    @Test
    void shouldProbeFromMatchWhenSnapshotFailed() {
        final Progress progress = offered();

        progress.onSnapshotReport(false);

        assertThat(progress.state()).isEqualTo(ProgressState.PROBE);
        assertThat(progress.nextIndex()).isEqualTo(1);
    }

    @Test
    void shouldReplicateWhenAnOlderSnapshotReconnectsTheLog() {
        final Progress progress = offered();

        assertThat(progress.onAppendAccepted(9, 9)).isTrue();

        assertThat(progress.state()).isEqualTo(ProgressState.REPLICATE);
        assertThat(progress.nextIndex()).isEqualTo(10);
    }

    @Test
    void shouldNotRepeatCommitIndexWhenSnapshotHasCarriedIt() {
        final Progress progress = offered();

        progress.onAppendAccepted(11, 9);

        assertThat(progress.needsAppend(11, COMMIT_INDEX)).isFalse();
        assertThat(progress.needsAppend(12, COMMIT_INDEX)).isTrue();
    }

    private static Progress offered() {
        final Progress progress = new Progress(11, 8, Long.MAX_VALUE);
        progress.onHeard();
        progress.onAppendSent(1, 1, COMMIT_INDEX, 0);
        progress.onSnapshotOffered(11);
        return progress;
    }
}
