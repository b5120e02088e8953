package io.balsa.consensus.scenario;

import io.balsa.consensus.Raft;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.progress.Progress;
import io.balsa.consensus.progress.ProgressState;

/** Prints what can be seen of nodes. */
final class ScenarioReport {
    private final ScenarioCluster cluster;
    private final Answer answer;

    ScenarioReport(final ScenarioCluster cluster, final Answer answer) {
        this.cluster = cluster;
        this.answer = answer;
    }

    /** Prints the log that a node has stored. */
    void log(final ScenarioNode node) {
        final EntryLog log = node.storage().log();
        if (log.lastIndex() < log.firstIndex()) {
            answer.print("log is empty: first index=" + log.firstIndex() + ", last index=" + log.lastIndex());
        }
        log.range(log.firstIndex(), log.lastIndex()).forEach(entry -> answer.print(entry.toString()));
    }

    /** Prints each node's role as it sees it itself. */
    void states() {
        for (final ScenarioNode node : cluster.nodes()) {
            final Raft raft = node.raft();
            final String vote = raft.membership().isVoter(node.id()) ? "Voter" : "Non-Voter";
            answer.print(node.id() + ": " + Words.role(raft.role()) + " (" + vote + ") Term:" + raft.term() + " Lead:"
                    + raft.leaderId());
        }
    }

    /** Prints how a leader sees its members. */
    void status(final ScenarioNode node) {
        if (!node.raft().isLeader()) {
            return;
        }
        final Membership membership = node.raft().membership();
        for (int slot = 0; slot < membership.memberCount(); slot++) {
            final int id = membership.memberAt(slot);
            answer.print(id + ": "
                    + describe(node.raft().status().progressAt(slot), membership.isLearner(id), id == node.id()));
        }
    }

    private static String describe(final Progress progress, final boolean learner, final boolean self) {
        final StringBuilder out = new StringBuilder();
        out.append(
                switch (progress.state()) {
                    case PROBE -> "StateProbe";
                    case REPLICATE -> "StateReplicate";
                    case SNAPSHOT -> "StateSnapshot";
                });
        out.append(" match=").append(progress.matchIndex());
        out.append(" next=").append(progress.nextIndex());
        out.append(learner ? " learner" : "");
        out.append(progress.isPaused() ? " paused" : "");
        if (progress.state() == ProgressState.SNAPSHOT) {
            out.append(" pendingSnap=").append(progress.pendingSnapshotIndex());
        }
        out.append(progress.isActive() || self ? "" : " inactive");
        if (progress.inflightCount() > 0) {
            out.append(" inflight=").append(progress.inflightCount());
            out.append(progress.isInflightFull() ? "[full]" : "");
        }
        return out.toString();
    }
}
