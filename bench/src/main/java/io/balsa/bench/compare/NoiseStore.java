package io.balsa.bench.compare;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.fork.ForkFile;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.verdict.Metric;
import io.balsa.bench.verdict.NoiseHistory;
import io.balsa.bench.verdict.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What identical code did, kept per machine, since one machine's noise says nothing of another's.
 *
 * <pre>
 *   results/aa/FINGERPRINT/DATE-COMMIT.ndjson.gz     forks of the arms A1 and A2, with --record of SLOW as well
 * </pre>
 */
public final class NoiseStore {
    private static final String SUFFIX = ".ndjson.gz";

    private final Path directory;

    /**
     * Makes the store of a machine.
     *
     * @param results the directory of all results
     */
    public NoiseStore(final Path results, final Environment environment) {
        directory = results.resolve("aa").resolve(environment.fingerprint());
    }

    /** Returns what is known of this machine. */
    public NoiseHistory history() throws IOException {
        return NoiseHistory.of(sessions(), Replay.ARM_A, Replay.ARM_SAME);
    }

    /** Returns how many comparisons of identical code are known of the benchmark that has the most. */
    public int comparisons() throws IOException {
        final List<List<ForkRecord>> sessions = sessions();
        final NoiseHistory history = NoiseHistory.of(sessions, Replay.ARM_A, Replay.ARM_SAME);
        return sessions.stream()
                .flatMap(List::stream)
                .map(ForkRecord::key)
                .distinct()
                .mapToInt(key -> history.band(key, Metric.PROCESSOR_TIME).comparisons())
                .max()
                .orElse(0);
    }

    private List<List<ForkRecord>> sessions() throws IOException {
        final List<List<ForkRecord>> sessions = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (final Path file : files.filter(path -> path.toString().endsWith(SUFFIX))
                        .sorted()
                        .toList()) {
                    sessions.add(ForkFile.read(file));
                }
            }
        }
        return sessions;
    }

    /**
     * Keeps a session.
     *
     * @return the file
     */
    public Path add(final String id, final List<ForkRecord> forks) throws IOException {
        Files.createDirectories(directory);
        final Path file = directory.resolve(id + SUFFIX);
        ForkFile.writeCompressed(file, forks);
        return file;
    }
}
