package io.balsa.bench.result;

import java.util.List;

/**
 * Where the time of commands went, saved as {@code stages.json} beside {@code run.json} by runs whose nodes noted it.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}; raised when a field changes its meaning or goes away
 * @param loads in order of time; a load of too few commands is not among them
 */
public record StagesRecord(int schemaVersion, List<StageRecord> loads) {
    /** The version of this format. */
    public static final int SCHEMA_VERSION = 1;
}
