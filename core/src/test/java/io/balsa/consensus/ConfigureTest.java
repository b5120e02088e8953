package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.HEARTBEAT_TICKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.progress.ProgressState;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Settings that change while the node runs. */
class ConfigureTest {

    @Test
    void shouldRefuseSettingsWhenTheyAreOfAnotherNode() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);

        assertThatThrownBy(() -> node.raft().configure(RaftConfig.builder(2).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a node keeps its id: nodeId=2, expected=1");
    }

    /** A leader that goes on being heard never restarts the timeout drawn; it must fall within the new bounds all the same. */
    @Test
    void shouldWaitForTheNewTimeoutWhenItWasDrawnFromTheOldBounds() {
        final ScriptedRaft node = ScriptedRaft.follower(1);

        configure(node, settings -> settings.ticks(100, HEARTBEAT_TICKS));
        node.raft().onHeartbeat(2, 1, 0, 0);

        assertThat(node.tickUntilCampaign()).isBetween(100, 199);
    }

    @Test
    void shouldCampaignSoonWhenTimeoutIsShortened() {
        final ScriptedRaft node = ScriptedRaft.follower(1);

        configure(node, settings -> settings.ticks(3, 4, HEARTBEAT_TICKS));

        assertThat(node.tickUntilCampaign()).isEqualTo(3);
    }

    @Test
    void shouldNotCountTicksAnewWhenTimeoutChanges() {
        final ScriptedRaft node = ScriptedRaft.follower(1).tick(2);

        configure(node, settings -> settings.ticks(5, 6, HEARTBEAT_TICKS));

        assertThat(node.tickUntilCampaign()).isEqualTo(3);
    }

    @Test
    void shouldSendHeartbeatsInTheNewRhythmWhenItChanges() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

        configure(leader, settings -> settings.ticks(10, 5));

        assertThat(leader.tick(4).drain("heartbeat")).isEmpty();
        assertThat(leader.tick(1).drain("heartbeat")).hasSize(2);
    }

    @Test
    void shouldStepDownOnlyWhenQuorumIsChecked() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.tick(30);
        assertThat(leader.raft().isLeader()).isTrue();

        configure(leader, settings -> settings.checkQuorum(true));
        leader.tick(20);

        assertThat(leader.raft().isLeader()).isFalse();
    }

    @Test
    void shouldAskFirstWhenPreVoteIsSwitchedOn() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);

        configure(node, settings -> settings.preVote(true));
        node.raft().campaign();

        assertThat(node.raft().role()).isEqualTo(Role.PRE_CANDIDATE);
    }

    @Test
    void shouldTellItsNewPriorityWhenItCampaigns() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);

        configure(node, settings -> settings.priority(7));
        node.raft().campaign();

        assertThat(node.settle()).contains("vote-request to=2 term=1 last=0/0 priority=7");
    }

    @Test
    void shouldHoldBackWhenWindowOfMessagesShrinks() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        proposeAndDrain(leader, 3);

        configure(leader, settings -> settings.maxInflightAppends(3));
        leader.raft().propose(1);

        assertThat(leader.drain("append")).isEmpty();
        assertThat(leader.accept(2, 2).drain("append to=2")).hasSize(1);
    }

    @Test
    void shouldGoOnWhenWindowOfMessagesGrows() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxInflightAppends(2));
        proposeAndDrain(leader, 2);
        leader.accept(2, 2).drain();
        proposeAndDrain(leader, 2);
        assertThat(leader.progress(2).inflightCount()).isEqualTo(2);

        configure(leader, settings -> settings.maxInflightAppends(5));
        leader.drain();
        proposeAndDrain(leader, 2);

        assertThat(leader.progress(2).inflightCount()).isEqualTo(5);
        leader.accept(2, 7).drain();
        assertThat(leader.progress(2).inflightCount()).isZero();
        assertThat(leader.progress(2).state()).isEqualTo(ProgressState.REPLICATE);
    }

    @Test
    void shouldHoldBackWhenWindowOfBytesShrinks() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).bytesPerEntry(100);
        proposeAndDrain(leader, 1);

        configure(leader, settings -> settings.maxInflightBytes(100));
        leader.raft().propose(1);

        assertThat(leader.drain("append")).isEmpty();
    }

    /** Who joins later gets the window of that time. */
    @Test
    void shouldBoundNewMembersWhenWindowChangedBeforeTheyJoined() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(1);
        configure(leader, settings -> settings.maxInflightAppends(1));

        leader.addVoter(2);
        leader.accept(2, leader.raft().lastIndex());
        proposeAndDrain(leader, 2);

        assertThat(leader.progress(2).inflightCount()).isEqualTo(1);
    }

    @Test
    void shouldSendFewerEntriesWhenMessageSizeShrinks() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

        configure(leader, settings -> settings.maxEntriesPerAppend(2));
        leader.raft().propose(3);

        assertThat(leader.drain("append to=2"))
                .containsExactly(
                        "append to=2 term=1 prev=1/1 entries=2..3@1 commit=1 round=0",
                        "append to=2 term=1 prev=3/1 entries=4..4@1 commit=1 round=0");
    }

    @Test
    void shouldRefuseProposalsWhenLessMayBeUncommitted() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().propose(2);

        configure(leader, settings -> settings.maxUncommittedEntries(2));

        assertThat(leader.raft().propose(1)).isEqualTo(Refusal.BACK_PRESSURED);
    }

    @Test
    void shouldShowTheSettingsInForceWhenTheyChanged() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);

        configure(node, settings -> settings.eagerCommit(false));

        assertThat(node.raft().status().config().eagerCommit()).isFalse();
    }

    private static void configure(final ScriptedRaft node, final UnaryOperator<RaftConfig.Builder> change) {
        node.raft()
                .configure(
                        change.apply(node.raft().status().config().toBuilder()).build());
    }

    /** Proposals that leave in a message each. */
    private static void proposeAndDrain(final ScriptedRaft leader, final int times) {
        for (int i = 0; i < times; i++) {
            leader.raft().propose(1);
            leader.drain();
            leader.sync();
        }
    }
}
