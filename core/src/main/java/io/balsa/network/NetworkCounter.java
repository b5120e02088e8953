package io.balsa.network;

/** What a transport counts, from its start on. Names and order are what status pages show. */
public enum NetworkCounter {
    /** Messages taken for sending. */
    MESSAGES_SENT,
    /** Bytes written to connections. */
    BYTES_SENT,
    /** Writes to connections; one gathers a whole message, or all that is queued. */
    WRITES,
    /** Writes that took less than was there, so that the rest waits in the peer's queue. */
    PARTIAL_WRITES,
    /** Messages refused because the peer's queue was full. */
    BACK_PRESSURED,
    /** Whole messages received. */
    MESSAGES_RECEIVED,
    /** Bytes read from connections. */
    BYTES_RECEIVED,
    /** Reads from connections. */
    READS,
    /** Appends not taken because the disk is full; the leader sends them again. */
    APPENDS_WITHOUT_ROOM,
    /** Damaged, oversized, senseless or wrong-version messages; each closed its connection. */
    BAD_MESSAGES,
    /** Connections that did not open with a sound Hello: not a member, or not even Balsa. */
    BAD_HANDSHAKES,
    /** Connections closed because the handshake did not end in time. */
    HANDSHAKE_TIMEOUTS,
    /** Nodes this one refused: wrong cluster, wrong target, unknown, other version, stale. */
    HANDSHAKES_REFUSED,
    /** Times another node refused this one. */
    REFUSED_BY_PEER,
    /** Attempts to connect that failed. */
    CONNECTS_FAILED,
    /** Connections to members that came up. */
    CONNECTIONS_OPENED,
    /** Connections to members that went down, for whatever reason. */
    CONNECTIONS_LOST,
    /** Of these, replaced by a newer connection of the same member. */
    CONNECTIONS_REPLACED,
    /** Of these, dropped because nothing was heard for too long. */
    CONNECTIONS_SILENT
}
