package io.balsa.consensus.datadriven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the conformance files: in the folder that system property {@code balsa.conformance} or environment variable
 * {@code BALSA_CONFORMANCE} names, else in {@code ../shared/conformance} seen from the root of the repository.
 *
 * <p>Without the folder the test that asks is skipped; where {@code CI=true} or the folder was named, it fails.
 */
public final class ConformanceFolder {
    private ConformanceFolder() {}

    /** Returns the files of one suite, parsed, in the order of their names. */
    public static List<DatadrivenFile> suite(final String name) {
        final Path folder = find().resolve(name);
        try (Stream<Path> paths = Files.list(folder)) {
            final List<DatadrivenFile> files = paths.filter(
                            path -> path.toString().endsWith(".txt"))
                    .sorted()
                    .map(DatadrivenFile::read)
                    .toList();
            assertThat(files).as("conformance files in " + folder).isNotEmpty();
            return files;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path find() {
        final @Nullable String named = System.getProperty("balsa.conformance", System.getenv("BALSA_CONFORMANCE"));
        final Path folder = named != null ? Path.of(named) : repositoryRoot().resolve("../shared/conformance");
        if (!Files.isDirectory(folder)) {
            final String message =
                    "no conformance files: folder=" + folder.toAbsolutePath().normalize()
                            + "; name the folder that holds quorum/ and confchange/ with -Dbalsa.conformance=FOLDER";
            if (named != null || "true".equals(System.getenv("CI"))) {
                Assertions.fail(message);
            }
            Assumptions.abort(message);
        }
        return folder;
    }

    private static Path repositoryRoot() {
        final Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("core/pom.xml"))) {
                return folder;
            }
        }
        return start;
    }
}
