package io.balsa.consensus.explorer;

/**
 * Something that happens to one node.
 *
 * @param argument of a delivery the number of the message; of a transfer the target; else what the kind says, or 0
 */
record Event(Kind kind, int nodeId, int argument) {
    /** What may happen. */
    enum Kind {
        /** A message arrives. */
        DELIVER,
        /** A message arrives, and will arrive again. */
        DUPLICATE,
        /** The oldest write under way is durable. */
        PERSIST,
        /** The node loses what is not durable, and comes back. */
        CRASH,
        /** As {@link #CRASH}, but the operating system had written the log. */
        CRASH_WITH_LOG_WRITTEN,
        /** The node is told to campaign. */
        CAMPAIGN,
        /** An election timeout passes for the node, and so any lease. */
        TIMEOUT,
        /** An entry is proposed. */
        PROPOSE,
        /** The next membership change of the plan is proposed. */
        CHANGE,
        /** Leadership is to be handed over. */
        TRANSFER,
        /** A read is asked for; the argument is what it must see. */
        READ,
        /** A read by lease is asked for; the argument is what it must see. */
        LEASE_READ
    }

    private static final Kind[] KINDS = Kind.values();

    /** Returns all of it in one number. */
    long packed() {
        return (long) argument << 16 | (long) nodeId << 8 | kind.ordinal();
    }

    static Event unpacked(final long packed) {
        return new Event(KINDS[(int) (packed & 0xFF)], (int) (packed >>> 8 & 0xFF), (int) (packed >>> 16));
    }
}
