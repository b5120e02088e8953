package io.balsa.bench.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one measurement found out about one commit; a line of {@code history.ndjson}.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}; raised when a field changes its meaning or goes away
 * @param kind of the measurement
 * @param directory of the run or comparison, seen from {@code results}
 * @param measuredAt UTC, ISO 8601
 * @param profile of a run; {@code null} for forks, whose figures do not depend on one
 * @param fingerprint of the hardware
 * @param jvm version
 * @param commit full hash
 * @param committedAt UTC, ISO 8601, or {@code unknown}
 * @param subject first line of the commit's message, or {@code unknown}
 * @param dirty whether the sources differed from the commit
 * @param figures all that were measured
 */
public record HistoryRecord(
        int schemaVersion,
        Kind kind,
        String directory,
        String measuredAt,
        @Nullable String profile,
        String fingerprint,
        String jvm,
        String commit,
        String committedAt,
        String subject,
        boolean dirty,
        List<Figure> figures) {
    /** The version of this format. */
    public static final int SCHEMA_VERSION = 1;

    /** Where figures come from. */
    public enum Kind {
        /** A run: loads, failovers, benchmarks. */
        RUN,
        /** Forks that were kept as a baseline or held against one. */
        BASELINE,
        /** Forks of one arm of a comparison. */
        COMPARISON
    }

    /** Returns the first seven digits of the commit. */
    public String commit7() {
        return commit.length() > 7 ? commit.substring(0, 7) : commit;
    }

    /** Returns what commits are put in order by: the time of the commit, or of the measurement where that is not known. */
    String orderedBy() {
        return Character.isDigit(committedAt.charAt(0)) ? committedAt : measuredAt;
    }
}
