package io.balsa.bench.cluster;

import io.balsa.client.StatusReport;
import io.balsa.codec.sbe.client.NodeRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether nodes can be measured as one cluster: all answer and follow one leader among them. */
final class LeaderCheck {
    private LeaderCheck() {}

    /** Returns what keeps them from it and what to do, in one line; empty when nothing does. */
    static Optional<String> problem(final List<NodeAnswer> answers) {
        final List<StatusReport> reports = new ArrayList<>();
        final List<NodeAnswer> silent = new ArrayList<>();
        for (final NodeAnswer answer : answers) {
            final StatusReport report = answer.report();
            if (report == null) {
                silent.add(answer);
            } else {
                reports.add(report);
            }
        }
        if (reports.isEmpty()) {
            return Optional.of("no node answers: addresses="
                    + answers.stream().map(NodeAnswer::address).collect(Collectors.joining(",")) + ", first="
                    + silent.get(0).failure() + "; are these the client ports of a cluster that runs?");
        }
        if (!silent.isEmpty()) {
            return Optional.of(
                    "a node does not answer: address=" + silent.get(0).address() + ", cause="
                            + silent.get(0).failure() + "; start it, or name only nodes that run");
        }
        final List<Long> clusters =
                reports.stream().map(StatusReport::clusterId).distinct().toList();
        if (clusters.size() > 1) {
            return Optional.of("the nodes are of different clusters: clusterIds=" + clusters + "; name those of one");
        }
        return leaderProblem(reports);
    }

    private static Optional<String> leaderProblem(final List<StatusReport> reports) {
        final List<Integer> nodes = reports.stream().map(StatusReport::nodeId).toList();
        final List<Integer> leaders =
                reports.stream().map(StatusReport::leaderId).distinct().toList();
        if (leaders.size() > 1 || leaders.get(0) == 0) {
            return Optional.of("no node leads all of them: nodes=" + nodes + ", leaders they know=" + leaders
                    + "; do enough members run, and can they reach each other?");
        }
        if (!nodes.contains(leaders.get(0))) {
            return Optional.of("the leader is not among the nodes: leader=" + leaders.get(0) + ", nodes=" + nodes
                    + "; name its address as well");
        }
        final boolean serves =
                reports.stream().anyMatch(report -> report.role() == NodeRole.LEADER && report.appliedIndex() > 0);
        return serves
                ? Optional.empty()
                : Optional.of("the leader has not applied anything yet: leader=" + leaders.get(0) + ", nodes=" + nodes
                        + "; do enough members run?");
    }
}
