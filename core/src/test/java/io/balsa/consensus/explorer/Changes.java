package io.balsa.consensus.explorer;

import io.balsa.consensus.membership.MembershipChange;
import java.util.ArrayList;
import java.util.List;

/** Values of entries that change the membership: negative, and each the number of a change. */
final class Changes {
    /** Value of an entry that leaves a joint membership. */
    static final long LEAVE_JOINT = -1;

    private static final List<MembershipChange> KNOWN = new ArrayList<>(List.of(MembershipChange.leaveJoint()));

    private Changes() {}

    /** Returns the number of a change. */
    static int numberOf(final MembershipChange change) {
        if (!KNOWN.contains(change)) {
            KNOWN.add(change);
        }
        return KNOWN.indexOf(change);
    }

    static long valueOf(final int number) {
        return -1L - number;
    }

    static boolean isChange(final long value) {
        return value < 0;
    }

    static MembershipChange changeOf(final long value) {
        return KNOWN.get((int) (-1 - value));
    }
}
