package io.balsa.codec;

/**
 * What a log entry is for. Codes are stored in the log and never reused.
 *
 * <p>They are plain integers rather than an enum because they are compared on the commit path straight from the buffer.
 */
public final class EntryType {
    /** The empty entry with which a leader begins its term (Raft dissertation, section 6.4). */
    public static final int NO_OP = 1;
    /** A command of a client session: {@code CommandEntry} of the entry schema, then the command's bytes. */
    public static final int COMMAND = 2;
    /** A change of the cluster's membership. */
    public static final int MEMBERSHIP = 3;
    /** Opens a client session, whose id is the index of the entry (dissertation, section 6.3). */
    public static final int SESSION_OPEN = 4;
    /** Closes a client session. */
    public static final int SESSION_CLOSE = 5;

    private EntryType() {}

    /** Returns the name of a type code for messages and tools. */
    public static String name(final int type) {
        return switch (type) {
            case NO_OP -> "NO_OP";
            case COMMAND -> "COMMAND";
            case MEMBERSHIP -> "MEMBERSHIP";
            case SESSION_OPEN -> "SESSION_OPEN";
            case SESSION_CLOSE -> "SESSION_CLOSE";
            default -> "UNKNOWN(" + type + ")";
        };
    }
}
