package io.balsa.bench.election;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All lines of the figure from one source.
 *
 * @param name short, for people
 * @param source where the times come from
 * @param setup of the simulation; {@code null} for what others published
 * @param lines one per timeouts
 */
public record ElectionCurves(
        String name, String source, @Nullable ElectionSetup setup, List<ElectionTimes> lines) {
    /** Returns a line; {@code null} when this source has none of these timeouts. */
    public @Nullable ElectionTimes line(final String timeouts) {
        return lines.stream()
                .filter(line -> line.timeouts().equals(timeouts))
                .findFirst()
                .orElse(null);
    }
}
