package io.balsa.bench.run;

import io.balsa.bench.jmh.JmhSuite;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import java.util.List;

/**
 * What a profile asks for, and about how long it takes.
 *
 * @param looks at the machine in one run
 * @param benchmarks JMH benchmarks
 */
record RunPlan(
        BenchSettings settings,
        List<LoadSpec> closedLoops,
        List<LoadSpec> openLoops,
        int looks,
        int benchmarks,
        double secondsPerBenchmark) {
    /** Starting three processes and electing a leader. */
    static final double START_SECONDS = 4;

    /** After a kill: reading the store, starting the node again. */
    private static final double RESTART_SECONDS = 3;

    private static final double REPORT_SECONDS = 2;

    /** Reads the plan off a profile. */
    static RunPlan of(final BenchSettings settings, final JmhSuite suite) {
        final List<LoadSpec> closedLoops = LoadSpec.closedLoops(settings);
        final List<LoadSpec> openLoops = LoadSpec.openLoops(settings);
        final int singles = (int) closedLoops.stream().filter(RunPlan::isSingle).count();
        return new RunPlan(
                settings,
                closedLoops,
                openLoops,
                2 + 2 * singles,
                suite.isWanted() ? suite.count() : 0,
                suite.secondsPerBenchmark());
    }

    /** One command alone is what the limit bounds, so the machine is looked at right before and after. */
    static boolean isSingle(final LoadSpec spec) {
        return spec.outstanding() == 1;
    }

    boolean wantsLoads() {
        return !closedLoops.isEmpty() || !openLoops.isEmpty() || KneeSweep.isWanted(settings);
    }

    int kills() {
        return settings.integer(BenchSetting.FAILOVER_KILLS);
    }

    boolean wantsCluster() {
        return wantsLoads() || kills() > 0;
    }

    double secondsPerKill() {
        return settings.seconds(BenchSetting.FAILOVER_BEFORE_SECONDS)
                + settings.seconds(BenchSetting.FAILOVER_AFTER_SECONDS)
                + RESTART_SECONDS;
    }

    /** Returns about how long all of it takes. */
    double totalSeconds() {
        double seconds = looks * settings.seconds(BenchSetting.PROBE_SECONDS)
                + settings.seconds(BenchSetting.HICCUP_SECONDS)
                + KneeSweep.plannedSeconds(settings)
                + kills() * secondsPerKill()
                + benchmarks * secondsPerBenchmark
                + REPORT_SECONDS;
        if (wantsCluster()) {
            seconds += START_SECONDS + settings.seconds(BenchSetting.WARMUP_SECONDS);
        }
        for (final LoadSpec spec : closedLoops) {
            seconds += spec.totalSeconds();
        }
        for (final LoadSpec spec : openLoops) {
            seconds += spec.totalSeconds();
        }
        return seconds;
    }
}
