package io.balsa.consensus;

import io.balsa.consensus.membership.MembershipRefusedException;

/**
 * Why the core did not take a request: negative numbers, so that they share the return value with indexes and counts on a
 * path that must not allocate.
 */
public final class Refusal {
    /** This node does not lead; {@link Raft#leaderId()} may know who does. */
    public static final int NOT_LEADER = -1;
    /** As much as may be uncommitted is uncommitted; try again after the next commit. */
    public static final int BACK_PRESSURED = -2;
    /** Just elected: the empty entry of the term is not in the log before the next {@link Raft#drain}. */
    public static final int TERM_STARTING = -3;
    /** Leadership is being handed to another node. */
    public static final int TRANSFERRING = -4;
    /** The node named does not vote in this group. */
    public static final int NOT_A_VOTER = -5;
    /** No leader is known to ask. */
    public static final int NO_LEADER = -6;
    /** Another membership change is in the log and not applied (dissertation, 4.1). */
    public static final int MEMBERSHIP_PENDING = -7;
    /** No entry of this leader's term is committed yet (the bug in dissertation, 4.1, found after it was published). */
    public static final int NO_OWN_TERM_COMMIT = -8;
    /** The membership is joint: it must be left before the next change. */
    public static final int JOINT = -9;
    /** The membership is not joint: there is nothing to leave. */
    public static final int NOT_JOINT = -10;
    /** Nobody would be left to vote. */
    public static final int NO_VOTERS = -11;
    /** More than one voter differs: such a change goes through a joint membership. */
    public static final int MORE_THAN_ONE_VOTER = -12;
    /** The group would have more members than a membership can name. */
    public static final int TOO_MANY_MEMBERS = -13;
    /** This leader was removed from the group and leads on only until another one is elected. */
    public static final int NOT_A_MEMBER = -14;

    private static final String[] NAMES = {
        "NOT_LEADER",
        "BACK_PRESSURED",
        "TERM_STARTING",
        "TRANSFERRING",
        "NOT_A_VOTER",
        "NO_LEADER",
        "MEMBERSHIP_PENDING",
        "NO_OWN_TERM_COMMIT",
        "JOINT",
        "NOT_JOINT",
        "NO_VOTERS",
        "MORE_THAN_ONE_VOTER",
        "TOO_MANY_MEMBERS",
        "NOT_A_MEMBER"
    };

    private Refusal() {}

    /** Returns the name of a refusal for messages. */
    public static String name(final long refusal) {
        return refusal < 0 && refusal >= -NAMES.length ? NAMES[(int) (-1 - refusal)] : "UNKNOWN(" + refusal + ")";
    }

    static int of(final MembershipRefusedException.Reason reason) {
        return switch (reason) {
            case REMOVED_ALL_VOTERS, ZERO_VOTERS -> NO_VOTERS;
            case MORE_THAN_ONE_VOTER -> MORE_THAN_ONE_VOTER;
            case SIMPLE_WHILE_JOINT, ALREADY_JOINT -> JOINT;
            case NOT_JOINT -> NOT_JOINT;
            case TOO_MANY_MEMBERS -> TOO_MANY_MEMBERS;
        };
    }
}
