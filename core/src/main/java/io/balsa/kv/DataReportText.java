package io.balsa.kv;

import io.balsa.log.DirectoryInspection;
import io.balsa.log.HardStateSlot;
import io.balsa.log.LogInspection;
import io.balsa.log.SegmentReport;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What was found in a data directory, for people to read. */
final class DataReportText {
    private static final String NONE = "-";

    private DataReportText() {}

    /** Returns the lines. */
    static List<String> lines(final DataReport report) {
        final List<String> lines = new ArrayList<>();
        final DirectoryInspection directory = report.directory();
        lines.add("directory   " + directory.path());
        lines.add("identity    " + directory.identity());
        lines.add("hard state  " + hardState(directory));
        lines.add("catch-up    "
                + (directory.catchUpDamage() != null
                        ? "damaged"
                        : directory.mustCatchUpTo() == 0
                                ? "none"
                                : "does not vote before it holds index " + directory.mustCatchUpTo() + " again"));
        lines.add("marker      " + marker(directory.log()));
        lines.add("");
        lines.addAll(snapshots(report.snapshots()));
        lines.add("");
        lines.addAll(segments(directory.log().segments()));
        return lines;
    }

    private static String hardState(final DirectoryInspection directory) {
        final HardStateSlot newest = directory.newestHardState();
        if (newest == null) {
            return "damaged";
        }
        final String slots = directory.hardState().stream()
                .map(slot -> slot == null ? "damaged" : "sequence " + slot.sequence())
                .collect(Collectors.joining(", "));
        return "term " + newest.term() + ", "
                + (newest.votedFor() == 0 ? "no vote" : "voted for node " + newest.votedFor()) + " (slots: " + slots
                + ")";
    }

    private static String marker(final LogInspection log) {
        return log.markerDamage() != null
                ? "damaged"
                : "log begins after index " + log.baseIndex() + " of term " + log.baseTerm()
                        + ", known to be durable up to index " + log.durableIndex();
    }

    private static List<String> snapshots(final List<SnapshotReport> snapshots) {
        if (snapshots.isEmpty()) {
            return List.of("no snapshot");
        }
        final TextTable table = new TextTable(
                List.of("snapshot", "state", "index", "term", "bytes", "writer", "members"),
                Set.of("index", "term", "bytes"));
        for (final SnapshotReport snapshot : snapshots) {
            final String name = String.valueOf(snapshot.file().getFileName());
            final String state = snapshot.isWhole() ? "whole" : "damaged";
            final SnapshotFile file = snapshot.found();
            table.add(
                    file == null
                            ? List.of(name, state, NONE, NONE, NONE, NONE, NONE)
                            : List.of(
                                    name,
                                    state,
                                    Long.toString(file.head().index()),
                                    Long.toString(file.head().term()),
                                    Long.toString(file.length()),
                                    "node " + file.head().writer().nodeId(),
                                    file.head().membership().toString()));
        }
        return table.lines();
    }

    private static List<String> segments(final List<SegmentReport> segments) {
        final TextTable table = new TextTable(
                List.of("segment", "state", "first", "last", "terms", "used", "bytes", "damage at"),
                Set.of("first", "last", "terms", "used", "bytes", "damage at"));
        for (final SegmentReport segment : segments) {
            final boolean hasEntries = segment.firstTerm() > 0;
            table.add(List.of(
                    String.valueOf(segment.file().getFileName()),
                    segment.state().name().toLowerCase(Locale.ROOT),
                    segment.firstIndex() == 0 ? NONE : Long.toString(segment.firstIndex()),
                    hasEntries ? Long.toString(segment.lastIndex()) : NONE,
                    hasEntries ? segment.firstTerm() + ".." + segment.lastTerm() : NONE,
                    Long.toString(segment.usedBytes()),
                    Long.toString(segment.capacityBytes()),
                    segment.damage() == null
                            ? NONE
                            : Long.toString(segment.damage().offset())));
        }
        return table.lines();
    }
}
