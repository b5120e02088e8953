package io.balsa.log;

import io.balsa.disk.Disk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a data directory holds beside snapshots: identity, hard state, mark and log. Changes nothing and takes no lock, so
 * that it may look at a running node; see {@link LogInspector} about what it finds there.
 *
 * <p>Threading: stateless. Errors: {@link StorageException} when the directory is not a node's. Damage is reported, not thrown.
 */
public final class DirectoryInspector {
    private DirectoryInspector() {}

    /** Returns to whom a data directory belongs. */
    public static StorageIdentity identityOf(final Disk disk, final Path directory) {
        return DataDirectory.identityOf(disk, directory);
    }

    /**
     * Inspects a data directory.
     *
     * @param progress told the bytes of the log that were read, a file at a time
     */
    public static DirectoryInspection inspect(final Disk disk, final Path directory, final LongConsumer progress) {
        final StorageIdentity identity = DataDirectory.identityOf(disk, directory);
        List<@Nullable HardStateSlot> slots = List.of();
        String hardStateDamage = null;
        try {
            slots = HardStateFile.inspect(disk, DataDirectory.hardStateOf(directory), identity);
            if (slots.stream().allMatch(slot -> slot == null)) {
                hardStateDamage = "hard state is damaged: file=" + DataDirectory.hardStateOf(directory)
                        + ", expected=a term and a vote, found=two slots that fail their checksums";
            }
        } catch (final StorageException e) {
            hardStateDamage = e.getMessage();
        }
        long mustCatchUpTo = 0;
        String catchUpDamage = null;
        try {
            mustCatchUpTo = IndexMark.CATCH_UP.read(disk, directory, identity);
        } catch (final IOException | StorageException e) {
            catchUpDamage = e.getMessage();
        }
        return new DirectoryInspection(
                directory,
                identity,
                slots,
                hardStateDamage,
                mustCatchUpTo,
                catchUpDamage,
                LogInspector.inspect(disk, DataDirectory.logOf(directory), identity, progress));
    }
}
