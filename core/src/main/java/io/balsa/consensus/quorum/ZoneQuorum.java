package io.balsa.consensus.quorum;

import io.balsa.consensus.membership.Membership;

/**
 * Group commit: an index counts only when voters of two different zones hold it, so that the loss of a whole zone (a rack, a data
 * centre) loses nothing that was committed. It is asked for beside a majority, never instead of one.
 *
 * <p>Voters without a zone count for none, nor do witnesses, which store no payload. A half of the membership whose voters are in fewer than two zones asks for nothing: two
 * zones could never be had.
 *
 * <p>Threading: stateless. Ownership: arrays are borrowed for the call.
 */
public final class ZoneQuorum {
    private ZoneQuorum() {}

    /**
     * Returns the highest index that two zones hold, {@link Long#MAX_VALUE} where that is not asked for.
     *
     * @param matchBySlot for each slot the highest index known to be on that member
     * @param zoneBySlot for each slot the member's zone, 0 for none
     */
    public static long committedIndex(final Membership membership, final long[] matchBySlot, final int[] zoneBySlot) {
        final long storing = ~membership.witnessMask();
        final long incoming = half(membership.incomingMask() & storing, matchBySlot, zoneBySlot);
        return membership.isJoint()
                ? Math.min(incoming, half(membership.outgoingMask() & storing, matchBySlot, zoneBySlot))
                : incoming;
    }

    /** The best zone and the best of all others: the lower of the two is what two zones hold. */
    private static long half(final long voters, final long[] matchBySlot, final int[] zoneBySlot) {
        int bestZone = 0;
        long best = -1;
        long second = -1;
        for (long rest = voters; rest != 0; rest &= rest - 1) {
            final int slot = Long.numberOfTrailingZeros(rest);
            final int zone = zoneBySlot[slot];
            final long match = matchBySlot[slot];
            if (zone == 0) {
                continue;
            }
            if (zone == bestZone) {
                best = Math.max(best, match);
            } else if (match > best) {
                second = best;
                best = match;
                bestZone = zone;
            } else {
                second = Math.max(second, match);
            }
        }
        return second < 0 ? Long.MAX_VALUE : second;
    }
}
