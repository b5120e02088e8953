package io.balsa.consensus.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The cases whose outcome differs by design.
 *
 * @param reasonByPosition why, for each case by its file and line
 */
record Deviations(Map<String, String> reasonByPosition) {

    /** Reads lines of {@code FILE:LINE reason}; a line that begins with {@code #} is a remark. */
    static Deviations read(final Path path) {
        try {
            final Map<String, String> reasons = new LinkedHashMap<>();
            for (final String line : Files.readAllLines(path)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    final String[] parts = line.split("\\s+", 2);
                    if (parts.length < 2 || parts[1].isBlank()) {
                        throw new IllegalArgumentException("a deviation needs a reason: line=" + line);
                    }
                    reasons.put(parts[0], parts[1]);
                }
            }
            return new Deviations(reasons);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean contains(final String position) {
        return reasonByPosition.containsKey(position);
    }
}
