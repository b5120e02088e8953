package io.balsa.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChanger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each checker finds a history that violates its property, and lets pass the nearest one that does not. */
@ExtendWith(QuietNodes.class)
class SafetyCheckersTest {
    private static void assertViolates(final String property, final ThrowingCallable history) {
        assertThatThrownBy(history).isInstanceOf(SimViolation.class).hasMessageStartingWith(property);
    }

    private static ObservedLog logOf(final long... terms) {
        final ObservedLog log = new ObservedLog();
        for (int i = 0; i < terms.length; i++) {
            log.append(terms[i], 10 + i);
        }
        return log;
    }

    private static CommittedLog committedOf(final long learnedInTerm, final long... terms) {
        final CommittedLog committed = new CommittedLog();
        for (int i = 0; i < terms.length; i++) {
            committed.add(i + 1, terms[i], 10 + i, learnedInTerm);
        }
        return committed;
    }

    @Test
    void shouldFindTwoLeadersWhenTheyLeadInOneTerm() {
        final ElectionSafetyChecker checker = new ElectionSafetyChecker();
        checker.onLeader(1, 4);
        checker.onLeader(2, 5);
        checker.onLeader(1, 6);

        assertViolates(ElectionSafetyChecker.PROPERTY, () -> checker.onLeader(2, 4));
        assertViolates(ElectionSafetyChecker.PROPERTY, () -> checker.onLeader(2, 5));
    }

    @Test
    void shouldFindTwoVotesWhenAVoterGivesThemInOneTerm() {
        final ElectionSafetyChecker checker = new ElectionSafetyChecker();
        checker.onVote(3, 4, 1);
        checker.onVote(3, 4, 1);
        checker.onVote(3, 5, 2);

        assertViolates(ElectionSafetyChecker.PROPERTY, () -> checker.onVote(3, 4, 2));
    }

    @Test
    void shouldFindALeaderWhenNoMajorityVotedForIt() {
        final Membership three = Membership.ofVoters(1, 2, 3);
        final Membership one = Membership.ofVoters(1);
        final QuorumChecker checker = new QuorumChecker(3);
        checker.onVote(2, 4, 1);
        checker.onVote(3, 5, 2);

        checker.onLeader(1, 4, three, three);
        checker.onLeader(1, 6, one, three);
        assertViolates(QuorumChecker.PROPERTY, () -> checker.onLeader(1, 5, three, three));
        assertViolates(QuorumChecker.PROPERTY, () -> checker.onLeader(2, 4, three, three));
    }

    @Test
    void shouldFindACommitWhenNoMajorityHoldsItDurably() {
        final Membership voters = Membership.ofVoters(1, 2, 3);
        final QuorumChecker checker = new QuorumChecker(3);
        checker.onLog(1, logOf(1, 1, 2), 2);
        checker.onLog(2, logOf(1, 1, 2), 3);
        checker.onLog(3, logOf(1, 1, 1), 3);

        checker.onCommit(1, 2, 1, voters, voters);
        assertViolates(QuorumChecker.PROPERTY, () -> checker.onCommit(1, 3, 2, voters, voters));

        checker.onDestroyed(3);
        assertThatCode(() -> checker.onCommit(1, 3, 2, voters, voters)).doesNotThrowAnyException();
    }

    @Test
    void shouldFindACommitWhenOneHalfOfAJointMembershipDoesNotHoldIt() {
        final Membership before = Membership.ofVoters(1, 2, 3);
        final Membership joint = MembershipChanger.apply(
                before, MembershipChange.builder().remove(2).remove(3).build());
        final QuorumChecker checker = new QuorumChecker(3);
        checker.onLog(1, logOf(1), 1);
        assertViolates(QuorumChecker.PROPERTY, () -> checker.onCommit(1, 1, 1, joint, joint));

        checker.onLog(3, logOf(1), 1);
        assertThatCode(() -> checker.onCommit(1, 1, 1, joint, joint)).doesNotThrowAnyException();
    }

    @Test
    void shouldFindALeaderThatCutsItsLogWhenItLeadsOn() {
        final LeaderAppendOnlyChecker checker = new LeaderAppendOnlyChecker(1);
        checker.onLog(1, 2, 5, 8);
        checker.onLog(1, 2, 8, 9);
        assertViolates(LeaderAppendOnlyChecker.PROPERTY, () -> checker.onLog(1, 2, 7, 9));

        final LeaderAppendOnlyChecker deposed = new LeaderAppendOnlyChecker(1);
        deposed.onLog(1, 2, 5, 8);
        assertThatCode(() -> deposed.onLog(1, 0, 6, 9)).doesNotThrowAnyException();
    }

    @Test
    void shouldFindEntriesThatDifferWhenIndexAndTermAreEqual() {
        final LogMatchingChecker checker = new LogMatchingChecker();
        checker.onEntry(1, 5, 2, 1, 77);
        checker.onEntry(2, 5, 2, -1, 77);
        checker.onEntry(2, 5, 3, 2, 78);

        assertViolates(LogMatchingChecker.PROPERTY, () -> checker.onEntry(3, 5, 2, 1, 78));
        assertViolates(LogMatchingChecker.PROPERTY, () -> checker.onEntry(3, 5, 2, 2, 77));
    }

    @Test
    void shouldFindALeaderWithoutACommittedEntryWhenItWasCommittedInATermBefore() {
        final LeaderCompletenessChecker checker = new LeaderCompletenessChecker(committedOf(3, 1, 1, 2));

        checker.onLeader(1, 4, logOf(1, 1, 2));
        checker.onLeader(1, 3, logOf(1, 1));
        assertViolates(LeaderCompletenessChecker.PROPERTY, () -> checker.onLeader(1, 4, logOf(1, 1)));
        assertViolates(LeaderCompletenessChecker.PROPERTY, () -> checker.onLeader(1, 4, logOf(1, 1, 1)));
    }

    @Test
    void shouldFindNodesThatDifferWhenTheyCommitOrApplyAtOneIndex() {
        final StateMachineSafetyChecker checker = new StateMachineSafetyChecker(committedOf(1, 1, 1));
        checker.onCommitted(2, 1, 2, 1, 11);
        checker.onCommitted(2, 1, 3, 1, 12);
        checker.onApplied(1, 3, 99);
        checker.onApplied(2, 3, 99);

        assertViolates(StateMachineSafetyChecker.PROPERTY, () -> checker.onCommitted(3, 2, 2, 2, 11));
        assertViolates(StateMachineSafetyChecker.PROPERTY, () -> checker.onCommitted(3, 2, 2, 1, 12));
        assertViolates(StateMachineSafetyChecker.PROPERTY, () -> checker.onApplied(3, 3, 98));
    }

    @Test
    void shouldFindAnIndexThatFallsWhenTheProcessLives() {
        final MonotonicCommitChecker checker = new MonotonicCommitChecker(1);
        checker.onState(1, 2, 10, 8);
        assertViolates(MonotonicCommitChecker.PROPERTY, () -> checker.onState(1, 2, 9, 8));
        assertViolates(MonotonicCommitChecker.PROPERTY, () -> checker.onState(1, 2, 10, 7));
        assertViolates(MonotonicCommitChecker.PROPERTY, () -> checker.onState(1, 2, 10, 11));

        checker.onStart(1);
        assertThatCode(() -> checker.onState(1, 1, 5, 5)).doesNotThrowAnyException();
        checker.onTermTold(1, 2);
        assertViolates(MonotonicCommitChecker.PROPERTY, () -> checker.onState(1, 1, 5, 5));
    }

    @Test
    void shouldFindAnEntryThatIsLostWhenItWasAcknowledged() {
        final DurabilityChecker checker = new DurabilityChecker(1, committedOf(2, 1, 1));
        checker.onTold(1, 3);
        checker.onLog(1, logOf(1, 1, 2));

        checker.onRecovered(1, logOf(1, 1, 2, 2));
        assertViolates(DurabilityChecker.PROPERTY, () -> checker.onRecovered(1, logOf(1, 1)));
        assertViolates(DurabilityChecker.PROPERTY, () -> checker.onRecovered(1, logOf(1, 1, 1)));

        checker.onCut(1, 2, 1);
        assertThatCode(() -> checker.onRecovered(1, logOf(1, 1))).doesNotThrowAnyException();
    }

    @Test
    void shouldForgiveACutThatTheCrashHidUnlessTheEntryIsCommitted() {
        final DurabilityChecker uncommitted = new DurabilityChecker(1, committedOf(2, 1, 1));
        uncommitted.onAcknowledged(1, 3, 2);
        uncommitted.onDied(1);
        assertThatCode(() -> uncommitted.onRecovered(1, logOf(1, 1))).doesNotThrowAnyException();

        final DurabilityChecker committed = new DurabilityChecker(1, committedOf(2, 1, 1));
        committed.onAcknowledged(1, 2, 1);
        committed.onDied(1);
        assertViolates(DurabilityChecker.PROPERTY, () -> committed.onRecovered(1, logOf(1)));
    }

    @Test
    void shouldFindAnOperationThatIsAppliedTwiceWhenTheIndexesDiffer() {
        final ExactlyOnceChecker checker = new ExactlyOnceChecker();
        checker.onApplied(1, 100, 7);
        checker.onApplied(2, 100, 7);
        checker.onAcknowledged(1, 100);

        assertViolates(ExactlyOnceChecker.PROPERTY, () -> checker.onApplied(1, 100, 9));
        assertViolates(ExactlyOnceChecker.PROPERTY, () -> checker.onAcknowledged(1, 101));
    }

    @Test
    void shouldFindALogThatGrowsWhenSnapshotsShouldHaveMadeItShorter() {
        BoundedMemoryChecker.check(1, 900, 300, 64, 2, 2);

        assertViolates(BoundedMemoryChecker.PROPERTY, () -> BoundedMemoryChecker.check(1, 50_000, 300, 64, 2, 2));
        assertViolates(BoundedMemoryChecker.PROPERTY, () -> BoundedMemoryChecker.check(1, 900, 300, 6400, 2, 2));
        assertViolates(BoundedMemoryChecker.PROPERTY, () -> BoundedMemoryChecker.check(1, 900, 300, 64, 200, 2));
        assertViolates(BoundedMemoryChecker.PROPERTY, () -> BoundedMemoryChecker.check(1, 900, 300, 64, 2, 20_000));
    }

    @Test
    void shouldFindAClusterThatDoesNothingWhenNobodyStartsIt() {
        final SimWorld world = new SimWorld(1, 3, 1, 0, 1_000_000, RunTrace.NONE);

        assertViolates(LivenessChecker.PROPERTY, () -> new LivenessChecker(world).run());
    }
}
