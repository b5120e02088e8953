package io.balsa.bench;

import io.balsa.bench.environment.EnvironmentReader;
import io.balsa.bench.history.HistoryFile;
import io.balsa.bench.history.HistoryRecord;
import io.balsa.bench.history.HistoryRecorder;
import io.balsa.bench.history.MetricHistory;
import io.balsa.bench.report.TextTables;
import io.balsa.bench.report.history.HistoryPage;
import io.balsa.bench.report.history.HistoryTables;
import io.balsa.bench.result.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows figures over commits. */
@Command(
        name = "history",
        description = {
            "Shows what valid runs, baselines and comparisons measured, commit after commit, and with which commit a figure came to another"
                    + " level.",
            "Exit codes: 0 shown; 3 results/history.ndjson is damaged; 64 wrong use."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "METRIC",
            defaultValue = "",
            description =
                    "A regular expression, found anywhere in a metric's name, as in 'closed-16.*p99'. Default: all.")
    private String metric;

    @Option(
            names = "--fingerprint",
            paramLabel = "F",
            description = "Of the machine to show, or a part of it. Default: this machine; on the page all.")
    private @Nullable String fingerprint;

    @Option(names = "--dirty", description = "Also show what was measured with changes that no commit holds.")
    private boolean dirty;

    @Option(names = "--html", description = "Also write a page with a chart for each metric: results/history.html.")
    private boolean html;

    @Option(
            names = "--add",
            paramLabel = "RUN",
            description = "First add an earlier run that is not in the history, such as one of another machine.")
    private @Nullable Path added;

    private HistoryCommand() {}

    @Override
    public Integer call() throws IOException {
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        final Path results = home.resolve("results");
        final HistoryFile file = new HistoryFile(results);
        if (added != null) {
            add(new HistoryRecorder(home), file, RunDirectory.open(added));
        }
        final List<HistoryRecord> all =
                file.read().stream().filter(record -> dirty || !record.dirty()).toList();
        final Predicate<String> wanted = pattern().asPredicate();
        final String machine = fingerprint == null
                ? EnvironmentReader.read(home, home, List.of()).fingerprint()
                : fingerprint;
        final List<MetricHistory> shown = MetricHistory.of(on(machine, all), wanted);
        for (final MetricHistory history : shown) {
            System.out.println(TextTables.render(HistoryTables.points(history)));
        }
        System.out.print(
                shown.isEmpty()
                        ? "nothing was measured: machine=" + machine + ", metric=" + metric + ", file=" + file.path()
                                + "\n"
                        : TextTables.render(HistoryTables.changes(shown)));
        if (html) {
            final List<MetricHistory> drawn =
                    MetricHistory.of(fingerprint == null ? all : on(fingerprint, all), wanted);
            System.out.println("page: "
                    + HistoryPage.write(results, drawn).toAbsolutePath().normalize());
        }
        return 0;
    }

    private void add(final HistoryRecorder recorder, final HistoryFile file, final RunDirectory run)
            throws IOException {
        if (RunCommand.exitCode(run.readRun()) != 0) {
            throw new ParameterException(spec.commandLine(), "--add: not a valid run: directory=" + run.path());
        }
        final String name = recorder.nameOf(run.path());
        if (file.read().stream().anyMatch(record -> record.directory().equals(name))) {
            throw new ParameterException(spec.commandLine(), "--add: already in the history: run=" + name);
        }
        recorder.add(run);
    }

    private static List<HistoryRecord> on(final String machine, final List<HistoryRecord> records) {
        return records.stream()
                .filter(record -> record.fingerprint().contains(machine))
                .toList();
    }

    private Pattern pattern() {
        try {
            return Pattern.compile(metric);
        } catch (final PatternSyntaxException e) {
            throw new ParameterException(
                    spec.commandLine(), "METRIC is not a regular expression: " + e.getDescription(), e);
        }
    }
}
