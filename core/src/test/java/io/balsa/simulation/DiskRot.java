package io.balsa.simulation;

import io.balsa.disk.SimDisk;
import java.nio.file.Path;
import java.util.List;

/** Flips a bit in a log segment, anywhere in what is written. */
final class DiskRot {
    private DiskRot() {}

    /** Returns whether there was something to damage. */
    static boolean strike(final SimDisk disk, final Path directory, final SimRandom random) {
        final List<Path> segments = disk.list(directory.resolve("log")).stream()
                .filter(file -> file.toString().endsWith(".log"))
                .toList();
        if (segments.isEmpty()) {
            return false;
        }
        final Path segment = segments.get(random.below(segments.size()));
        final byte[] content = disk.contentOf(segment);
        int end = content.length;
        while (end > 0 && content[end - 1] == 0) {
            end--;
        }
        if (end == 0) {
            return false;
        }
        final int position = random.below(end);
        disk.damage(segment, position, new byte[] {(byte) (content[position] ^ (1 << random.below(8)))});
        return true;
    }
}
