package io.balsa.bench;

import io.balsa.bench.cluster.ClusterForm;
import io.balsa.bench.cluster.ClusterSource;
import io.balsa.bench.cluster.RunningCluster;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.EnvironmentReader;
import io.balsa.bench.history.HistoryRecorder;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.Profile;
import io.balsa.bench.profile.ProfileCatalog;
import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.report.ConsoleReport;
import io.balsa.bench.report.HtmlReport;
import io.balsa.bench.result.FailoverRecord;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.RunRecord;
import io.balsa.bench.run.BenchRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures everything a profile asks for and writes the report. */
@Command(
        name = "run",
        description = {
            "Probes the machine, starts three nodes, puts load on them in closed and open loop, looks for the highest rate that"
                    + " keeps an objective, kills their leader, runs the benchmarks, and writes tables and a page: what of it,"
                    + " says the profile.",
            "Exit codes: 0 measured; 1 an acknowledged command was lost or applied twice, or a benchmark allocates that must"
                    + " not; 3 a part could not be measured, or a load FAILED, as an open loop that missed its rate; 64 wrong"
                    + " use. The report is written in any case but the last."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "quick",
            description =
                    "What to measure and with which settings: a directory in profiles/. Default: ${DEFAULT-VALUE}.")
    private String profileName;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where the directory of this run is made. Default: results/runs.")
    private @Nullable Path output;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Where the nodes keep their data meanwhile: the disk that is measured. Default: the output's.")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--save",
            paramLabel = "NAME",
            description = "Also run forks of the profile's compare.benchmarks, and keep them as a baseline.")
    private @Nullable String save;

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description =
                    "Also run such forks, and compare them with a baseline: exit codes as of bench ab, and 4 when it was"
                            + " measured on other hardware.")
    private @Nullable String baseline;

    @Option(
            names = "--cluster",
            paramLabel = "HOST:PORT",
            split = ",",
            description = {
                "Measure a cluster that runs already, on whatever machines: the client ports of all its nodes, with commas"
                        + " between them. Its keys bench/0000000000 and up are written; no leader is killed, no benchmark"
                        + " run, and nothing compared with what this machine could do."
            })
    private List<String> cluster = List.of();

    @Option(names = "--profiles", paramLabel = "DIR", description = "Where the profiles are. Default: profiles.")
    private @Nullable Path profiles;

    private RunCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        final Profile profile = profile(profiles == null ? home.resolve("profiles") : profiles);
        final ClusterSource source = source(profile);
        final Path runs = output == null ? home.resolve("results").resolve("runs") : output;
        final Path data = dataDirectory == null ? runs : dataDirectory;
        final BaselineRun baselines = new BaselineRun(spec.commandLine(), home, profile.settings(), save, baseline);
        makeWritable("--output", runs);
        makeWritable("--data-dir", data);
        baselines.check(data);
        final PrintStream out = System.out;
        final Instant startedAt = Instant.now();
        final Environment environment = EnvironmentReader.read(home, data, nodeArguments(profile, source));
        final RunDirectory directory = RunDirectory.create(runs, startedAt, profile.name(), environment.commit7());
        final BenchRun bench = new BenchRun(
                profile, source, environment, directory, data, startedAt, out, Terminal.isStandardOutput());
        out.printf(
                "profile %s, about %.0f s, results in %s%n", profile.name(), bench.plannedSeconds(), directory.path());
        out.print(NodesText.render(profile.nodes()));
        final RunRecord run = bench.execute();
        HtmlReport.write(directory);
        directory.pointLatestHere();
        out.println();
        out.print(ConsoleReport.render(run, environment, directory.readStages()));
        out.println("report: " + directory.report().toAbsolutePath().normalize());
        final int outcome = bench.allocates() ? Main.EXIT_REGRESSION : exitCode(run);
        if (outcome == 0) {
            out.println("history: "
                    + new HistoryRecorder(home).add(directory).toAbsolutePath().normalize());
        }
        return ComparisonOutcome.worse(outcome, baselines.run());
    }

    /** Says where the cluster is; one that runs already is asked now, before minutes of measuring. */
    private ClusterSource source(final Profile profile) {
        if (cluster.isEmpty()) {
            return ClusterSource.started(profile.settings().text(BenchSetting.CLUSTER_FORM));
        }
        try (RunningCluster running = new RunningCluster(cluster)) {
            running.start();
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--cluster: " + e.getMessage(), e);
        }
        return new ClusterSource(ClusterForm.ADDRESSES, cluster);
    }

    /** Flags reach the JVMs that the run starts, no others. */
    private static List<String> nodeArguments(final Profile profile, final ClusterSource source) {
        return source.form() == ClusterForm.PROCESSES ? profile.nodes().jvmArguments() : List.of();
    }

    private Profile profile(final Path place) {
        try {
            return new ProfileCatalog(place).load(profileName);
        } catch (final ProfileException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void makeWritable(final String option, final Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (final IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "cannot make the directory: " + option + "=" + directory + ", cause=" + e, e);
        }
        if (!Files.isWritable(directory)) {
            throw new ParameterException(
                    spec.commandLine(), "cannot write there: " + option + "=" + directory + "; name another directory");
        }
    }

    /** Says by one number what became of a run, the worst first. */
    static int exitCode(final RunRecord run) {
        for (final FailoverRecord failover : run.failovers()) {
            if (failover.lost() > 0 || failover.repeated() > 0) {
                return Main.EXIT_REGRESSION;
            }
        }
        if (!run.problems().isEmpty()) {
            return Main.EXIT_INVALID;
        }
        final boolean loadFailed = run.loads().stream().anyMatch(load -> load.failure() != null);
        return loadFailed ? Main.EXIT_INVALID : 0;
    }
}
