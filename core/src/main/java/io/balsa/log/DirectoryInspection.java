package io.balsa.log;

import io.balsa.disk.StorageIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link DirectoryInspector} found in a data directory, snapshots apart.
 *
 * @param path the directory
 * @param identity to whom it belongs
 * @param hardState the slots of the hard state, null for one that is damaged; none when the file cannot be read at all
 * @param hardStateDamage why the node cannot start with its hard state, or null
 * @param mustCatchUpTo index that the node must hold again before it votes, 0 for none
 * @param catchUpDamage why the mark for it cannot be read, or null
 * @param log the log
 */
public record DirectoryInspection(
        Path path,
        StorageIdentity identity,
        List<@Nullable HardStateSlot> hardState,
        @Nullable String hardStateDamage,
        long mustCatchUpTo,
        @Nullable String catchUpDamage,
        LogInspection log) {
    /** Copies the list. */
    public DirectoryInspection {
        hardState = Collections.unmodifiableList(new ArrayList<>(hardState));
    }

    /** Returns the slot that counts, or null when both are damaged. */
    public @Nullable HardStateSlot newestHardState() {
        HardStateSlot newest = null;
        for (final HardStateSlot slot : hardState) {
            if (slot != null && (newest == null || slot.sequence() > newest.sequence())) {
                newest = slot;
            }
        }
        return newest;
    }
}
