package io.balsa.bench.compare;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.EnvironmentReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The suite that runs: where it lies, and on what it runs.
 *
 * @param home root of the repository
 * @param jar that holds this class
 * @param environment of this machine now
 */
public record Suite(Path home, Path jar, Environment environment) {
    /**
     * Looks around.
     *
     * @param dataPlace an existing directory on the disk that forks write to
     * @throws IOException when these classes come from no jar, so that no fork could be started with them
     */
    public static Suite find(final Path home, final Path dataPlace) throws IOException {
        try {
            final Path jar = Path.of(Suite.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!Files.isRegularFile(jar)) {
                throw new IOException("the suite does not run from its jar: classes=" + jar
                        + "; use scripts/bench, or java -cp bench/target/benchmarks.jar");
            }
            return new Suite(home, jar, EnvironmentReader.read(home, dataPlace, List.of()));
        } catch (final URISyntaxException e) {
            throw new IOException("the suite cannot find its own jar: cause=" + e.getMessage(), e);
        }
    }

    /** Returns the flags of this JVM, which forks take as well. */
    public static List<String> jvmArguments() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    /** Returns what is known of this machine's noise. */
    public NoiseStore noise() {
        return new NoiseStore(results(), environment);
    }

    /** Returns the directory of all results. */
    public Path results() {
        return home.resolve("results");
    }
}
