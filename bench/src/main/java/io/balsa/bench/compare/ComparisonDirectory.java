package io.balsa.bench.compare;

import io.balsa.bench.fork.ForkFile;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.result.Json;
import io.balsa.bench.result.StampedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The files of one comparison, as the package describes them. */
public final class ComparisonDirectory {
    private static final String RECORD = "comparison.json";

    private final Path path;

    private ComparisonDirectory(final Path path) {
        this.path = path;
    }

    /**
     * Creates the directory of a new comparison.
     *
     * @param comparisons the directory of all; created when missing
     * @param words that end its name, such as the commits
     * @throws IOException when it cannot be written, or two began in the same second
     */
    public static ComparisonDirectory create(final Path comparisons, final Instant startedAt, final String words)
            throws IOException {
        return new ComparisonDirectory(StampedDirectory.create(comparisons, startedAt, words));
    }

    /** Tells whether a directory is that of a comparison. */
    public static boolean isComparison(final Path path) {
        return Files.isRegularFile(path.resolve(RECORD));
    }

    /** Opens the directory of an earlier comparison. */
    public static ComparisonDirectory open(final Path path) throws IOException {
        if (!isComparison(path)) {
            throw new IOException("no comparison here: missing=" + path.resolve(RECORD));
        }
        return new ComparisonDirectory(path);
    }

    /** Returns the directory. */
    public Path path() {
        return path;
    }

    /** Returns the name of the comparison. */
    public String id() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    /** Returns the file of what was found. */
    public Path recordFile() {
        return path.resolve(RECORD);
    }

    /** Returns the file of the forks. */
    public Path forksFile() {
        return path.resolve(ForkFile.NAME);
    }

    /** Reads the forks. */
    public List<ForkRecord> readForks() throws IOException {
        return ForkFile.read(forksFile());
    }

    /** Saves {@code comparison.json}. */
    public void write(final ComparisonRecord comparison) throws IOException {
        Json.write(recordFile(), comparison);
    }

    /**
     * Reads {@code comparison.json}.
     *
     * @throws IOException also when it is of another schema version
     */
    public ComparisonRecord read() throws IOException {
        final Path file = recordFile();
        final ComparisonRecord comparison = Json.read(file, ComparisonRecord.class);
        if (comparison.schemaVersion() != ComparisonRecord.SCHEMA_VERSION) {
            throw new IOException("comparison of another schema version: file=" + file + ", expected="
                    + ComparisonRecord.SCHEMA_VERSION + ", found=" + comparison.schemaVersion());
        }
        return comparison;
    }
}
