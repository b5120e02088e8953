package io.balsa.simulation;

import java.util.Locale;

/**
 * One thing that happens to the cluster.
 *
 * @param atNs when it begins, in simulated time
 * @param node that it happens to, from 1
 * @param other another node, where two are concerned
 * @param durationNs how long it lasts
 * @param parameter see {@link FaultKind}
 */
record Fault(FaultKind kind, long atNs, int node, int other, long durationNs, long parameter) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%9.3f ms  %-18s node=%d other=%d for=%.3f ms parameter=%d",
                atNs / 1e6,
                kind,
                node,
                other,
                durationNs / 1e6,
                parameter);
    }
}
