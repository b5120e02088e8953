package io.balsa.bench;

import io.balsa.bench.compare.Baseline;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.EnvironmentReader;
import io.balsa.bench.profile.Profile;
import io.balsa.bench.profile.ProfileCatalog;
import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.report.tuning.TuningConsole;
import io.balsa.bench.report.tuning.TuningPage;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.tune.Objective;
import io.balsa.bench.tune.TuneRun;
import io.balsa.bench.tune.TuneRun.TuneRequest;
import io.balsa.bench.tune.TuningDirectory;
import io.balsa.bench.tune.TuningRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Searches for settings that suit this machine. */
@Command(
        name = "tune",
        description = {
            "Searches node settings and JVM flags on clusters of three processes: screens what each change does, lets combinations"
                    + " of what helped race each other, and confirms the winner against the profile on fresh clusters.",
            "A profile is written only if it is better on the objective for certain and worse on no other figure; else the one it"
                    + " began with stands. What an acknowledgement promises (sync.policy) is not changed.",
            "Exit codes: 0 a better profile was written; 2 the profile stands; 3 it could not be measured; 64 wrong use."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TuneCommand implements Callable<Integer> {
    private static final double FEWEST_MINUTES = 5;
    private static final double MOST_MINUTES = 1_440;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "20",
            description = "About how long to search, at least 5. More time means more and longer trials, and finer"
                    + " differences found. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--objective",
            paramLabel = "WORD",
            defaultValue = "balanced",
            description = {
                "throughput: commands per second, many outstanding; p99.9: of the response at a fixed rate; cpu: processor"
                        + " time per command at that rate; balanced: all three. Default: ${DEFAULT-VALUE}."
            })
    private String objective;

    @Option(
            names = "--from",
            paramLabel = "PROFILE",
            defaultValue = "default",
            description = "The profile to improve. Default: ${DEFAULT-VALUE}.")
    private String from;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "tuned",
            description = "The profile to write. Default: ${DEFAULT-VALUE}.")
    private String name;

    @Option(names = "--force", description = "Replace a profile of that name.")
    private boolean force;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides every order that is drawn. Default: another one each time; it is printed.")
    private @Nullable Long seed;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where the directory of this search is made. Default: results/tunings.")
    private @Nullable Path output;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the nodes keep their data meanwhile: the disk to tune for. Default: the output's.")
    private @Nullable Path dataDirectory;

    @Option(names = "--profiles", paramLabel = "DIR", description = "Where the profiles are. Default: profiles.")
    private @Nullable Path profiles;

    private TuneCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        final TuneRequest request = request(profiles == null ? home.resolve("profiles") : profiles);
        final Path tunings = output == null ? home.resolve("results").resolve("tunings") : output;
        final Path data = dataDirectory == null ? tunings : dataDirectory;
        Files.createDirectories(tunings);
        Files.createDirectories(data);
        final Instant startedAt = Instant.now();
        final Profile profile = request.from();
        final Environment environment =
                EnvironmentReader.read(home, data, profile.nodes().jvmArguments());
        final RunDirectory files =
                RunDirectory.create(tunings, startedAt, request.objective().word(), environment.commit7());
        System.out.printf(
                "%s for %s, about %.0f minutes, --seed %d, results in %s%n",
                profile.name(), request.objective().word(), minutes, request.seed(), files.path());
        System.out.print(NodesText.render(profile.nodes()));
        final TuningRecord tuning = new TuneRun(
                        request, environment, files, data, startedAt, System.out, Terminal.isStandardOutput())
                .execute();
        System.out.println();
        System.out.print(TuningConsole.render(tuning));
        final Path page = TuningPage.write(TuningDirectory.in(files));
        System.out.println("report: " + page.toAbsolutePath().normalize());
        return exitCode(tuning);
    }

    /** Says by one number what was found. */
    static int exitCode(final TuningRecord tuning) {
        return tuning.promoted() ? 0 : Main.EXIT_UNDECIDED;
    }

    private TuneRequest request(final Path place) {
        if (!(minutes >= FEWEST_MINUTES && minutes <= MOST_MINUTES)) {
            throw wrong("--minutes: found=" + minutes + ", expected=5 to 1440; less cannot decide anything");
        }
        final Objective wanted = Objective.of(objective)
                .orElseThrow(() ->
                        wrong("--objective: unknown: found=" + objective + ", expected=one of " + Objective.words()));
        if (!Baseline.isName(name)) {
            throw wrong("--name: not a name: found=" + name + ", expected=letters, digits, '.', '_', '-'");
        }
        if (!force && Files.exists(place.resolve(name))) {
            throw wrong("--name: there is such a profile: " + place.resolve(name)
                    + "; take another name, or --force to replace it if a better one is found");
        }
        try {
            final Profile profile = new ProfileCatalog(place).load(from);
            final long drawn = seed == null ? System.nanoTime() >>> 8 & 0xFFFF_FFFFL : seed;
            return new TuneRequest(profile, name, wanted, minutes, drawn, place);
        } catch (final ProfileException e) {
            throw wrong("--from: " + e.getMessage());
        }
    }

    private ParameterException wrong(final String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
