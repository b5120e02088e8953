package io.balsa.log;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LogInspector} found in one segment.
 *
 * @param file the segment, or where it should be
 * @param sequence number of the segment
 * @param state what it is to the log
 * @param firstIndex index of the first entry, 0 when it cannot be told
 * @param lastIndex index of the last whole entry that follows, {@code firstIndex - 1} when there is none
 * @param firstTerm term of the first entry, 0 when there is none
 * @param lastTerm term of the last entry, 0 when there is none
 * @param usedBytes where the last whole entry ends in the file
 * @param capacityBytes length of the file
 * @param damage the first damage, or null
 */
public record SegmentReport(
        Path file,
        long sequence,
        State state,
        long firstIndex,
        long lastIndex,
        long firstTerm,
        long lastTerm,
        long usedBytes,
        long capacityBytes,
        @Nullable FoundDamage damage) {
    /** Returns the same with another state and damage. */
    SegmentReport as(final State newState, final @Nullable FoundDamage newDamage) {
        return new SegmentReport(
                file,
                sequence,
                newState,
                firstIndex,
                lastIndex,
                firstTerm,
                lastTerm,
                usedBytes,
                capacityBytes,
                newDamage);
    }

    /** What a segment is to the log. */
    public enum State {
        /** Lies before the first segment that counts and waits to be deleted. */
        LEFTOVER,
        /** Is followed by another one with entries. */
        FULL,
        /** Is the last one with entries; bytes of a write under way may follow them. */
        ACTIVE,
        /** Has no header yet and waits for entries. */
        SPARE,
        /** Is not there. */
        MISSING
    }

    /**
     * Damage in a file.
     *
     * @param offset where it begins, in bytes
     * @param expected what should be there
     * @param found what is there
     * @param repairable whether the bytes are damaged, rather than another node's or another version's
     */
    public record FoundDamage(long offset, String expected, String found, boolean repairable) {}
}
