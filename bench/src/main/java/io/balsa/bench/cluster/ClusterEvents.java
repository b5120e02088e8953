package io.balsa.bench.cluster;

import io.balsa.client.StatusReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out what happened to the nodes from totals they tell now and then. When within the time between two looks it happened is not
 * known; that it happened is certain.
 *
 * <p>Threading: one thread.
 */
public final class ClusterEvents {
    private static final double NS_PER_SECOND = 1e9;

    private final long startNs;
    private final boolean oneProcess;
    private final List<ClusterEvent> events = new ArrayList<>();
    private final Map<Integer, StatusReport> last = new HashMap<>();
    private double lastSeconds;
    private long lastTerm;
    private int lastLeaderId;

    /**
     * Begins; the first look finds nothing, it is what later ones are compared with.
     *
     * @param startNs of the measured part, on the monotonic clock
     * @param oneProcess whether all nodes share a process, whose collections are then told once
     */
    public ClusterEvents(final long startNs, final boolean oneProcess) {
        this.startNs = startNs;
        this.oneProcess = oneProcess;
    }

    /**
     * Takes a look.
     *
     * @param nowNs when, on the monotonic clock
     * @param reports of all nodes
     */
    public void onLook(final long nowNs, final List<StatusReport> reports) {
        final double seconds = (nowNs - startNs) / NS_PER_SECOND;
        onLeader(seconds, reports);
        boolean collectionsAreTold = false;
        for (final StatusReport report : reports) {
            final StatusReport before = last.put(report.nodeId(), report);
            // Totals of a node that was started again begin anew.
            if (before != null && report.processId() == before.processId()) {
                if (!collectionsAreTold) {
                    add(ClusterEvent.Kind.COLLECTION, report, seconds, report.gcCount() - before.gcCount(), 0);
                }
                add(
                        ClusterEvent.Kind.SLOW_SYNC,
                        report,
                        seconds,
                        report.slowSyncs() - before.slowSyncs(),
                        report.slowSyncNs() - before.slowSyncNs());
            }
            collectionsAreTold = oneProcess;
        }
        lastSeconds = seconds;
    }

    /** Returns what was found, in order of time. */
    public List<ClusterEvent> events() {
        return List.copyOf(events);
    }

    /** The node of the highest term knows best who leads. */
    private void onLeader(final double seconds, final List<StatusReport> reports) {
        long term = lastTerm;
        int leaderId = lastLeaderId;
        for (final StatusReport report : reports) {
            if (report.term() > term || (report.term() == term && report.leaderId() != 0)) {
                term = report.term();
                leaderId = report.leaderId();
            }
        }
        final boolean isFirst = last.isEmpty();
        if (!isFirst && (term != lastTerm || leaderId != lastLeaderId)) {
            events.add(
                    new ClusterEvent(ClusterEvent.Kind.ELECTION, leaderId, lastSeconds, seconds, term - lastTerm, 0));
        }
        lastTerm = term;
        lastLeaderId = leaderId;
    }

    private void add(
            final ClusterEvent.Kind kind,
            final StatusReport report,
            final double seconds,
            final long count,
            final long tookNs) {
        if (count > 0) {
            events.add(new ClusterEvent(kind, report.nodeId(), lastSeconds, seconds, count, tookNs));
        }
    }
}
