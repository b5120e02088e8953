package io.balsa.bench;

import io.balsa.bench.election.ElectionRecord;
import io.balsa.bench.election.ElectionSweep;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.EnvironmentReader;
import io.balsa.bench.report.TextTables;
import io.balsa.bench.report.election.ElectionReport;
import io.balsa.bench.report.election.ElectionTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reproduces the election times of the Raft paper. */
@Command(
        name = "elections",
        description = {
            "Holds thousands of elections on the consensus core in virtual time, as in figure 16 of the Raft paper, and writes the curves beside"
                    + " those that were published. The same seed gives the same times on every machine.",
            "Exit codes: 0 done; 3 a file cannot be written; 64 wrong use."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ElectionsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Of each line; a tenth of them where timeouts are not random. Default: ${DEFAULT-VALUE}.")
    private int trials;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of all trials. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where elections.json, elections.md and index.html go. Default: results/elections.")
    private @Nullable Path output;

    private ElectionsCommand() {}

    @Override
    public Integer call() throws IOException {
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        final Environment environment = EnvironmentReader.read(home, home, List.of());
        final ElectionRecord record = sweep().run(
                        environment.commit(), environment.dirty(), name -> System.out.println("elections: " + name));
        final ElectionTables tables = new ElectionTables(record);
        System.out.print("\n" + TextTables.render(tables.keyFigures()) + "\n" + TextTables.render(tables.lines()));
        final Path directory = output == null ? home.resolve("results").resolve("elections") : output;
        System.out.println("report: "
                + ElectionReport.write(directory, record).toAbsolutePath().normalize());
        return 0;
    }

    private ElectionSweep sweep() {
        try {
            return new ElectionSweep(trials, seed);
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--trials: " + e.getMessage(), e);
        }
    }
}
