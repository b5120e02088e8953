package io.balsa.bench.history;

import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.ComparisonRecord.ArmRecord;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.EnvironmentReader;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.history.HistoryRecord.Kind;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds to the history what runs, baselines and comparisons have found out. Whether they are valid is the caller's question. */
public final class HistoryRecorder {
    private final Path home;
    private final Path results;
    private final HistoryFile file;

    /**
     * Makes a recorder.
     *
     * @param home root of the repository, whose {@code results} directory holds the history
     */
    public HistoryRecorder(final Path home) {
        this.home = home;
        results = home.resolve("results");
        file = new HistoryFile(results);
    }

    /**
     * Adds a run.
     *
     * @return the file
     */
    public Path add(final RunDirectory directory) throws IOException {
        final RunRecord run = directory.readRun();
        return append(
                Kind.RUN,
                directory.path(),
                run.startedAt(),
                run.profile(),
                directory.readEnvironment(),
                RunFigures.of(run, directory));
    }

    /**
     * Adds forks that were kept as a baseline, or held against one.
     *
     * @param forks of one arm, all of this environment's commit
     * @return the file
     */
    public Path addBaseline(
            final ComparisonDirectory directory, final Environment environment, final List<ForkRecord> forks)
            throws IOException {
        return append(
                Kind.BASELINE, directory.path(), forks.get(0).startedAt(), null, environment, ForkFigures.of(forks));
    }

    /**
     * Adds both arms of a comparison, one line for each commit: two arms of one build are one measurement of it. An arm that was
     * built from sources that no commit holds is left out.
     *
     * @return the file
     */
    public Path addComparison(final ComparisonDirectory directory, final ComparisonRecord found) throws IOException {
        final List<ForkRecord> all = directory.readForks();
        final Map<Environment, List<ForkRecord>> forks = new LinkedHashMap<>();
        for (final ArmRecord arm : List.of(found.armA(), found.armB())) {
            if (!arm.environment().dirty()) {
                forks.computeIfAbsent(arm.environment(), none -> new ArrayList<>())
                        .addAll(all.stream()
                                .filter(fork -> fork.arm().equals(arm.name()))
                                .toList());
            }
        }
        for (final Map.Entry<Environment, List<ForkRecord>> arm : forks.entrySet()) {
            append(
                    Kind.COMPARISON,
                    directory.path(),
                    found.startedAt(),
                    null,
                    arm.getKey(),
                    ForkFigures.of(arm.getValue()));
        }
        return file.path();
    }

    private Path append(
            final Kind kind,
            final Path directory,
            final String measuredAt,
            final @Nullable String profile,
            final Environment environment,
            final List<Figure> figures)
            throws IOException {
        file.append(new HistoryRecord(
                HistoryRecord.SCHEMA_VERSION,
                kind,
                nameOf(directory),
                measuredAt,
                profile,
                environment.fingerprint(),
                environment.jvm().version(),
                environment.commit(),
                committedAt(environment.commit()),
                show(environment.commit(), "%s").orElse(Environment.UNKNOWN),
                environment.dirty(),
                figures));
        return file.path();
    }

    /**
     * Returns the name under which a directory is in the history: as seen from the results; one that lies elsewhere has only its
     * own.
     *
     * @throws IOException when it is not there
     */
    public String nameOf(final Path directory) throws IOException {
        final Path real = directory.toRealPath();
        final Path all = results.toRealPath();
        final Path name = real.startsWith(all) ? all.relativize(real) : real.getFileName();
        return name.toString().replace('\\', '/');
    }

    private String committedAt(final String commit) {
        return show(commit, "%cI")
                .map(text -> OffsetDateTime.parse(text).toInstant().toString())
                .orElse(Environment.UNKNOWN);
    }

    private Optional<String> show(final String commit, final String format) {
        return EnvironmentReader.git(home, "show", "-s", "--format=" + format, commit)
                .map(String::strip);
    }
}
