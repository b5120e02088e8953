package io.balsa.bench.environment;

import io.balsa.bench.environment.Environment.DataDisk;
import io.balsa.bench.environment.Environment.Jvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the facts of {@link Environment} off this machine. Linux tells them all, others some. */
public final class EnvironmentReader {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final Path GOVERNOR = Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    private static final Path CLOCK_SOURCE =
            Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource");
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final Path OS_RELEASE = Path.of("/etc/os-release");

    private EnvironmentReader() {}

    /**
     * Reads everything.
     *
     * @param sources root of the work tree that the classes were built from
     * @param dataDirectory an existing directory on the disk that the nodes will use
     */
    public static Environment read(final Path sources, final Path dataDirectory, final List<String> nodeJvmArguments) {
        final Optional<String> commit = git(sources, "rev-parse", "HEAD").map(String::strip);
        return new Environment(
                field(CPU_INFO, "model name").orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                memoryBytes(),
                operatingSystem(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                content(GOVERNOR).orElse("none"),
                content(CLOCK_SOURCE).orElse(Environment.UNKNOWN),
                content(HUGE_PAGES).map(EnvironmentReader::selected).orElse(Environment.UNKNOWN),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                dataDisk(dataDirectory),
                new Jvm(
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.vendor"),
                        Runtime.version().toString()),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                nodeJvmArguments,
                commit.orElse(Environment.UNKNOWN),
                git(sources, "status", "--porcelain", "--", ".", ":(exclude)results")
                        .map(s -> !s.isBlank())
                        .orElse(false));
    }

    /** Describes what a directory lies on. */
    static DataDisk dataDisk(final Path directory) {
        String device = Environment.UNKNOWN;
        String options = Environment.UNKNOWN;
        String type = Environment.UNKNOWN;
        int longest = -1;
        final Path absolute = directory.toAbsolutePath().normalize();
        for (final String line : lines(MOUNTS)) {
            final String[] fields = line.split(" ", -1);
            if (fields.length >= 4 && absolute.startsWith(fields[1]) && fields[1].length() >= longest) {
                longest = fields[1].length();
                device = fields[0];
                type = fields[2];
                options = fields[3];
            }
        }
        if (longest < 0) {
            type = storeType(absolute);
        }
        return new DataDisk(absolute.toString(), type, device, options);
    }

    private static String storeType(final Path directory) {
        try {
            return Files.getFileStore(directory).type();
        } catch (final IOException e) {
            return Environment.UNKNOWN;
        }
    }

    /** Takes the bracketed word out of a list such as {@code always [madvise] never}. */
    private static String selected(final String choices) {
        final int from = choices.indexOf('[');
        final int to = choices.indexOf(']');
        return from >= 0 && to > from ? choices.substring(from + 1, to) : choices;
    }

    private static long memoryBytes() {
        final Optional<String> total = field(MEMORY_INFO, "MemTotal");
        return total.map(s -> Long.parseLong(s.replace("kB", "").strip()) * 1024)
                .orElse(0L);
    }

    private static String operatingSystem() {
        for (final String line : lines(OS_RELEASE)) {
            if (line.startsWith("PRETTY_NAME=")) {
                return line.substring("PRETTY_NAME=".length()).replace("\"", "");
            }
        }
        return System.getProperty("os.name");
    }

    private static Optional<String> field(final Path file, final String name) {
        for (final String line : lines(file)) {
            final int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
                return Optional.of(line.substring(colon + 1).strip());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> content(final Path file) {
        return lines(file).stream().findFirst().map(String::strip);
    }

    private static List<String> lines(final Path file) {
        try {
            return Files.readAllLines(file);
        } catch (final IOException e) {
            return List.of();
        }
    }

    /** Runs git and returns what it says; empty when there is none, no repository here, or it refuses. */
    public static Optional<String> git(final Path directory, final String... arguments) {
        try {
            final ProcessBuilder builder = new ProcessBuilder("git", "-C", directory.toString());
            builder.command().addAll(List.of(arguments));
            final Process process =
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (final IOException e) {
            return Optional.empty();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
