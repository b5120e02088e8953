package io.balsa.simulation;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One leader per term, and what that stands on: one vote per voter and term (Raft paper, 5.2). Who led a term before a crash and leads
 * it again counts as another leader: it has forgotten what it wrote in that term.
 */
final class ElectionSafetyChecker {
    static final String PROPERTY = "election safety";

    private record Vote(int voterId, long term) {}

    private final Map<Long, Integer> leaders = new HashMap<>();
    private final Map<Vote, Integer> votes = new HashMap<>();

    /** A node begins to lead a term. */
    void onLeader(final int nodeId, final long term) {
        final @Nullable Integer other = leaders.putIfAbsent(term, nodeId);
        if (other != null) {
            throw new SimViolation(PROPERTY, "two leaders: term=" + term + ", nodes=" + other + " and " + nodeId);
        }
    }

    /** A voter's vote left it. */
    void onVote(final int voterId, final long term, final int candidateId) {
        final @Nullable Integer other = votes.putIfAbsent(new Vote(voterId, term), candidateId);
        if (other != null && other != candidateId) {
            throw new SimViolation(
                    PROPERTY,
                    "two votes: voter=" + voterId + ", term=" + term + ", candidates=" + other + " and " + candidateId);
        }
    }

    /** Returns in how many terms there was a leader. */
    int ledTerms() {
        return leaders.size();
    }
}
