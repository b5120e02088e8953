package io.balsa.statemachine;

/** What the session table says to a committed command. The same on every replica, since it depends on the log alone. */
public enum Admission {
    /** First seen: apply it, then {@link SessionTable#complete} with its response. */
    APPLY,
    /** Applied before; its reply is kept, see {@link SessionTable#repeatReply}. */
    DUPLICATE,
    /** No such session: closed, evicted or never opened. Not applied by this entry. */
    SESSION_UNKNOWN,
    /** The client said that it has this command's reply; it was applied before and is not applied again. */
    REPLY_EVICTED,
    /** The sequence lies beyond the session's window. Not applied. */
    WINDOW_EXCEEDED
}
