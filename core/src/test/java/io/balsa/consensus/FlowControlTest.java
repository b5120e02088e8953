package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.HEARTBEAT_TICKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.progress.ProgressState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bounds on what is under way: dissertation, section 10.2.1 (pipelining), and what keeps memory from growing without end. */
class FlowControlTest {

    // ---- the window of one follower

    @Test
    void shouldHoldBackWhenWindowOfMessagesIsFull() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxInflightAppends(2));

        assertThat(proposeSingly(leader, 3)).containsExactly(1, 1, 0);

        assertThat(leader.accept(2, 2).drain("append to=2"))
                .containsExactly("append to=2 term=1 prev=3/1 entries=4..4@1 commit=2 round=0");
    }

    /** The message that reaches the bound is the last, though it may pass it: a single large one must not get stuck. */
    @Test
    void shouldHoldBackWhenWindowOfBytesIsFull() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxInflightBytes(250))
                .bytesPerEntry(100);

        assertThat(proposeSingly(leader, 4)).containsExactly(1, 1, 1, 0);
        assertThat(leader.progress(2).inflightBytes()).isEqualTo(300);
        assertThat(leader.accept(2, 2).drain("append to=2")).hasSize(1);

        assertThat(leader.progress(2).inflightBytes()).isEqualTo(300);
        assertThat(leader.accept(2, 5).progress(2).inflightBytes()).isZero();
    }

    @Test
    void shouldSendMessageWhenItAloneIsLargerThanTheWindow() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxInflightBytes(1))
                .bytesPerEntry(1_000_000);

        assertThat(proposeSingly(leader, 2)).containsExactly(1, 0);
    }

    @Test
    void shouldHoldNobodyElseBackWhenOneFollowerIsSlow() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxInflightAppends(1));
        proposeSingly(leader, 1);
        leader.accept(3, 2);

        leader.raft().propose(1);

        assertThat(leader.drain("append"))
                .containsExactly("append to=3 term=1 prev=2/1 entries=3..3@1 commit=2 round=0");
        assertThat(leader.accept(3, 3).sync().settle()).contains("commit 3");
    }

    /** A full window that was lost as a whole shows itself in the answer to an empty append. */
    @Test
    void shouldProbeWithoutEntriesWhenFullWindowWasLost() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxInflightAppends(2));
        proposeSingly(leader, 3);

        leader.raft().onHeartbeatReply(2, 1, 0);

        assertThat(leader.drain("append to=2"))
                .containsExactly("append to=2 term=1 prev=3/1 entries=none commit=1 round=0");
        leader.raft().onAppendReply(2, 1, true, 3, 1, 1, 0);
        assertThat(leader.progress(2).state()).isEqualTo(ProgressState.PROBE);
        assertThat(leader.drain("append to=2"))
                .containsExactly("append to=2 term=1 prev=1/1 entries=2..4@1 commit=1 round=0");
    }

    /** What a follower acknowledged once more frees nothing that is still under way. */
    @Test
    void shouldFreeOnlyWhatIsHeldWhenAcknowledgementIsRepeated() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxInflightAppends(2));
        proposeSingly(leader, 3);
        leader.accept(2, 2).drain();

        assertThat(leader.accept(2, 2).drain("append to=2")).isEmpty();

        assertThat(leader.progress(2).inflightCount()).isEqualTo(2);
    }

    // ---- the size of a message

    @Test
    void shouldSplitEntriesWhenTheyAreMoreThanMessageMayCarry() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxEntriesPerAppend(2));

        leader.raft().propose(5);

        assertThat(leader.drain("append to=2"))
                .containsExactly(
                        "append to=2 term=1 prev=1/1 entries=2..3@1 commit=1 round=0",
                        "append to=2 term=1 prev=3/1 entries=4..5@1 commit=1 round=0",
                        "append to=2 term=1 prev=5/1 entries=6..6@1 commit=1 round=0");
    }

    @Test
    void shouldSplitEntriesWhenNetworkTakesFewerThanOffered() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).takeAtMost(2);

        leader.raft().propose(3);

        assertThat(leader.drain("append to=2"))
                .containsExactly(
                        "append to=2 term=1 prev=1/1 entries=2..3@1 commit=1 round=0",
                        "append to=2 term=1 prev=3/1 entries=4..4@1 commit=1 round=0");
        assertThat(leader.progress(2).inflightCount()).isEqualTo(2);
    }

    // ---- what is not committed

    @Test
    void shouldRefuseProposalsWhenEntriesUncommittedWouldPassTheBound() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxUncommittedEntries(3));

        assertThat(leader.raft().propose(4)).isEqualTo(Refusal.BACK_PRESSURED);
        assertThat(leader.raft().propose(3)).isEqualTo(2);
        assertThat(leader.raft().propose(1)).isEqualTo(Refusal.BACK_PRESSURED);
        leader.settle();
        leader.accept(2, 2).settle();

        assertThat(leader.raft().propose(1)).isEqualTo(5);
    }

    @Test
    void shouldRefuseProposalsWhenBytesUncommittedWouldPassTheBound() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxUncommittedBytes(100));

        assertThat(leader.raft().propose(1, 60)).isEqualTo(2);
        assertThat(leader.raft().propose(1, 41)).isEqualTo(Refusal.BACK_PRESSURED);
        assertThat(leader.raft().propose(1, 40)).isEqualTo(3);
        assertThat(leader.raft().propose(1, 1)).isEqualTo(Refusal.BACK_PRESSURED);
        leader.settle();
        leader.accept(2, 2).settle();

        assertThat(leader.raft().propose(1, 61)).isEqualTo(Refusal.BACK_PRESSURED);
        assertThat(leader.raft().propose(1, 60)).isEqualTo(4);
    }

    /** Or it could never be made; and an empty one takes no room. */
    @Test
    void shouldTakeProposalWhenItIsAloneOrEmptyThoughBytesPassTheBound() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxUncommittedBytes(100));

        assertThat(leader.raft().propose(1, 1000)).isEqualTo(2);
        assertThat(leader.raft().propose(1, 1)).isEqualTo(Refusal.BACK_PRESSURED);

        assertThat(leader.raft().propose(1, 0)).isEqualTo(3);
    }

    @Test
    void shouldFreeBytesOnlyWhenWholeProposalIsCommitted() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxUncommittedBytes(100));
        leader.raft().propose(3, 100);
        leader.settle();

        leader.accept(2, 3).settle();
        assertThat(leader.raft().propose(1, 1)).isEqualTo(Refusal.BACK_PRESSURED);
        leader.accept(2, 4).settle();

        assertThat(leader.raft().propose(1, 1)).isPositive();
    }

    @Test
    void shouldForgetBytesWhenTermIsNew() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxUncommittedBytes(100));
        leader.raft().propose(1, 100);
        leader.settle();
        leader.raft().stepDown();

        leader.leader();

        assertThat(leader.raft().propose(1, 100)).isPositive();
    }

    // ---- what is handed out

    @Test
    void shouldOfferTheRestAgainWhenLessIsTakenThanCommitted() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).applyAtMost(3);
        leader.commit(5);
        assertThat(leader.drain()).isEmpty();

        assertThat(leader.applyAtMost(5).drain()).containsExactly("commit 5");
        assertThat(leader.applyAtMost(99).drain()).containsExactly("commit 6");

        assertThat(leader.drain()).as("each once").isEmpty();
    }

    @Test
    void shouldStopWhenMoreIsTakenThanWasCommitted() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).applyInstead(9);
        leader.raft().propose(1);
        leader.settle();
        leader.accept(2, 2);

        assertThatThrownBy(leader::drain)
                .isInstanceOf(InvariantViolation.class)
                .hasMessage("more was taken than was offered: taken=9, commitIndex=2");
    }

    // ---- ahead of the leader's own disk

    @Test
    void shouldHandOutNoFurtherAheadOfItsDiskThanAllowed() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxApplyAheadEntries(2));
        leader.raft().propose(5);
        leader.drain();

        leader.accept(2, 6).accept(3, 6);
        assertThat(leader.drain("commit")).containsExactly("commit 3");

        assertThat(leader.sync().drain("commit")).containsExactly("commit 6");
    }

    /** A follower's log can be cut as far as it is not committed by what it knows; the leader's cannot. */
    @Test
    void shouldHandOutOnlyDurableEntriesWhenItFollows() {
        final ScriptedRaft node = ScriptedRaft.of(3, settings -> settings.maxApplyAheadEntries(2));
        node.raft().onAppendRequest(2, 1, 0, 0, 1, 3, 3, 0);

        assertThat(node.drain("commit")).isEmpty();

        assertThat(node.sync().drain("commit")).containsExactly("commit 3");
    }

    // ---- the commit index on its way

    @Test
    void shouldCarryCommitWithHeartbeatWhenItIsNotEager() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.eagerCommit(false));
        leader.raft().propose(1);
        leader.settle();

        assertThat(leader.accept(2, 2).settle()).containsExactly("commit 2");

        assertThat(leader.tick(HEARTBEAT_TICKS).drain())
                .containsExactly("heartbeat to=2 term=1 commit=2 round=0", "heartbeat to=3 term=1 commit=1 round=0");
    }

    /** Proposes entries one by one, and returns how many appends went to node 2 each time. */
    private static List<Integer> proposeSingly(final ScriptedRaft leader, final int times) {
        final List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            leader.raft().propose(1);
            sent.add(leader.drain("append to=2").size());
            leader.sync();
        }
        return sent;
    }
}
