package io.balsa.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LogInspector} found in a log.
 *
 * @param markerDamage why the marker cannot be read, or null
 * @param baseIndex index of the entry before the first that counts
 * @param baseTerm term of that entry
 * @param durableIndex up to where the marker knows entries to be durable, 0 without a marker
 * @param segments in order of their number
 */
public record LogInspection(
        @Nullable String markerDamage, long baseIndex, long baseTerm, long durableIndex, List<SegmentReport> segments) {
    /** Copies the list. */
    public LogInspection {
        segments = List.copyOf(segments);
    }

    /** Tells whether nothing is damaged or missing. */
    public boolean isSound() {
        return markerDamage == null && firstDamaged() == null;
    }

    /** Returns the first segment that is damaged or missing, or null. */
    public @Nullable SegmentReport firstDamaged() {
        for (final SegmentReport segment : segments) {
            if (segment.damage() != null) {
                return segment;
            }
        }
        return null;
    }
}
