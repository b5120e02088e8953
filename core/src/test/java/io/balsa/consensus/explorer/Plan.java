package io.balsa.consensus.explorer;

import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.explorer.Event.Kind;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is explored: the cluster, and which events may happen how often.
 *
 * @param nodes how many
 * @param membership at the beginning
 * @param changes that are proposed, in order
 * @param warm whether node 1 leads and nothing is under way when the exploration begins
 * @param prologue what happens then; the argument of a delivery is the sender of the oldest message
 * @param syncs whether a write is durable only some time after it; else at once
 * @param reorders whether messages of one node to another overtake; else one that is overtaken is lost
 * @param window how many messages of one node to another may be under way; of more, the older ones are lost
 * @param leases whether leases are on; then elections come by timeouts
 * @param budget how often each kind may happen; a kind that is missing never does
 */
record Plan(
        String name,
        int nodes,
        Membership membership,
        List<MembershipChange> changes,
        boolean warm,
        List<Event> prologue,
        boolean syncs,
        boolean reorders,
        int window,
        boolean leases,
        Map<Kind, Integer> budget) {
    static final int ELECTION_TICKS = 3;
    static final long LEASE_NS = 10;

    /** Node 1 holds an entry that nobody else has, and node 3 leads the next term with another one. */
    private static final List<Event> DIVIDED = List.of(
            new Event(Kind.PROPOSE, 1, 0),
            new Event(Kind.CAMPAIGN, 3, 0),
            new Event(Kind.DELIVER, 2, 3),
            new Event(Kind.DELIVER, 3, 2));

    /** Who leads when, with every loss of unsynced writes. */
    static Plan election(final int nodes) {
        return new Plan(
                "election", nodes, all(nodes), List.of(), false, List.of(), true, true, 2, false, budget(2, 0, 1, 1));
    }

    /** Entries written, overwritten and written again, with syncs that end late. */
    static Plan storage(final int nodes) {
        return new Plan(
                "storage", nodes, all(nodes), List.of(), true, List.of(), true, false, 1, false, budget(1, 1, 1, 0));
    }

    /** Leaders of several terms, each with entries of its own (paper, from figure 8 (b) on). */
    static Plan replication(final int nodes) {
        return new Plan(
                "replication", nodes, all(nodes), List.of(), true, DIVIDED, false, false, 1, false, budget(2, 0, 0, 0));
    }

    /** A joint membership whose halves have no node in common. */
    static Plan joint(final int nodes) {
        final int[] others = new int[nodes - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = i + 2;
        }
        final Membership membership = Membership.of(new int[] {1}, others, new int[0], new int[0], true);
        return new Plan(
                "joint", nodes, membership, List.of(), false, List.of(), false, false, 2, false, budget(3, 1, 0, 1));
    }

    /** Nodes join and leave, one by one and jointly, and a read by a round of messages. */
    static Plan membership(final int nodes) {
        final Map<Kind, Integer> budget = budget(2, 0, 1, 0);
        budget.put(Kind.CHANGE, 2);
        budget.put(Kind.READ, 1);
        final int[] voters = new int[nodes - 1];
        for (int i = 0; i < voters.length; i++) {
            voters[i] = i + 1;
        }
        final List<MembershipChange> changes = List.of(
                MembershipChange.of(MembershipChange.Operation.ADD_VOTER, nodes),
                MembershipChange.builder().remove(1).addLearner(2).build());
        return new Plan(
                "membership",
                nodes,
                Membership.ofVoters(voters),
                changes,
                true,
                List.of(),
                false,
                false,
                1,
                false,
                budget);
    }

    /** Leadership handed over, and reads by lease. */
    static Plan lease(final int nodes) {
        final Map<Kind, Integer> budget = budget(0, 0, 0, 0);
        budget.put(Kind.TIMEOUT, 1);
        budget.put(Kind.TRANSFER, 2);
        budget.put(Kind.LEASE_READ, 1);
        return new Plan("lease", nodes, all(nodes), List.of(), true, List.of(), false, false, 2, true, budget);
    }

    /** Returns all plans. */
    static List<Plan> all() {
        return List.of(election(3), storage(3), replication(3), joint(3), membership(3), lease(3));
    }

    /** Returns the plan of that name for so many nodes. */
    static Plan of(final String name, final int nodes) {
        return switch (name) {
            case "election" -> election(nodes);
            case "storage" -> storage(nodes);
            case "replication" -> replication(nodes);
            case "joint" -> joint(nodes);
            case "membership" -> membership(nodes);
            case "lease" -> lease(nodes);
            default -> throw new IllegalArgumentException("no such plan: name=" + name + ", plans=" + names());
        };
    }

    static List<String> names() {
        final List<String> names = new ArrayList<>();
        all().forEach(plan -> names.add(plan.name));
        return names;
    }

    int budgetOf(final Kind kind) {
        return budget.getOrDefault(kind, kind == Kind.DELIVER || kind == Kind.PERSIST ? (int) Byte.MAX_VALUE : 0);
    }

    RaftConfig configOf(final int nodeId) {
        return RaftConfig.builder(nodeId)
                .ticks(ELECTION_TICKS, ELECTION_TICKS + 1, 1)
                .preVote(false)
                .checkQuorum(leases)
                .leaseDurationNs(leases ? LEASE_NS : 0)
                .maxInflightAppends(2)
                .eagerCommit(false)
                .build();
    }

    private static Membership all(final int nodes) {
        final int[] voters = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            voters[i] = i + 1;
        }
        return Membership.ofVoters(voters);
    }

    private static Map<Kind, Integer> budget(
            final int campaigns, final int proposals, final int crashes, final int duplicates) {
        final Map<Kind, Integer> budget = new EnumMap<>(Kind.class);
        budget.put(Kind.CAMPAIGN, campaigns);
        budget.put(Kind.PROPOSE, proposals);
        budget.put(Kind.CRASH, crashes);
        budget.put(Kind.CRASH_WITH_LOG_WRITTEN, crashes);
        budget.put(Kind.DUPLICATE, duplicates);
        return budget;
    }
}
