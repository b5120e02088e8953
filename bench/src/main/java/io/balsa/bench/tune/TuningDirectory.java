package io.balsa.bench.tune;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.result.Json;
import io.balsa.bench.result.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of one search.
 *
 * <pre>
 *   results/tunings/20261125T164500Z-balanced-6e05f6e/
 *     tuning.json         what was found, {@link TuningRecord}
 *     trials.ndjson       every trial, as it ended, {@link TrialRecord}
 *     env.json            on what
 *     hlog/NNNN-LOAD.hlog raw latencies of every trial
 *     nodes/NNNN/         what its nodes printed
 *     report/index.html   the page
 * </pre>
 */
public final class TuningDirectory {
    private static final String RECORD = "tuning.json";
    private static final String TRIALS = "trials.ndjson";

    private final Path path;

    private TuningDirectory(final Path path) {
        this.path = path;
    }

    /**
     * Takes over the directory of a new search.
     *
     * @param files that take raw latencies and what nodes print
     */
    public static TuningDirectory in(final RunDirectory files) {
        return new TuningDirectory(files.path());
    }

    /** Tells whether a directory is that of a search that ended. */
    public static boolean isTuning(final Path path) {
        return Files.isRegularFile(path.resolve(RECORD));
    }

    /**
     * Opens the directory of an earlier search.
     *
     * @throws IOException when there is none
     */
    public static TuningDirectory open(final Path path) throws IOException {
        if (!isTuning(path)) {
            throw new IOException("no search here: missing=" + path.resolve(RECORD));
        }
        return new TuningDirectory(path);
    }

    /** Returns the directory. */
    public Path path() {
        return path;
    }

    /** Returns the name of the search. */
    public String id() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    /** Returns the page. */
    public Path report() {
        return path.resolve("report").resolve("index.html");
    }

    /** Adds a trial. */
    public void append(final TrialRecord trial) throws IOException {
        Json.append(path.resolve(TRIALS), trial);
    }

    /**
     * Reads all trials.
     *
     * @throws IOException when the file cannot be read or a line is no trial, with file and line
     */
    public List<TrialRecord> readTrials() throws IOException {
        return Json.readLines(path.resolve(TRIALS), TrialRecord.class);
    }

    /** Saves {@code tuning.json}. */
    public void write(final TuningRecord tuning) throws IOException {
        Json.write(path.resolve(RECORD), tuning);
    }

    /**
     * Reads {@code tuning.json}.
     *
     * @throws IOException also when it is of another schema version
     */
    public TuningRecord read() throws IOException {
        final Path file = path.resolve(RECORD);
        final TuningRecord tuning = Json.read(file, TuningRecord.class);
        if (tuning.schemaVersion() != TuningRecord.SCHEMA_VERSION) {
            throw new IOException("search of another schema version: file=" + file + ", expected="
                    + TuningRecord.SCHEMA_VERSION + ", found=" + tuning.schemaVersion());
        }
        return tuning;
    }

    /** Saves {@code env.json}. */
    public void write(final Environment environment) throws IOException {
        Json.write(path.resolve("env.json"), environment);
    }

    /** Reads {@code env.json}. */
    public Environment readEnvironment() throws IOException {
        return Json.read(path.resolve("env.json"), Environment.class);
    }
}
