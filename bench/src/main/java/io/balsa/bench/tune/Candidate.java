package io.balsa.bench.tune;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A profile with changes.
 *
 * @param name within a search
 * @param changes levels by the name of the factor; none for the profile itself
 */
record Candidate(String name, Map<String, Level> changes) {
    /** Returns the profile as it is. */
    static Candidate unchanged(final String name) {
        return new Candidate(name, Map.of());
    }

    /** Returns the changes for people, by the name of the factor. */
    Map<String, String> labels() {
        final Map<String, String> labels = new LinkedHashMap<>();
        changes.forEach((factor, level) -> labels.put(factor, level.label()));
        return labels;
    }

    /** Returns name and changes in a line. */
    String words() {
        return changes.isEmpty()
                ? name
                : name + ": "
                        + labels().entrySet().stream()
                                .map(change -> change.getKey() + " " + change.getValue())
                                .collect(Collectors.joining(", "));
    }
}
