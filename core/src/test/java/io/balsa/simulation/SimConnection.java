package io.balsa.simulation;

/**
 * What lies between two nodes: whether messages pass, in which direction, and in which session of the connection.
 *
 * <p>Each time the connection comes up it has a new session; what an earlier one carried is lost with it.
 */
final class SimConnection {
    private final int low;
    private final int high;
    private int session;
    private boolean isUp;
    private boolean hasLost;
    private int cutsFromLow;
    private int cutsFromHigh;
    private long lastFromLowNs;
    private long lastFromHighNs;

    SimConnection(final int low, final int high) {
        this.low = low;
        this.high = high;
    }

    int low() {
        return low;
    }

    int high() {
        return high;
    }

    int other(final int nodeId) {
        return nodeId == low ? high : low;
    }

    int session() {
        return session;
    }

    boolean isUp() {
        return isUp;
    }

    /** The connection is made: a new session begins. */
    void open() {
        isUp = true;
        hasLost = false;
        session++;
        lastFromLowNs = 0;
        lastFromHighNs = 0;
    }

    /** The connection is lost, and all that is under way. */
    void lose() {
        isUp = false;
    }

    /** A message of the present session is lost: sooner or later the connection is found to be broken. Returns false after the first. */
    boolean onLost() {
        final boolean first = !hasLost;
        hasLost = true;
        return first;
    }

    boolean hasLost() {
        return hasLost;
    }

    /** Begins, or with -1 ends, a cut in one direction. */
    void cut(final int fromId, final int change) {
        if (fromId == low) {
            cutsFromLow += change;
        } else {
            cutsFromHigh += change;
        }
    }

    boolean isCut(final int fromId) {
        return fromId == low ? cutsFromLow > 0 : cutsFromHigh > 0;
    }

    boolean isCutBothWays() {
        return cutsFromLow > 0 && cutsFromHigh > 0;
    }

    /** Returns when a message arrives that must not overtake the one before it. */
    long inOrder(final int fromId, final long arrivalNs) {
        if (fromId == low) {
            lastFromLowNs = Math.max(lastFromLowNs, arrivalNs);
            return lastFromLowNs;
        }
        lastFromHighNs = Math.max(lastFromHighNs, arrivalNs);
        return lastFromHighNs;
    }
}
