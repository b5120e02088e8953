package io.balsa.consensus.datadriven;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.quorum.JointQuorum;
import io.balsa.consensus.quorum.MajorityQuorum;
import io.balsa.consensus.quorum.VoteResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Answers {@code committed} and {@code vote}: what the quorum of the voters {@code cfg} and {@code cfgj} has decided. */
public final class QuorumDirectives {
    private static final String NOT_HEARD_FROM = "_";
    private static final int[] NONE = {};

    private QuorumDirectives() {}

    public static String answer(final DatadrivenCase directive) {
        final int[] voters = ids(directive.values("cfg"));
        final int[] others = ids(directive.values("cfgj"));
        // An empty half has no say, whichever it is; a membership has none but the outgoing one.
        final Membership membership =
                voters.length == 0 ? Membership.ofVoters(others) : Membership.of(voters, others, NONE, NONE, false);
        final int[] inOrder = distinct(voters, others);
        return switch (directive.command()) {
            case "committed" -> committed(membership, inOrder, directive.values("idx"));
            case "vote" -> vote(membership, inOrder, directive.values("votes"));
            default -> throw new IllegalArgumentException("unknown directive: " + directive);
        };
    }

    private static String committed(final Membership membership, final int[] ids, final List<String> indexes) {
        final long[] matchBySlot = new long[membership.memberCount()];
        for (int i = 0; i < ids.length; i++) {
            if (!indexes.get(i).equals(NOT_HEARD_FROM)) {
                matchBySlot[membership.slotOf(ids[i])] = Long.parseLong(indexes.get(i));
            }
        }
        final long index = JointQuorum.committedIndex(membership, matchBySlot, new long[matchBySlot.length]);
        if (!membership.isJoint()) {
            final long majority = MajorityQuorum.committedIndex(matchBySlot.clone(), matchBySlot.length);
            requireSame(index, majority);
        } else {
            requireSame(index, JointQuorum.committedIndex(swapped(membership), matchBySlot, new long[ids.length]));
        }
        return index == Long.MAX_VALUE ? "<empty majority quorum>∞" : Long.toString(index);
    }

    private static String vote(final Membership membership, final int[] ids, final List<String> votes) {
        long granted = 0;
        long rejected = 0;
        for (int i = 0; i < ids.length; i++) {
            final long bit = 1L << membership.slotOf(ids[i]);
            switch (votes.get(i)) {
                case "y" -> granted |= bit;
                case "n" -> rejected |= bit;
                case NOT_HEARD_FROM -> {}
                default -> throw new IllegalArgumentException("unknown vote: " + votes.get(i));
            }
        }
        final VoteResult result = JointQuorum.vote(membership, granted, rejected);
        if (membership.isJoint()) {
            requireSame(result, JointQuorum.vote(swapped(membership), granted, rejected));
        }
        return switch (result) {
            case WON -> "VoteWon";
            case LOST -> "VoteLost";
            case PENDING -> "VotePending";
        };
    }

    private static Membership swapped(final Membership joint) {
        return Membership.of(joint.outgoingVoters(), joint.voters(), NONE, NONE, false);
    }

    private static void requireSame(final Object one, final Object other) {
        if (!one.equals(other)) {
            throw new AssertionError("two ways to the same answer disagree: " + one + ", " + other);
        }
    }

    private static int[] ids(final List<String> values) {
        return values.equals(List.of("zero"))
                ? NONE
                : values.stream().mapToInt(Integer::parseInt).distinct().toArray();
    }

    /** Values are given for each id at its first mention. */
    private static int[] distinct(final int[] voters, final int[] others) {
        final Set<Integer> ids = new LinkedHashSet<>();
        for (final int id : voters) {
            ids.add(id);
        }
        for (final int id : others) {
            ids.add(id);
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
