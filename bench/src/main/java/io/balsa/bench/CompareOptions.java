package io.balsa.bench;

import io.balsa.bench.compare.Comparison;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.profile.ProfileCatalog;
import io.balsa.bench.profile.ProfileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all comparisons let one choose. */
final class CompareOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "quick",
            description = "Whose compare.* settings hold: a directory in profiles/. Default: ${DEFAULT-VALUE}.")
    private String profile;

    @Option(
            names = "--benchmark",
            paramLabel = "KEY",
            description =
                    "Compare this benchmark instead, as in 'LogAppendBenchmark.append{payloadLength=256}'; @sample behind"
                            + " it compares percentiles too. May be given more than once.")
    private @Nullable List<String> benchmarks;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "About how long forks of two arms run. Default: the profile's, ten.")
    private @Nullable Double minutes;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where the directory of this comparison is made. Default: results/comparisons.")
    private @Nullable Path output;

    private BenchSettings settings(final Path home) {
        try {
            return new ProfileCatalog(home.resolve("profiles")).load(profile).settings();
        } catch (final ProfileException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns what is to be compared. */
    List<ForkPlan> plans(final Path home) {
        final BenchSettings settings = settings(home);
        if (benchmarks == null) {
            return Comparison.plans(settings);
        }
        final List<ForkPlan> plans = new ArrayList<>();
        for (final String benchmark : benchmarks) {
            try {
                plans.add(ForkPlan.parse(
                        benchmark,
                        settings.integer(BenchSetting.COMPARE_WARMUP_ITERATIONS),
                        settings.integer(BenchSetting.COMPARE_ITERATIONS),
                        settings.integer(BenchSetting.COMPARE_ITERATION_MS)));
            } catch (final IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "--benchmark: " + e.getMessage(), e);
            }
        }
        return plans;
    }

    /** Returns how many blocks of two arms to run. */
    int blocks(final Path home, final List<ForkPlan> plans) {
        final double wanted = minutes == null ? settings(home).seconds(BenchSetting.COMPARE_MINUTES) : minutes;
        if (!(wanted > 0)) {
            throw new ParameterException(spec.commandLine(), "--minutes must be above 0: found=" + wanted);
        }
        return Comparison.blocks(plans, wanted);
    }

    /** Returns where comparisons lie. */
    Path comparisons(final Path home) {
        return output == null ? home.resolve("results").resolve("comparisons") : output;
    }
}
