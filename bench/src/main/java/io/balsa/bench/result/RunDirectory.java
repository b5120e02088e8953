package io.balsa.bench.result;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.stats.HistogramLog;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The files of one run, as the package describes them. */
public final class RunDirectory {
    private static final String LATEST = "latest";
    private static final String STAGES = "stages.json";

    private final Path path;

    private RunDirectory(final Path path) {
        this.path = path;
    }

    /**
     * Creates the directory of a new run.
     *
     * @param runs the directory of all runs; created when missing
     * @throws IOException when it cannot be written, or two runs began in the same second
     */
    public static RunDirectory create(
            final Path runs, final Instant startedAt, final String profile, final String commit7) throws IOException {
        final Path path = StampedDirectory.create(runs, startedAt, profile + "-" + commit7);
        Files.createDirectories(path.resolve("hlog"));
        Files.createDirectories(path.resolve("nodes"));
        Files.createDirectories(path.resolve("report"));
        return new RunDirectory(path);
    }

    /**
     * Opens the directory of an earlier run.
     *
     * @throws IOException when it holds no run
     */
    public static RunDirectory open(final Path path) throws IOException {
        if (!Files.isRegularFile(path.resolve("run.json"))) {
            throw new IOException("no run here: missing=" + path.resolve("run.json"));
        }
        Files.createDirectories(path.resolve("report"));
        return new RunDirectory(path);
    }

    /**
     * Points {@code latest}, beside the run's directory, at it. A convenience only: a file system without links is no error.
     *
     * @throws IOException when an older link cannot be removed
     */
    public void pointLatestHere() throws IOException {
        final Path latest = path.resolveSibling(LATEST);
        try {
            if (Files.isSymbolicLink(latest)) {
                Files.delete(latest);
            }
            Files.createSymbolicLink(latest, path.getFileName());
        } catch (final UnsupportedOperationException | FileAlreadyExistsException e) {
            return;
        }
    }

    /** Returns the directory. */
    public Path path() {
        return path;
    }

    /** Returns the name of the run. */
    public String id() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    /** Returns where the nodes' output goes. */
    public Path nodes() {
        return path.resolve("nodes");
    }

    /** Returns the file of JMH's own results. */
    public Path jmhJson() {
        return path.resolve("jmh.json");
    }

    /** Returns the page. */
    public Path report() {
        return path.resolve("report").resolve("index.html");
    }

    /** Saves {@code run.json}. */
    public void write(final RunRecord run) throws IOException {
        Json.write(path.resolve("run.json"), run);
    }

    /**
     * Reads {@code run.json}.
     *
     * @throws IOException also when it is of another schema version
     */
    public RunRecord readRun() throws IOException {
        final Path file = path.resolve("run.json");
        final RunRecord run = Json.read(file, RunRecord.class, AddedFields::fillIn);
        if (run.schemaVersion() != RunRecord.SCHEMA_VERSION) {
            throw new IOException("run of another schema version: file=" + file + ", expected="
                    + RunRecord.SCHEMA_VERSION + ", found=" + run.schemaVersion());
        }
        return run;
    }

    /** Saves {@code stages.json}. */
    public void write(final StagesRecord stages) throws IOException {
        Json.write(path.resolve(STAGES), stages);
    }

    /**
     * Reads {@code stages.json}; without that file, there are none.
     *
     * @throws IOException also when it is of another schema version
     */
    public StagesRecord readStages() throws IOException {
        final Path file = path.resolve(STAGES);
        if (!Files.exists(file)) {
            return new StagesRecord(StagesRecord.SCHEMA_VERSION, List.of());
        }
        final StagesRecord stages = Json.read(file, StagesRecord.class);
        if (stages.schemaVersion() != StagesRecord.SCHEMA_VERSION) {
            throw new IOException("stage times of another schema version: file=" + file + ", expected="
                    + StagesRecord.SCHEMA_VERSION + ", found=" + stages.schemaVersion());
        }
        return stages;
    }

    /** Saves {@code env.json}. */
    public void write(final Environment environment) throws IOException {
        Json.write(path.resolve("env.json"), environment);
    }

    /** Reads {@code env.json}. */
    public Environment readEnvironment() throws IOException {
        return Json.read(path.resolve("env.json"), Environment.class);
    }

    /**
     * Saves raw latencies.
     *
     * @return the file, relative to the run's directory
     */
    public String writeHistograms(final String name, final List<Histogram> intervals) throws IOException {
        final String file = "hlog/" + name + ".hlog";
        HistogramLog.write(path.resolve(file), intervals);
        return file;
    }

    /**
     * Reads raw latencies.
     *
     * @param file relative to the run's directory
     */
    public List<Histogram> readHistograms(final String file, final String tag) throws IOException {
        return HistogramLog.read(path.resolve(file), tag);
    }
}
