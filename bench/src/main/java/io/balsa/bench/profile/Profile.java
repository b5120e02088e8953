package io.balsa.bench.profile;

import io.balsa.kv.NodeProfile;
import java.util.Map;
import java.util.TreeMap;

/** A checked profile. */
public record Profile(String name, BenchSettings settings, NodeProfile nodes) {
    /** Returns every setting that a node of such a profile runs with, defaults included, sorted by key. */
    public static Map<String, String> effectiveSettings(final NodeProfile nodes) {
        final Map<String, String> values = new TreeMap<>();
        nodes.effectiveProperties().forEach((key, value) -> values.put(key.toString(), value.toString()));
        return values;
    }
}
