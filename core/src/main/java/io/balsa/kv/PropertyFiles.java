package io.balsa.kv;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/** Reads and writes properties files. */
final class PropertyFiles {
    private PropertyFiles() {}

    /**
     * Reads a file.
     *
     * @throws IOException also when it is malformed
     */
    static Properties load(final Path file) throws IOException {
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (final IllegalArgumentException e) {
            throw new IOException("not a properties file: " + e.getMessage(), e);
        }
        return properties;
    }

    /** Writes a file: a reader finds the old one or the new one, whole. */
    static void store(final Path file, final Properties properties) throws IOException {
        final Path written = file.resolveSibling(file.getFileName() + ".new");
        try (Writer writer = Files.newBufferedWriter(written)) {
            properties.store(writer, null);
        }
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
