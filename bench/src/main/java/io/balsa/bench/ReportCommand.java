package io.balsa.bench;

import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.report.ConsoleReport;
import io.balsa.bench.report.HtmlReport;
import io.balsa.bench.report.tuning.TuningConsole;
import io.balsa.bench.report.tuning.TuningPage;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.tune.TuningDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Renders the report of an earlier run, comparison or search again. */
@Command(
        name = "report",
        description = "Renders tables and page of an earlier run, comparison or search again, from its files.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "Its directory, such as results/runs/latest.")
    private Path run;

    private ReportCommand() {}

    @Override
    public Integer call() throws IOException {
        if (ComparisonDirectory.isComparison(run)) {
            final ComparisonDirectory comparison = ComparisonDirectory.open(run);
            return ComparisonOutcome.tell(comparison, comparison.read());
        }
        if (TuningDirectory.isTuning(run)) {
            final TuningDirectory tuning = TuningDirectory.open(run);
            System.out.print(TuningConsole.render(tuning.read()));
            System.out.println(
                    "report: " + TuningPage.write(tuning).toAbsolutePath().normalize());
            return TuneCommand.exitCode(tuning.read());
        }
        final RunDirectory directory = RunDirectory.open(run);
        HtmlReport.write(directory);
        System.out.print(
                ConsoleReport.render(directory.readRun(), directory.readEnvironment(), directory.readStages()));
        System.out.println("report: " + directory.report().toAbsolutePath().normalize());
        return 0;
    }
}
