package io.balsa.consensus.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final int[] NONE = {};

    private final Membership joint =
            Membership.of(new int[] {20, 10}, new int[] {30, 10}, new int[] {5}, new int[] {30}, true);

    @Test
    void shouldSortMembersIntoSlotsWhenSetsOverlap() {
        assertThat(IntStream.range(0, joint.memberCount()).map(joint::memberAt)).containsExactly(5, 10, 20, 30);
        assertThat(IntStream.of(5, 10, 20, 30).map(joint::slotOf)).containsExactly(0, 1, 2, 3);
        assertThat(joint.slotOf(7)).isNegative();
        assertThat(joint.incomingMask()).isEqualTo(0b0110);
        assertThat(joint.outgoingMask()).isEqualTo(0b1010);
        assertThat(joint.incoming(2)).isTrue();
        assertThat(joint.incoming(3)).isFalse();
        assertThat(joint.outgoing(3)).isTrue();
        assertThat(joint.outgoing(0)).isFalse();
    }

    @Test
    void shouldCountOutgoingVotersAsVotersWhenJoint() {
        assertThat(joint.isJoint()).isTrue();
        assertThat(joint.isVoter(20)).isTrue();
        assertThat(joint.isVoter(30)).isTrue();
        assertThat(joint.isLearner(30)).isFalse();
        assertThat(joint.isVoter(5)).isFalse();
        assertThat(joint.isLearner(5)).isTrue();
        assertThat(joint.contains(30)).isTrue();
        assertThat(joint.contains(6)).isFalse();
    }

    @Test
    void shouldPrintOnlyWhatIsThereWhenTurnedToText() {
        assertThat(joint).hasToString("voters=(10 20)&&(10 30) learners=(5) learners_next=(30) autoleave");
        assertThat(Membership.ofVoters(3, 1)).hasToString("voters=(1 3)");
        assertThat(Membership.NONE).hasToString("voters=()");
    }

    @Test
    void shouldBeEqualWhenSetsAreEqual() {
        final Membership same =
                Membership.of(new int[] {10, 20}, new int[] {10, 30}, new int[] {5}, new int[] {30}, true);

        assertThat(same).isEqualTo(joint).hasSameHashCodeAs(joint);
        assertThat(Membership.of(joint.voters(), joint.outgoingVoters(), joint.learners(), NONE, true))
                .isNotEqualTo(joint);
        assertThat(Membership.of(joint.voters(), joint.outgoingVoters(), joint.learners(), joint.learnersNext(), false))
                .isNotEqualTo(joint);
        assertThat(Membership.ofVoters(1, 2)).isNotEqualTo(Membership.ofVoters(1, 2, 3));
    }

    @Test
    void shouldStayAsItIsWhenGivenAndReturnedArraysChange() {
        final int[] voters = {1, 2};
        final Membership membership = Membership.ofVoters(voters);

        voters[0] = 9;
        membership.voters()[0] = 8;

        assertThat(membership).hasToString("voters=(1 2)");
    }

    @Test
    void shouldTakeAllMembersWhenJustAtTheLimit() {
        final Membership membership = Membership.ofVoters(
                IntStream.rangeClosed(1, Membership.MAX_MEMBERS).toArray());

        assertThat(membership.incomingMask()).isEqualTo(-1L);
        assertThat(membership.incoming(Membership.MAX_MEMBERS - 1)).isTrue();
    }

    @Test
    void shouldRefuseWhenSetsMakeNoMembership() {
        final int[] one = {1};
        final int[] two = {2};
        assertRefused("max=64", IntStream.rangeClosed(1, 65).toArray(), NONE, NONE, NONE, false);
        assertRefused("voter=0, min=1", new int[] {0}, NONE, NONE, NONE, false);
        assertRefused("learner=1", one, NONE, new int[] {2, 1, 1}, NONE, false);
        assertRefused("needs voters in both halves", NONE, one, NONE, NONE, false);
        assertRefused("left by itself", one, NONE, NONE, NONE, true);
        assertRefused("nodeId=1", one, NONE, one, NONE, false);
        assertRefused("nodeId=2", one, two, two, NONE, false);
        assertRefused("nodeId=2", one, one, NONE, two, false);
        assertRefused("nodeId=1", one, one, NONE, one, false);
    }

    private static void assertRefused(
            final String message,
            final int[] voters,
            final int[] outgoing,
            final int[] learners,
            final int[] learnersNext,
            final boolean autoLeave) {
        assertThatThrownBy(() -> Membership.of(voters, outgoing, learners, learnersNext, autoLeave))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
