package io.balsa.kv;

import io.balsa.node.Member;
import io.balsa.node.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What the node processes of a cluster are tuned with: flags of the JVM, and settings beside identity and addresses.
 *
 * <pre>
 *   profiles/NAME/jvm.args          one flag per line, # begins a comment
 *   profiles/NAME/node.properties   settings as in {@link NodeConfig#keys()}
 * </pre>
 *
 * <p>Either file may be missing.
 */
public record NodeProfile(List<String> jvmArguments, Properties nodeProperties) {
    /** Small heaps, since a node allocates next to nothing once it runs; the data lies outside of them. */
    private static final List<String> DEFAULT_JVM_ARGUMENTS =
            List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx256m", "-XX:MaxDirectMemorySize=4g", "-Xshare:auto");

    private static final List<String> OWN_KEYS = List.of("cluster.id", "node.id", "members", "data.dir");

    /** Copies the parts. */
    public NodeProfile {
        jvmArguments = List.copyOf(jvmArguments);
        nodeProperties = copy(nodeProperties);
    }

    /** Returns the profile of a cluster that is just there to be used. */
    public static NodeProfile ofDefaults() {
        return new NodeProfile(DEFAULT_JVM_ARGUMENTS, new Properties());
    }

    /**
     * Reads a profile.
     *
     * @param profiles the folder of all profiles
     * @throws IllegalArgumentException when there is none of that name, or it holds what nobody understands
     * @throws ClusterException when it cannot be read
     */
    public static NodeProfile load(final Path profiles, final String name) {
        final List<String> names = names(profiles);
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "unknown profile: name=" + name + ", folder=" + profiles + "; take one of " + names);
        }
        final Path folder = profiles.resolve(name);
        try {
            final Path jvmFile = folder.resolve("jvm.args");
            final Path nodeFile = folder.resolve("node.properties");
            return new NodeProfile(
                    Files.exists(jvmFile) ? readJvmArguments(jvmFile) : DEFAULT_JVM_ARGUMENTS,
                    Files.exists(nodeFile) ? readNodeProperties(nodeFile) : new Properties());
        } catch (final IOException e) {
            throw new ClusterException("the profile cannot be read: folder=" + folder + ", cause=" + e, e);
        }
    }

    /**
     * Returns every setting that a node with this profile runs with, defaults included, but not who and where it is.
     *
     * @throws IllegalArgumentException naming the setting that is out of range, or the relation that is broken
     */
    public Properties effectiveProperties() {
        // Checks need an identity; any does.
        final Properties effective = NodeConfig.builder()
                .clusterId(1)
                .nodeId(1)
                .members(new Member(1, "localhost", 1, 2))
                .dataDirectory(Path.of("data"))
                .properties(nodeProperties)
                .build()
                .toProperties();
        OWN_KEYS.forEach(effective::remove);
        return effective;
    }

    static List<String> readJvmArguments(final Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .peek(line -> checkFlag(file, line))
                    .toList();
        }
    }

    private static void checkFlag(final Path file, final String line) {
        if (!line.startsWith("-")) {
            throw new IllegalArgumentException(
                    "not a flag of the JVM: file=" + file + ", line=" + line + "; write one flag per line");
        }
    }

    private static Properties readNodeProperties(final Path file) throws IOException {
        final Properties properties = PropertyFiles.load(file);
        for (final String key : properties.stringPropertyNames()) {
            if (OWN_KEYS.contains(key)) {
                throw new IllegalArgumentException(
                        "a profile does not say who a node is: file=" + file + ", key=" + key + "; take the key out");
            }
            if (!NodeConfig.keys().contains(key)) {
                throw new IllegalArgumentException("unknown setting: file=" + file + ", key=" + key + "; known are "
                        + String.join(", ", NodeConfig.keys()));
            }
        }
        return properties;
    }

    private static List<String> names(final Path profiles) {
        if (!Files.isDirectory(profiles)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(profiles)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new ClusterException("the profiles cannot be listed: folder=" + profiles + ", cause=" + e, e);
        }
    }

    private static Properties copy(final Properties properties) {
        final Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }
}
