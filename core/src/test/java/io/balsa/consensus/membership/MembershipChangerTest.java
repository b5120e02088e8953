package io.balsa.consensus.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.membership.MembershipChange.Operation;
import io.balsa.consensus.membership.MembershipChange.Transition;
import io.balsa.consensus.membership.MembershipRefusedException.Reason;
import io.balsa.consensus.quorum.JointQuorum;
import io.balsa.consensus.quorum.VoteResult;
import io.balsa.testing.Seeds;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembershipChangerTest {
    private static final int NODES = 7;

    private final Membership three = Membership.ofVoters(1, 2, 3);

    @Test
    void shouldChangeInOneStepWhenOneOperationIsAutomatic() {
        assertThat(MembershipChanger.apply(three, MembershipChange.of(Operation.ADD_VOTER, 4)))
                .hasToString("voters=(1 2 3 4)");
        assertThat(MembershipChanger.apply(three, MembershipChange.of(Operation.ADD_LEARNER, 3)))
                .hasToString("voters=(1 2) learners=(3)");
    }

    @Test
    void shouldGoThroughJointWhenSeveralOperationsOrTransitionAskForIt() {
        final MembershipChange replace =
                MembershipChange.builder().addVoter(4).remove(1).build();
        final MembershipChange explicit = MembershipChange.builder()
                .addVoter(4)
                .transition(Transition.EXPLICIT)
                .build();
        final MembershipChange implicit = MembershipChange.builder()
                .addVoter(4)
                .transition(Transition.IMPLICIT)
                .build();

        assertThat(MembershipChanger.apply(three, replace)).hasToString("voters=(2 3 4)&&(1 2 3) autoleave");
        assertThat(MembershipChanger.apply(three, explicit)).hasToString("voters=(1 2 3 4)&&(1 2 3)");
        assertThat(MembershipChanger.apply(three, implicit)).hasToString("voters=(1 2 3 4)&&(1 2 3) autoleave");
    }

    @Test
    void shouldMakeWaitingVotersLearnersWhenJointIsLeft() {
        final MembershipChange demote =
                MembershipChange.builder().addLearner(1).remove(2).build();
        final Membership joint = MembershipChanger.apply(three, demote);

        assertThat(joint).hasToString("voters=(3)&&(1 2 3) learners_next=(1) autoleave");
        assertThat(MembershipChanger.apply(joint, MembershipChange.leaveJoint()))
                .hasToString("voters=(3) learners=(1)");
    }

    @Test
    void shouldKeepMembershipWhenOperationsConcernNobodyOrUpdate() {
        final MembershipChange change = MembershipChange.builder()
                .addVoter(0)
                .addLearner(0)
                .remove(0)
                .update(2)
                .remove(9)
                .addVoter(1)
                .build();

        assertThat(MembershipChanger.simple(three, change)).isEqualTo(three);
    }

    @Test
    void shouldSayWhyWhenChangeIsRefused() {
        final Membership joint = MembershipChanger.enterJoint(three, MembershipChange.leaveJoint(), false);
        final MembershipChange swap =
                MembershipChange.builder().addVoter(4).remove(1).build();
        final MembershipChange empty =
                MembershipChange.builder().remove(1).remove(2).remove(3).build();

        assertRefused(Reason.NOT_JOINT, () -> MembershipChanger.leaveJoint(three));
        assertRefused(Reason.ALREADY_JOINT, () -> MembershipChanger.enterJoint(joint, swap, false));
        assertRefused(Reason.SIMPLE_WHILE_JOINT, () -> MembershipChanger.simple(joint, swap));
        assertRefused(Reason.MORE_THAN_ONE_VOTER, () -> MembershipChanger.simple(three, swap));
        assertRefused(Reason.REMOVED_ALL_VOTERS, () -> MembershipChanger.simple(three, empty));
        assertRefused(Reason.REMOVED_ALL_VOTERS, () -> MembershipChanger.enterJoint(three, empty, false));
        assertRefused(Reason.ZERO_VOTERS, () -> MembershipChanger.enterJoint(Membership.NONE, swap, false));
        assertThatThrownBy(() -> MembershipChanger.simple(three, swap))
                .hasMessage("more than one voter changed without entering joint config: membership=voters=(1 2 3), "
                        + "change=ADD_VOTER(4) REMOVE(1) AUTO");
    }

    @Test
    void shouldRefuseWhenMembersWouldExceedTheLimit() {
        final Membership full = Membership.ofVoters(
                IntStream.rangeClosed(1, Membership.MAX_MEMBERS).toArray());
        final MembershipChange replace =
                MembershipChange.builder().addVoter(100).remove(1).build();

        assertRefused(
                Reason.TOO_MANY_MEMBERS,
                () -> MembershipChanger.simple(full, MembershipChange.of(Operation.ADD_LEARNER, 100)));
        assertRefused(Reason.TOO_MANY_MEMBERS, () -> MembershipChanger.apply(full, replace));
    }

    /** Otherwise two leaders could be elected, or an entry lost, across the change (Raft paper, section 6). */
    @Test
    void shouldShareVoterBetweenAnyTwoQuorumsWhenMembershipChanges() {
        Seeds.forEach(MembershipChangerTest.class, 300, seed -> {
            final Random random = new Random(seed);
            Membership membership = Membership.ofVoters(1 + random.nextInt(NODES));
            for (int step = 0; step < 50; step++) {
                final MembershipChange change = randomChange(random, membership);
                final Membership next;
                try {
                    next = MembershipChanger.apply(membership, change);
                } catch (final MembershipRefusedException e) {
                    continue;
                }
                assertQuorumsIntersect(membership, next);
                membership = next;
            }
        });
    }

    private static MembershipChange randomChange(final Random random, final Membership membership) {
        if (membership.isJoint() && random.nextBoolean()) {
            return MembershipChange.leaveJoint();
        }
        final MembershipChange.Builder change = MembershipChange.builder();
        for (int operations = 1 + random.nextInt(4); operations > 0; operations--) {
            change.add(Operation.values()[random.nextInt(Operation.values().length)], random.nextInt(NODES + 1));
        }
        return change.transition(Transition.values()[random.nextInt(Transition.values().length)])
                .build();
    }

    /** If two quorums were disjoint, the first would lie in the complement of the second: no set may be so split. */
    private static void assertQuorumsIntersect(final Membership before, final Membership after) {
        for (int nodes = 0; nodes < 1 << NODES; nodes++) {
            assertThat(isQuorum(before, nodes) && isQuorum(after, ~nodes))
                    .as("disjoint quorums: before=%s, after=%s, nodes of one=%x", before, after, nodes)
                    .isFalse();
        }
    }

    /** Bit {@code i} of {@code nodes} stands for node {@code i + 1}. */
    private static boolean isQuorum(final Membership membership, final int nodes) {
        long granted = 0;
        for (int slot = 0; slot < membership.memberCount(); slot++) {
            granted |= (long) ((nodes >>> (membership.memberAt(slot) - 1)) & 1) << slot;
        }
        return JointQuorum.vote(membership, granted, 0) == VoteResult.WON;
    }

    private static void assertRefused(final Reason reason, final Runnable change) {
        assertThatThrownBy(change::run)
                .isInstanceOfSatisfying(MembershipRefusedException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(reason));
    }
}
