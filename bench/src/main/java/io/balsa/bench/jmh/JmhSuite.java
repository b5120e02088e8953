package io.balsa.bench.jmh;

import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.result.MicroRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package as a profile says, in JVMs of their own that take the flags of this one. */
public final class JmhSuite {
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    /** A JVM's start and JMH's handshake. */
    private static final double FORK_OVERHEAD_SECONDS = 0.8;

    private static final double MS_PER_SECOND = 1e3;

    private final BenchSettings settings;
    private final boolean brief;

    /** Makes a suite of all that the settings choose. */
    public JmhSuite(final BenchSettings settings) {
        this(settings, false);
    }

    private JmhSuite(final BenchSettings settings, final boolean brief) {
        this.settings = settings;
        this.brief = brief;
    }

    /** Returns a suite of the same benchmarks, each with the first values of its parameters alone. */
    public JmhSuite brief() {
        return new JmhSuite(settings, true);
    }

    /** Benchmarks that one runner of JMH runs. {@code parameters} hold for all of them; those left out take all their values. */
    private record Selection(String include, Map<String, String> parameters) {}

    private List<Selection> selections() {
        final String include = settings.text(BenchSetting.JMH_INCLUDE);
        return brief ? entries().stream().map(JmhSuite::first).toList() : List.of(new Selection(include, Map.of()));
    }

    private static Selection first(final BenchmarkListEntry entry) {
        final Map<String, String> parameters = new TreeMap<>();
        entry.getParams().orElse(Map.of()).forEach((name, values) -> parameters.put(name, values[0]));
        return new Selection("^" + Pattern.quote(entry.getUsername()) + "$", parameters);
    }

    private Collection<BenchmarkListEntry> entries() {
        final OutputFormat silent = OutputFormatFactory.createFormatInstance(
                new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8), VerboseMode.SILENT);
        return BenchmarkList.defaultList().find(silent, List.of(settings.text(BenchSetting.JMH_INCLUDE)), List.of());
    }

    /** Hears of each benchmark. Threading: the thread that runs the suite. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A benchmark begins.
         *
         * @param number of this one, from 1
         * @param name with parameters
         */
        void onBenchmark(int number, String name);
    }

    /** Tells whether the profile wants benchmarks at all. */
    public boolean isWanted() {
        return !settings.text(BenchSetting.JMH_INCLUDE).isEmpty();
    }

    /** Returns how many benchmarks there are, each combination of parameters for itself. */
    public int count() {
        return entries().stream()
                .mapToInt(entry -> brief ? 1 : combinations(entry))
                .sum();
    }

    private static int combinations(final BenchmarkListEntry entry) {
        return entry.getParams().orElse(Map.of()).values().stream()
                .mapToInt(values -> values.length)
                .reduce(1, (one, other) -> one * other);
    }

    /** Returns about how long a benchmark takes. */
    public double secondsPerBenchmark() {
        final int iterations =
                settings.integer(BenchSetting.JMH_WARMUP_ITERATIONS) + settings.integer(BenchSetting.JMH_ITERATIONS);
        return settings.integer(BenchSetting.JMH_FORKS)
                * (FORK_OVERHEAD_SECONDS
                        + iterations * settings.integer(BenchSetting.JMH_ITERATION_MS) / MS_PER_SECOND);
    }

    /**
     * Runs the benchmarks.
     *
     * @param json takes JMH's own results, of a brief suite those of the last benchmark
     * @param log takes what JMH prints
     * @throws IOException when JMH cannot run, or a benchmark fails
     */
    public List<MicroRecord> run(final Path json, final Path log, final Listener listener) throws IOException {
        final List<MicroRecord> records = new ArrayList<>();
        try (PrintStream stream = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            final OutputFormat format = OutputFormatFactory.createFormatInstance(stream, VerboseMode.NORMAL);
            for (final Selection selection : selections()) {
                final int before = records.size();
                final Listener numbering = (number, name) -> listener.onBenchmark(before + number, name);
                for (final RunResult result :
                        runner(options(selection, json), format, numbering).run()) {
                    records.add(recordOf(result));
                }
            }
        } catch (final RunnerException e) {
            throw new IOException("benchmarks failed: cause=" + e.getMessage() + ", log=" + log, e);
        }
        return records;
    }

    private Options options(final Selection selection, final Path json) {
        final TimeValue iteration = TimeValue.milliseconds(settings.integer(BenchSetting.JMH_ITERATION_MS));
        final OptionsBuilder options = new OptionsBuilder();
        options.include(selection.include());
        selection.parameters().forEach(options::param);
        options.forks(settings.integer(BenchSetting.JMH_FORKS))
                .warmupIterations(settings.integer(BenchSetting.JMH_WARMUP_ITERATIONS))
                .warmupTime(iteration)
                .measurementIterations(settings.integer(BenchSetting.JMH_ITERATIONS))
                .measurementTime(iteration)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(json.toString());
        return options.build();
    }

    private static Runner runner(final Options options, final OutputFormat format, final Listener listener) {
        return new Runner(options, new ForwardingFormat(format) {
            private int number;

            @Override
            public void startBenchmark(final BenchmarkParams parameters) {
                listener.onBenchmark(++number, nameOf(parameters) + " " + parametersOf(parameters));
                super.startBenchmark(parameters);
            }
        });
    }

    private static MicroRecord recordOf(final RunResult result) {
        final Result<?> score = result.getPrimaryResult();
        final double error = score.getScoreError();
        final Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
        if (allocation == null) {
            throw new IllegalStateException(
                    "the allocation profiler said nothing: benchmark=" + nameOf(result.getParams()));
        }
        return new MicroRecord(
                nameOf(result.getParams()),
                parametersOf(result.getParams()),
                score.getScore(),
                Double.isNaN(error) ? null : error,
                score.getScoreUnit(),
                allocation.getScore());
    }

    private static String nameOf(final BenchmarkParams parameters) {
        final String name = parameters.getBenchmark();
        final int method = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', method - 1) + 1);
    }

    private static Map<String, String> parametersOf(final BenchmarkParams parameters) {
        final Map<String, String> values = new TreeMap<>();
        for (final String key : parameters.getParamsKeys()) {
            values.put(key, parameters.getParam(key));
        }
        return values;
    }
}
