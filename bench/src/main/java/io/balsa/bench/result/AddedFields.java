package io.balsa.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balsa.bench.cluster.ClusterForm;

/**
 * What {@code run.json} of an older run lacks, since it was added to the format later. A field that a run of its time must have is
 * not filled in: without it the file is damaged.
 */
final class AddedFields {
    private static final int NODES = 3;

    private AddedFields() {}

    /** Fills in what stands for the missing fields. */
    static void fillIn(final ObjectNode run) {
        if (!run.has("cluster")) {
            run.putObject("cluster").put("form", ClusterForm.PROCESSES.name()).put("nodes", NODES);
        }
        putNull(run, "knee");
        for (final JsonNode node : run.path("loads")) {
            if (node instanceof ObjectNode load) {
                fillInLoad(load);
            }
        }
    }

    private static void fillInLoad(final ObjectNode load) {
        if (!load.has("arrivals")) {
            final boolean open =
                    LoadRecord.Kind.OPEN.name().equals(load.path("kind").asText());
            load.put("arrivals", open ? "CONSTANT" : null);
        }
        putNull(load, "arrivalSeed");
        if (!load.has("events")) {
            load.putArray("events");
        }
        if (load.get("numbers") instanceof ObjectNode numbers) {
            putNull(numbers, "hiccup");
        }
    }

    private static void putNull(final ObjectNode node, final String field) {
        if (!node.has(field)) {
            node.putNull(field);
        }
    }
}
