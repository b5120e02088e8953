package io.balsa.simulation;

import java.util.Locale;

/**
 * One thing that happens to the cluster.
 *
 * @param moment that it waits for, once its time has come
 * @param atNs its time, in simulated time since the run began
 * @param lagNs how long after the moment it begins
 * @param node that it happens to, from 1, unless the moment says which
 * @param other another node, where two are concerned
 * @param durationNs how long it lasts
 * @param parameter see {@link FaultKind}
 */
record Fault(
        FaultKind kind, Moment moment, long atNs, long lagNs, int node, int other, long durationNs, long parameter) {
    /** Returns the same, happening to another node. */
    Fault on(final int nodeId) {
        return new Fault(kind, moment, atNs, lagNs, nodeId, nodeId == other ? node : other, durationNs, parameter);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%9.3f ms  %-18s node=%d other=%d for=%.3f ms parameter=%d%s",
                atNs / 1e6,
                kind,
                node,
                other,
                durationNs / 1e6,
                parameter,
                moment == Moment.NONE
                        ? ""
                        : String.format(Locale.ROOT, " once=%s, and %.3f ms, where that comes", moment, lagNs / 1e6));
    }
}
