package io.balsa.bench;

import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.Suite;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.profiling.BenchmarkProfiler;
import io.balsa.bench.profiling.BranchProfiler;
import io.balsa.bench.profiling.ProfileEvent;
import io.balsa.bench.report.FlameLinks;
import io.balsa.bench.verdict.Outcome;
import java.io.IOException;
import java.util.List;

/** Differential flame graphs of what a comparison found worse, drawn when all of its forks are over. */
final class RegressionFlames {
    private static final int FORKS = 3;
    private static final double SECONDS = 2;

    private RegressionFlames() {}

    /**
     * Draws into the comparison's directory. That it cannot is told and changes no verdict.
     *
     * @param plans what was compared
     */
    static void draw(
            final ComparisonDirectory directory,
            final ComparisonRecord found,
            final Suite suite,
            final Arm armA,
            final Arm armB,
            final List<ForkPlan> plans)
            throws InterruptedException {
        final BranchProfiler profiler = new BranchProfiler(
                suite.jar(), suite.environment(), directory.path().resolve(FlameLinks.FOLDER), System.out::println);
        for (final ForkPlan compared : plans) {
            for (final ProfileEvent event : worse(found, compared.key())) {
                try {
                    profiler.draw(armA, armB, BenchmarkProfiler.plan(compared.key(), SECONDS), event, FORKS);
                } catch (final IOException e) {
                    System.out.println("no flame graph: " + e.getMessage());
                }
            }
        }
    }

    /** Returns what would show why a benchmark is worse; nothing when it is not. */
    static List<ProfileEvent> worse(final ComparisonRecord found, final String key) {
        final boolean isSlower = found.verdicts().stream()
                .anyMatch(verdict -> verdict.outcome() == Outcome.REGRESSED && isOf(verdict.key(), key));
        final boolean allocatesMore = found.allocations().stream()
                .anyMatch(change ->
                        change.outcome() == Outcome.REGRESSED && change.key().equals(key));
        if (isSlower) {
            return allocatesMore ? List.of(ProfileEvent.CPU, ProfileEvent.ALLOC) : List.of(ProfileEvent.CPU);
        }
        return allocatesMore ? List.of(ProfileEvent.ALLOC) : List.of();
    }

    /** A verdict on a percentile has its name behind a blank. */
    private static boolean isOf(final String verdictKey, final String key) {
        return verdictKey.equals(key) || verdictKey.startsWith(key + " ");
    }
}
