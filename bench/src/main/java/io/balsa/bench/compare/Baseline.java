package io.balsa.bench.compare;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.fork.ForkFile;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.result.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Forks that were kept under a name, to compare later ones with.
 *
 * <pre>
 *   results/baselines/FINGERPRINT/NAME/
 *     env.json         on what they ran
 *     forks.ndjson     all of them
 * </pre>
 *
 * @param name it was saved under
 * @param environment it ran in
 * @param forks of one arm
 */
public record Baseline(String name, Environment environment, List<ForkRecord> forks) {
    private static final String ENVIRONMENT = "env.json";

    /** Tells whether a text may be the name of a baseline. */
    public static boolean isName(final String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    }

    /**
     * Keeps it, in place of an earlier one of that name.
     *
     * @param results the directory of all results
     * @return its directory
     */
    public Path save(final Path results) throws IOException {
        final Path directory = of(results).resolve(environment.fingerprint()).resolve(name);
        Files.createDirectories(directory);
        // The forks before what says that they are there: a baseline that was not finished is none.
        Files.deleteIfExists(directory.resolve(ENVIRONMENT));
        final Path file = directory.resolve(ForkFile.NAME);
        Files.deleteIfExists(file);
        for (final ForkRecord fork : forks) {
            ForkFile.append(file, fork);
        }
        Json.write(directory.resolve(ENVIRONMENT), environment);
        return directory;
    }

    /**
     * Finds a baseline of this machine.
     *
     * @param results the directory of all results
     * @param now what this machine is
     * @throws HardwareMismatchException when there is one of that name, but of other hardware
     * @throws IOException when there is none, or it is damaged
     */
    public static Baseline load(final Path results, final String name, final Environment now) throws IOException {
        final Path directory = of(results).resolve(now.fingerprint()).resolve(name);
        if (!Files.isRegularFile(directory.resolve(ENVIRONMENT))) {
            final List<String> elsewhere = machinesWith(results, name);
            if (!elsewhere.isEmpty()) {
                throw new HardwareMismatchException("the baseline was measured on other hardware: name=" + name
                        + ", expected=" + now.fingerprint() + ", found=" + String.join(", ", elsewhere)
                        + "; figures of two machines do not compare, save one here");
            }
            throw new IOException("no such baseline: name=" + name + ", missing=" + directory.resolve(ENVIRONMENT)
                    + "; --save " + name + " makes it");
        }
        final Environment environment = Json.read(directory.resolve(ENVIRONMENT), Environment.class);
        if (!environment.fingerprint().equals(now.fingerprint())) {
            throw new HardwareMismatchException(
                    "the baseline lies under this machine but was measured on another: file="
                            + directory.resolve(ENVIRONMENT) + ", expected=" + now.fingerprint() + ", found="
                            + environment.fingerprint() + "; save it again");
        }
        final List<ForkRecord> forks = ForkFile.read(directory.resolve(ForkFile.NAME));
        if (forks.isEmpty()) {
            throw new IOException(
                    "the baseline holds no forks: file=" + directory.resolve(ForkFile.NAME) + "; save it again");
        }
        return new Baseline(name, environment, forks);
    }

    private static Path of(final Path results) {
        return results.resolve("baselines");
    }

    private static List<String> machinesWith(final Path results, final String name) throws IOException {
        if (!Files.isDirectory(of(results))) {
            return List.of();
        }
        try (Stream<Path> machines = Files.list(of(results))) {
            return machines.filter(
                            machine -> Files.isRegularFile(machine.resolve(name).resolve(ENVIRONMENT)))
                    .map(machine -> machine.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
