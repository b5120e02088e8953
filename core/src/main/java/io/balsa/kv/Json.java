package io.balsa.kv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balsa.disk.StorageIdentity;
import io.balsa.log.DirectoryInspection;
import io.balsa.log.HardStateSlot;
import io.balsa.log.LogInspection;
import io.balsa.log.SegmentReport;
import io.balsa.log.SegmentReport.FoundDamage;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotReport;

/**
 * What the tools find, for programs to read. Fields are added in later versions; none is renamed or taken away.
 *
 * <p>Threading: stateless.
 */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** Returns an empty object. */
    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Returns an object in one line. */
    static String line(final ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("a tree that was just made cannot be printed", e);
        }
    }

    /** Returns a whole report. */
    static ObjectNode of(final DataReport report) {
        final DirectoryInspection directory = report.directory();
        final ObjectNode node = object();
        node.put("directory", directory.path().toString());
        node.put("sound", report.problems().isEmpty());
        final ArrayNode problems = node.putArray("problems");
        report.problems().forEach(problems::add);
        putIdentity(node, directory.identity());
        final ArrayNode slots = node.putArray("hardState");
        for (final HardStateSlot slot : directory.hardState()) {
            if (slot == null) {
                slots.addNull();
            } else {
                slots.addObject()
                        .put("sequence", slot.sequence())
                        .put("term", slot.term())
                        .put("votedFor", slot.votedFor());
            }
        }
        node.put("mustCatchUpTo", directory.mustCatchUpTo());
        final ArrayNode snapshots = node.putArray("snapshots");
        report.snapshots().forEach(snapshot -> put(snapshots.addObject(), snapshot));
        put(node.putObject("log"), directory.log());
        return node;
    }

    /** Puts what a snapshot says of itself. */
    static void put(final ObjectNode node, final SnapshotFile file) {
        node.put("file", file.path().toString())
                .put("index", file.head().index())
                .put("term", file.head().term())
                .put("bytes", file.length())
                .put("members", file.head().membership().toString());
        putIdentity(node.putObject("writer"), file.head().writer());
    }

    private static void putIdentity(final ObjectNode node, final StorageIdentity identity) {
        node.put("clusterId", identity.clusterId())
                .put("nodeId", identity.nodeId())
                .put("incarnation", Long.toHexString(identity.incarnation()));
    }

    private static void put(final ObjectNode node, final SnapshotReport report) {
        node.put("file", report.file().toString()).put("whole", report.isWhole());
        final SnapshotFile file = report.found();
        if (file != null) {
            put(node, file);
        }
    }

    private static void put(final ObjectNode node, final LogInspection log) {
        node.put("markerWhole", log.markerDamage() == null)
                .put("baseIndex", log.baseIndex())
                .put("baseTerm", log.baseTerm())
                .put("durableIndex", log.durableIndex());
        final ArrayNode segments = node.putArray("segments");
        for (final SegmentReport segment : log.segments()) {
            final ObjectNode one = segments.addObject();
            one.put("file", segment.file().toString())
                    .put("state", segment.state().name())
                    .put("firstIndex", segment.firstIndex())
                    .put("lastIndex", segment.lastIndex())
                    .put("firstTerm", segment.firstTerm())
                    .put("lastTerm", segment.lastTerm())
                    .put("usedBytes", segment.usedBytes())
                    .put("capacityBytes", segment.capacityBytes());
            final FoundDamage damage = segment.damage();
            if (damage != null) {
                one.putObject("damage")
                        .put("offset", damage.offset())
                        .put("expected", damage.expected())
                        .put("found", damage.found())
                        .put("repairable", damage.repairable());
            }
        }
    }
}
