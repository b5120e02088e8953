package io.balsa.consensus.membership;

/** A {@link MembershipChange} that cannot be made to the present {@link Membership}; nothing has changed. */
public final class MembershipRefusedException extends RuntimeException {
    /** Why a change is refused. */
    public enum Reason {
        /** Nobody would be left to elect a leader. */
        REMOVED_ALL_VOTERS("removed all voters"),
        /** Quorums before and after the change might not share a voter: it takes a joint membership. */
        MORE_THAN_ONE_VOTER("more than one voter changed without entering joint config"),
        /** A joint membership must be left before the next change. */
        SIMPLE_WHILE_JOINT("can't apply simple config change in joint config"),
        /** A joint membership must be left before the next one is entered. */
        ALREADY_JOINT("config is already joint"),
        /** Without voters there is no outgoing half. */
        ZERO_VOTERS("can't make a zero-voter config joint"),
        /** There is nothing to leave. */
        NOT_JOINT("can't leave a non-joint config"),
        /** The log of a witness lacks payloads: no voter becomes one, and none becomes anything else. */
        WITNESS("a witness and another member can't become each other"),
        /** A majority could hold entries of which nobody stores the payload. */
        TOO_MANY_WITNESSES("a majority could be witnesses alone"),
        /** More members than {@link Membership#MAX_MEMBERS}. */
        TOO_MANY_MEMBERS("more than " + Membership.MAX_MEMBERS + " members");

        private final String text;

        Reason(final String text) {
            this.text = text;
        }

        /** Returns the reason in a few words, without the values. */
        public String text() {
            return text;
        }
    }

    private final Reason reason;

    MembershipRefusedException(final Reason reason, final Membership current, final MembershipChange change) {
        super(reason.text + ": membership=" + current + ", change=" + change);
        this.reason = reason;
    }

    /** Returns why the change was refused. */
    public Reason reason() {
        return reason;
    }
}
