package io.balsa.consensus.quorum;

import io.balsa.consensus.membership.Membership;

/**
 * The quorum of a whole {@link Membership}: its voters' majority and, while it is joint, the outgoing voters' majority as well
 * (Raft paper, section 6).
 *
 * <p>Outside a joint membership the outgoing half is empty and agrees to everything, so there is one code path for both.
 * Learners count in neither half.
 *
 * <p>Values are given by slot: the position of a member in {@link Membership#memberAt} order.
 *
 * <p>Threading: stateless. Ownership: arrays are borrowed for the call.
 */
public final class JointQuorum {
    private JointQuorum() {}

    /**
     * Returns the highest index that the quorum has reached, {@link Long#MAX_VALUE} when there are no voters at all.
     *
     * @param matchBySlot for each slot the highest index known to be on that member, 0 when not heard from
     * @param scratch overwritten; at least {@link Membership#memberCount()} long
     */
    public static long committedIndex(final Membership membership, final long[] matchBySlot, final long[] scratch) {
        final long incoming = half(membership.incomingMask(), matchBySlot, scratch);
        if (!membership.isJoint()) {
            return incoming;
        }
        return Math.min(incoming, half(membership.outgoingMask(), matchBySlot, scratch));
    }

    /**
     * Tells where an election, a pre-vote or any other count of consents stands.
     *
     * @param grantedMask bit {@code i} set: the member in slot {@code i} consents; bits of members that do not vote are ignored
     * @param rejectedMask bit {@code i} set: it refuses; no bit is set in both
     */
    public static VoteResult vote(final Membership membership, final long grantedMask, final long rejectedMask) {
        final VoteResult incoming = half(membership.incomingMask(), grantedMask, rejectedMask);
        if (!membership.isJoint()) {
            return incoming;
        }
        final VoteResult outgoing = half(membership.outgoingMask(), grantedMask, rejectedMask);
        if (incoming == outgoing) {
            return incoming;
        }
        final boolean lost = incoming == VoteResult.LOST || outgoing == VoteResult.LOST;
        return lost ? VoteResult.LOST : VoteResult.PENDING;
    }

    private static long half(final long voters, final long[] matchBySlot, final long[] scratch) {
        // Mostly the voters come first, all others having higher ids: nothing to pick then.
        if ((voters & (voters + 1)) == 0) {
            final int voterCount = Long.bitCount(voters);
            if (MajorityQuorum.keepsOrder(voterCount)) {
                return MajorityQuorum.committedIndex(matchBySlot, voterCount);
            }
        }
        int count = 0;
        for (long rest = voters; rest != 0; rest &= rest - 1) {
            scratch[count++] = matchBySlot[Long.numberOfTrailingZeros(rest)];
        }
        return MajorityQuorum.committedIndex(scratch, count);
    }

    private static VoteResult half(final long voters, final long grantedMask, final long rejectedMask) {
        return MajorityQuorum.vote(
                Long.bitCount(voters & grantedMask), Long.bitCount(voters & rejectedMask), Long.bitCount(voters));
    }
}
