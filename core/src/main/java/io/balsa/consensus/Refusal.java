package io.balsa.consensus;

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

    private Refusal() {}

    /** Returns the name of a refusal for messages. */
    public static String name(final long refusal) {
        return switch ((int) refusal) {
            case NOT_LEADER -> "NOT_LEADER";
            case BACK_PRESSURED -> "BACK_PRESSURED";
            case TERM_STARTING -> "TERM_STARTING";
            case TRANSFERRING -> "TRANSFERRING";
            case NOT_A_VOTER -> "NOT_A_VOTER";
            default -> "UNKNOWN(" + refusal + ")";
        };
    }
}
