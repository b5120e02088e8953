package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.progress.Progress;
import io.balsa.consensus.progress.ProgressState;
import io.balsa.testing.Allocation;
import org.junit.jupiter.api.Test;

/** What can be seen of a node from outside. */
class RaftStatusTest {

    @Test
    void shouldShowWhatRecoveryFoundWhenNodeStarts() {
        final TermTable terms = new TermTable(4, 1);
        terms.append(3, 2);
        final RecoveredState recovered = new RecoveredState(Membership.ofVoters(1, 2, 3), 3, 2, terms, 6, 5);

        final RaftStatus status =
                ScriptedRaft.of(recovered, settings -> settings).raft().status();

        assertThat(status.role()).isEqualTo(Role.FOLLOWER);
        assertThat(status.term()).isEqualTo(3);
        assertThat(status.votedFor()).isEqualTo(2);
        assertThat(status.leaderId()).isZero();
        assertThat(status.baseIndex()).isEqualTo(4);
        assertThat(status.lastIndex()).isEqualTo(7);
        assertThat(status.lastTerm()).isEqualTo(2);
        assertThat(status.termAt(4)).isEqualTo(1);
        assertThat(status.persistedIndex()).isEqualTo(7);
        assertThat(status.commitIndex()).isEqualTo(6);
        assertThat(status.membership()).isEqualTo(Membership.ofVoters(1, 2, 3));
        assertThat(status.isPromotable()).isTrue();
        assertThat(status.unappliedMembershipIndex()).isZero();
        assertThat(status.pendingSnapshotIndex()).isZero();
        assertThat(status.transferTargetId()).isZero();
        assertThat(status.groupCommit()).isFalse();
        assertThat(status.holdsLease(0)).isFalse();
    }

    @Test
    void shouldShowEachFollowersProgressWhenItLeads() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().propose(2);
        leader.settle();
        leader.accept(2, 3).settle();

        final RaftStatus status = leader.raft().status();

        assertThat(status.role()).isEqualTo(Role.LEADER);
        assertThat(status.leaderId()).isEqualTo(1);
        assertThat(status.votedFor()).isEqualTo(1);
        assertThat(status.commitIndex()).isEqualTo(3);
        final Progress second = leader.progress(2);
        assertThat(second.state()).isEqualTo(ProgressState.REPLICATE);
        assertThat(second.matchIndex()).isEqualTo(3);
        assertThat(second.inflightCount()).isZero();
        final Progress third = leader.progress(3);
        assertThat(third.matchIndex()).isEqualTo(1);
        assertThat(third.nextIndex()).isEqualTo(4);
        assertThat(third.inflightCount()).isEqualTo(1);
        assertThat(third.inflightBytes()).isEqualTo(2);
    }

    @Test
    void shouldFollowWhatHappensWhenItIsKept() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);
        final RaftStatus status = node.raft().status();

        node.leader();

        assertThat(status.role()).isEqualTo(Role.LEADER);
        assertThat(status).isSameAs(node.raft().status());
        node.raft().transferLeadership(2);
        assertThat(status.transferTargetId()).isEqualTo(2);
    }

    @Test
    void shouldAllocateNothingWhenEverythingIsRead() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        final RaftStatus status = leader.raft().status();

        final long bytes = Allocation.leastBytesPerRound(() -> {
            for (int i = 0; i < 1000; i++) {
                readAll(status);
            }
        });

        assertThat(bytes).isZero();
    }

    private static void readAll(final RaftStatus status) {
        long sum = (long) status.role().ordinal() + status.config().electionTicks();
        sum += status.term() + status.votedFor() + status.leaderId() + status.baseIndex() + status.lastIndex();
        sum += status.lastTerm() + status.termAt(1) + status.persistedIndex() + status.commitIndex();
        sum += status.unappliedMembershipIndex() + status.pendingSnapshotIndex() + status.transferTargetId();
        sum += status.isPromotable() ? 1 : 0;
        sum += status.holdsLease(sum) ? 1 : 0;
        sum += status.groupCommit() ? 1 : 0;
        for (int slot = 0; slot < status.membership().memberCount(); slot++) {
            final Progress progress = status.progressAt(slot);
            sum += progress.state().ordinal() + progress.matchIndex() + progress.nextIndex();
            sum += progress.pendingSnapshotIndex() + progress.inflightCount() + progress.inflightBytes();
            sum += progress.zone() + (progress.isActive() ? 1 : 0) + (progress.isPaused() ? 1 : 0);
        }
        if (sum < 0) {
            throw new IllegalStateException("never: sum=" + sum);
        }
    }
}
