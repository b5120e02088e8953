package io.balsa.client;

/**
 * Who leads, as far as the gateway has been told, and how often that changed.
 *
 * <p>A connection may send commands while the leadership it was welcomed under lasts. So a command that is refused when leadership
 * is lost is never followed by a later one of the same connection that is accepted because leadership came back: a session's
 * commands keep their order. Threading: the gateway's thread.
 */
final class Leadership {
    private int leaderId;
    private boolean self;
    private long version;

    void change(final int newLeaderId, final boolean isSelf) {
        leaderId = newLeaderId;
        self = isSelf;
        version++;
    }

    /** Returns the leader's id, 0 when unknown. */
    int leaderId() {
        return leaderId;
    }

    long version() {
        return version;
    }

    /** Tells whether this node leads and has done so since the connection was welcomed. */
    boolean covers(final GatewayConnection connection) {
        return self && connection.leadershipVersion() == version;
    }
}
