package io.balsa.kv;

import io.balsa.client.StatusReport;
import io.balsa.codec.sbe.client.NodeRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table that shows a cluster: a line per node. */
final class StatusTable {
    private static final List<String> HEADINGS = List.of(
            "node", "role", "term", "leader", "log", "commit", "applied", "lag", "sync", "uptime", "pid", "clients");
    private static final Set<String> NUMBERS =
            Set.of("term", "leader", "log", "commit", "applied", "lag", "sync", "uptime", "pid");
    private static final String NONE = "-";

    private final List<Row> rows = new ArrayList<>();

    private record Row(
            int nodeId, String address, long pid, @Nullable StatusReport report) {}

    /** Adds a node; without a report when it does not answer, with pid 0 when it does not run. */
    void add(final int nodeId, final String address, final long pid, final @Nullable StatusReport report) {
        rows.add(new Row(nodeId, address, pid, report));
    }

    /** Returns the lines, headings first. */
    List<String> lines() {
        final long newest = newestIndex();
        final TextTable table = new TextTable(HEADINGS, NUMBERS);
        rows.forEach(row -> table.add(cells(row, newest)));
        return table.lines();
    }

    /** What a node lags behind by: entries of the longest log, or of the highest known commit, that it has not applied. */
    private long newestIndex() {
        long newest = 0;
        for (final Row row : rows) {
            final StatusReport report = row.report;
            if (report != null) {
                newest = Math.max(newest, report.role() == NodeRole.LEADER ? report.lastIndex() : report.commitIndex());
            }
        }
        return newest;
    }

    private static List<String> cells(final Row row, final long newest) {
        final StatusReport report = row.report;
        final String id = Integer.toString(row.nodeId);
        if (report == null) {
            final String role = row.pid == 0 ? "down" : "no answer";
            final String pid = row.pid == 0 ? NONE : Long.toString(row.pid);
            return List.of(id, role, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, pid, row.address);
        }
        return List.of(
                id,
                report.role().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                Long.toString(report.term()),
                report.leaderId() == 0 ? NONE : Integer.toString(report.leaderId()),
                report.firstIndex() + ".." + report.lastIndex(),
                Long.toString(report.commitIndex()),
                Long.toString(report.appliedIndex()),
                Long.toString(Math.max(0, newest - report.appliedIndex())),
                report.syncMode().name().toLowerCase(Locale.ROOT),
                uptime(Duration.ofMillis(report.uptimeMs())),
                Long.toString(report.processId()),
                row.address);
    }

    static String uptime(final Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + "d" + duration.toHoursPart() + "h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + "h" + duration.toMinutesPart() + "m";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + "m" + duration.toSecondsPart() + "s";
        }
        return duration.toSeconds() + "s";
    }
}
