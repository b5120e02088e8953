package io.balsa.bench.profile;

import io.balsa.kv.ClusterException;
import io.balsa.kv.NodeProfile;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The profiles in a directory. */
public final class ProfileCatalog {
    private final Path directory;

    /** Makes a catalog. */
    public ProfileCatalog(final Path directory) {
        this.directory = directory;
    }

    /**
     * Returns the names of all profiles, sorted.
     *
     * @throws ProfileException when there is no such directory
     */
    public List<String> names() throws ProfileException {
        if (!Files.isDirectory(directory)) {
            throw new ProfileException("no profiles here: directory=" + directory.toAbsolutePath()
                    + "; run from the root of the work tree or name the directory with --profiles");
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new ProfileException("cannot list the profiles: directory=" + directory + ", cause=" + e);
        }
    }

    /**
     * Reads a profile and checks all of it.
     *
     * @throws ProfileException when there is none of that name, or it holds a key or value nobody understands
     */
    public Profile load(final String name) throws ProfileException {
        final List<String> names = names();
        if (!names.contains(name)) {
            throw new ProfileException("unknown profile: name=" + name + ", valid=" + String.join(", ", names));
        }
        final Path file = directory.resolve(name).resolve("bench.properties");
        try {
            return new Profile(name, BenchSettings.of(properties(file)), nodeProfile(name));
        } catch (final ProfileException e) {
            throw new ProfileException(e.getMessage() + ", profile=" + name);
        }
    }

    private NodeProfile nodeProfile(final String name) throws ProfileException {
        try {
            final NodeProfile profile = NodeProfile.load(directory, name);
            // A value out of range is better told before minutes of measuring.
            profile.effectiveProperties();
            return profile;
        } catch (final ClusterException | IllegalArgumentException e) {
            throw new ProfileException(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> properties(final Path file) throws ProfileException {
        final Map<String, String> values = new TreeMap<>();
        if (Files.exists(file)) {
            final Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (final IOException | IllegalArgumentException e) {
                throw new ProfileException("cannot read the profile: file=" + file + ", cause=" + e);
            }
            properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        }
        return values;
    }
}
