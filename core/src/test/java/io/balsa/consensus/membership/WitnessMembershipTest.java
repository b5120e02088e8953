package io.balsa.consensus.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.membership.MembershipChange.Operation;
import io.balsa.consensus.membership.MembershipRefusedException.Reason;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Voters that store no payload: who may be one, and how one comes and goes. */
class WitnessMembershipTest {
    private static final int[] NONE = {};
    private final Membership membership = Membership.ofVoters(1, 2, 3).withWitnesses(3);

    @Test
    void shouldTellWitnessesApartWhenTheyAreAmongTheVoters() {
        assertThat(membership.isWitness(3)).isTrue();
        assertThat(membership.isVoter(3)).isTrue();
        assertThat(membership.isWitness(2)).isFalse();
        assertThat(membership.witnesses()).containsExactly(3);
        assertThat(membership).hasToString("voters=(1 2 3) witnesses=(3)");
        assertThat(membership).isNotEqualTo(Membership.ofVoters(1, 2, 3));
        assertThat(membership)
                .isEqualTo(Membership.ofVoters(3, 2, 1).withWitnesses(3))
                .hasSameHashCodeAs(Membership.ofVoters(3, 2, 1).withWitnesses(3));
    }

    /** Every majority must hold a voter that stores payload. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 1", "4, 2", "5, 2", "6, 3", "7, 3"})
    void shouldTakeAsManyWitnessesAsOtherVotersWhenMajoritiesKeepPayload(final int voters, final int mostWitnesses) {
        final Membership all =
                Membership.ofVoters(IntStream.rangeClosed(1, voters).toArray());

        assertThat(all.withWitnesses(IntStream.rangeClosed(1, mostWitnesses).toArray())
                        .witnesses())
                .hasSize(mostWitnesses);

        assertThatThrownBy(() -> all.withWitnesses(
                        IntStream.rangeClosed(1, mostWitnesses + 1).toArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a majority could be witnesses alone");
        assertThat(mostWitnesses).isLessThan(voters / 2 + 1);
    }

    @Test
    void shouldRefuseWitnessesWhenTheyDoNotVoteOrOutnumberOneHalf() {
        final Membership learner = Membership.of(new int[] {1, 2}, NONE, new int[] {3}, NONE, false);
        assertThatThrownBy(() -> learner.withWitnesses(3)).hasMessageStartingWith("only a voter can be a witness");
        assertThatThrownBy(() -> learner.withWitnesses(9)).hasMessageStartingWith("only a voter can be a witness");
        final Membership joint = Membership.of(new int[] {1, 2, 3}, new int[] {3, 4}, NONE, NONE, false);

        assertThat(joint.withWitnesses(3).witnesses()).containsExactly(3);
        assertThatThrownBy(() -> joint.withWitnesses(3, 4)).hasMessageStartingWith("a majority could be");
    }

    @Test
    void shouldAddAndRemoveWitnessInOneStepWhenChangeIsSimple() {
        final Membership added = change(Membership.ofVoters(1, 2), Operation.ADD_WITNESS, 3);

        assertThat(added).isEqualTo(membership);
        assertThat(change(added, Operation.ADD_WITNESS, 3)).as("again").isEqualTo(membership);
        assertThat(change(added, Operation.REMOVE, 3)).isEqualTo(Membership.ofVoters(1, 2));
        assertThat(change(membership, Operation.ADD_VOTER, 4).witnesses()).containsExactly(3);
    }

    @Test
    void shouldMakeLearnerWitnessWhenAsked() {
        final Membership learner = Membership.of(new int[] {1, 2}, NONE, new int[] {3}, NONE, false);

        assertThat(change(learner, Operation.ADD_WITNESS, 3)).isEqualTo(membership);
    }

    /** While it votes in the outgoing half it is a witness there, and gone afterwards. */
    @Test
    void shouldKeepLeavingWitnessUntilJointIsLeftWhenItIsReplaced() {
        final MembershipChange replace =
                MembershipChange.builder().addWitness(4).remove(3).build();

        final Membership joint = MembershipChanger.apply(membership, replace);

        assertThat(joint).hasToString("voters=(1 2 4)&&(1 2 3) witnesses=(3 4) autoleave");
        assertThat(MembershipChanger.leaveJoint(joint))
                .isEqualTo(Membership.ofVoters(1, 2, 4).withWitnesses(4));
    }

    @Test
    void shouldRefuseWhenMajorityWouldBeWitnessesAlone() {
        final Membership two = Membership.ofVoters(1, 3).withWitnesses(3);

        assertRefused(Reason.TOO_MANY_WITNESSES, two, MembershipChange.of(Operation.REMOVE, 1));
        assertRefused(Reason.TOO_MANY_WITNESSES, two, MembershipChange.of(Operation.ADD_WITNESS, 4));
        assertRefused(
                Reason.TOO_MANY_WITNESSES,
                membership,
                MembershipChange.builder().addWitness(4).remove(2).build());
    }

    /** The node itself may not know yet what it has become, and lead with entries that it lacks. */
    @Test
    void shouldRefuseWhenWitnessAndAnotherMemberWouldBecomeEachOther() {
        assertRefused(Reason.WITNESS, membership, MembershipChange.of(Operation.ADD_VOTER, 3));
        assertRefused(Reason.WITNESS, membership, MembershipChange.of(Operation.ADD_LEARNER, 3));
        assertRefused(Reason.WITNESS, membership, MembershipChange.of(Operation.ADD_WITNESS, 2));
        assertRefused(
                Reason.WITNESS,
                membership,
                MembershipChange.builder().remove(3).addVoter(3).build());
        assertRefused(
                Reason.WITNESS,
                membership,
                MembershipChange.builder().remove(3).addLearner(3).build());
        assertRefused(
                Reason.WITNESS,
                membership,
                MembershipChange.builder().remove(2).addWitness(2).addVoter(4).build());
    }

    private static Membership change(final Membership current, final Operation operation, final int nodeId) {
        return MembershipChanger.apply(current, MembershipChange.of(operation, nodeId));
    }

    private static void assertRefused(final Reason reason, final Membership current, final MembershipChange change) {
        assertThatThrownBy(() -> MembershipChanger.apply(current, change))
                .isInstanceOfSatisfying(MembershipRefusedException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(reason));
    }
}
