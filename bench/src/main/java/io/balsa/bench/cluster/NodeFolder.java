package io.balsa.bench.cluster;

import io.balsa.disk.FileDisk;
import io.balsa.disk.StorageException;
import io.balsa.node.StageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A temporary directory for the data of nodes, on the disk that is to be measured. */
final class NodeFolder {
    private static final String PREFIX = ".nodes-";

    private NodeFolder() {}

    /**
     * Makes one, and removes those that runs left behind which were killed.
     *
     * @param place directory in which it is made
     * @throws IOException when it cannot be made
     */
    static Path create(final Path place) throws IOException {
        removeLeftovers(place);
        return Files.createTempDirectory(place, PREFIX + ProcessHandle.current().pid() + "-")
                .toAbsolutePath();
    }

    /** A run that was killed could not remove its data; the next one does, once its process is gone. */
    private static void removeLeftovers(final Path place) throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            for (final Path entry : entries.toList()) {
                final String name = entry.getFileName().toString();
                if (name.matches("\\.nodes-\\d+-\\d+")) {
                    final long pid = Long.parseLong(name.substring(PREFIX.length(), name.lastIndexOf('-')));
                    if (ProcessHandle.of(pid).isEmpty()) {
                        delete(entry);
                    }
                }
            }
        }
    }

    /**
     * Returns the stage times that a node has written into its data directory so far; empty when it notes none.
     *
     * @throws StorageException when the file cannot be read
     */
    static Optional<StageFile> stageTimes(final Path dataDirectory) {
        final Path file = dataDirectory.resolve(StageFile.NAME);
        return Files.exists(file) ? Optional.of(StageFile.read(new FileDisk(), file)) : Optional.empty();
    }

    /** Deletes one with all that is in it. */
    static void delete(final Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        final List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (final NoSuchFileException e) {
            return;
        } catch (final UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        for (final Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
