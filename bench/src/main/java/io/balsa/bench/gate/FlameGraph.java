package io.balsa.bench.gate;

import io.balsa.bench.result.MicroRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import one.profiler.AsyncProfilerLoader;
import org.openjdk.jmh.profile.AsyncProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Shows where a benchmark allocates: runs it in a JVM of its own under async-profiler, which writes a page for a browser. */
final class FlameGraph {
    /** Bytes between two samples: a few bytes per operation, over a second, are seen many times. */
    private static final int INTERVAL_BYTES = 16 << 10;

    private final Path directory;

    FlameGraph(final Path directory) {
        this.directory = directory;
    }

    private static String patternOf(final MicroRecord record) {
        return "\\." + Pattern.quote(record.name()) + "$";
    }

    /**
     * Profiles a benchmark with its parameters.
     *
     * @return the page
     * @throws IOException when there is no profiler for this system, or the benchmark fails
     */
    Path draw(final MicroRecord record) throws IOException {
        final Path pages = Files.createDirectories(directory.resolve(record.name()
                + record.parameters().entrySet().stream()
                        .map(parameter -> "-" + parameter.getKey() + "-" + parameter.getValue())
                        .reduce("", String::concat)));
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .include(patternOf(record))
                .forks(1)
                .warmupIterations(2)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(500))
                .shouldFailOnError(true)
                .addProfiler(
                        AsyncProfiler.class,
                        "libPath=" + library() + ";event=alloc;interval=" + INTERVAL_BYTES + ";output=flamegraph;dir="
                                + pages);
        record.parameters().forEach(options::param);
        try (PrintStream log =
                new PrintStream(Files.newOutputStream(pages.resolve("jmh.log")), true, StandardCharsets.UTF_8)) {
            new Runner(options.build(), OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL)).run();
        } catch (final RunnerException e) {
            throw new IOException(
                    "the benchmark cannot be profiled: name=" + record.name() + ", cause=" + e.getMessage() + ", log="
                            + pages.resolve("jmh.log"),
                    e);
        }
        return pageIn(pages);
    }

    private static Path library() throws IOException {
        if (!AsyncProfilerLoader.isSupported()) {
            throw new IOException("there is no async-profiler for this system: os=" + System.getProperty("os.name")
                    + ", arch=" + System.getProperty("os.arch"));
        }
        return AsyncProfilerLoader.getAsyncProfilerPath();
    }

    /** JMH puts pages into a folder that it names after the benchmark; the one from callers to callees is the one to look at. */
    private static Path pageIn(final Path pages) throws IOException {
        try (Stream<Path> files = Files.walk(pages)) {
            return files.filter(file -> file.getFileName().toString().endsWith("forward.html"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the profiler wrote no page: directory=" + pages));
        }
    }
}
