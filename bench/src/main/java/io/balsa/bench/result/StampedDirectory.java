package io.balsa.bench.result;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Directories of results, named after the second in which they were begun: in order of time when sorted. */
public final class StampedDirectory {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private StampedDirectory() {}

    /**
     * Creates one.
     *
     * @param parent of all of its kind; created when missing
     * @param words that end its name, such as commits
     * @throws IOException when it cannot be written, or two began in the same second
     */
    public static Path create(final Path parent, final Instant startedAt, final String words) throws IOException {
        final Path path = parent.resolve(STAMP.format(startedAt) + "-" + words);
        Files.createDirectories(parent);
        try {
            return Files.createDirectory(path);
        } catch (final FileAlreadyExistsException e) {
            throw new IOException("another one began in this second: directory=" + path + "; try again", e);
        }
    }
}
