package io.balsa.simulation;

/** One checker for each property; what they are told of is seen by the {@link NodeWatch} of each node and the clients. */
final class Checkers {
    private final CommittedLog committed = new CommittedLog();
    private final ElectionSafetyChecker electionSafety = new ElectionSafetyChecker();
    private final LogMatchingChecker logMatching = new LogMatchingChecker();
    private final LeaderCompletenessChecker leaderCompleteness = new LeaderCompletenessChecker(committed);
    private final StateMachineSafetyChecker stateMachineSafety = new StateMachineSafetyChecker(committed);
    private final ExactlyOnceChecker exactlyOnce = new ExactlyOnceChecker();
    private final LeaderAppendOnlyChecker leaderAppendOnly;
    private final MonotonicCommitChecker monotonicCommit;
    private final DurabilityChecker durability;
    private final QuorumChecker quorum;

    Checkers(final int nodeCount) {
        leaderAppendOnly = new LeaderAppendOnlyChecker(nodeCount);
        monotonicCommit = new MonotonicCommitChecker(nodeCount);
        durability = new DurabilityChecker(nodeCount, committed);
        quorum = new QuorumChecker(nodeCount);
    }

    CommittedLog committed() {
        return committed;
    }

    ElectionSafetyChecker electionSafety() {
        return electionSafety;
    }

    LeaderAppendOnlyChecker leaderAppendOnly() {
        return leaderAppendOnly;
    }

    LogMatchingChecker logMatching() {
        return logMatching;
    }

    LeaderCompletenessChecker leaderCompleteness() {
        return leaderCompleteness;
    }

    StateMachineSafetyChecker stateMachineSafety() {
        return stateMachineSafety;
    }

    MonotonicCommitChecker monotonicCommit() {
        return monotonicCommit;
    }

    DurabilityChecker durability() {
        return durability;
    }

    QuorumChecker quorum() {
        return quorum;
    }

    ExactlyOnceChecker exactlyOnce() {
        return exactlyOnce;
    }
}
