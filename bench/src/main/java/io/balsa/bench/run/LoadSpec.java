package io.balsa.bench.run;

import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.result.LoadRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * One load to be put on the cluster.
 *
 * @param outstanding of a closed loop, else 0
 * @param ratePerSecond of an open loop, else 0
 */
public record LoadSpec(
        String name, LoadRecord.Kind kind, int outstanding, int ratePerSecond, double warmupSeconds, double seconds) {
    /** Returns the closed loops of a profile. */
    static List<LoadSpec> closedLoops(final BenchSettings settings) {
        final List<LoadSpec> specs = new ArrayList<>();
        for (final int outstanding : settings.integers(BenchSetting.CLOSED_OUTSTANDING)) {
            specs.add(new LoadSpec(
                    "closed-" + outstanding,
                    LoadRecord.Kind.CLOSED,
                    outstanding,
                    0,
                    settings.seconds(BenchSetting.CLOSED_WARMUP_SECONDS),
                    settings.seconds(BenchSetting.CLOSED_SECONDS)));
        }
        return specs;
    }

    /** Returns the open loops of a profile. */
    static List<LoadSpec> openLoops(final BenchSettings settings) {
        final List<LoadSpec> specs = new ArrayList<>();
        for (final int rate : settings.integers(BenchSetting.OPEN_RATES)) {
            specs.add(new LoadSpec(
                    "open-" + rate,
                    LoadRecord.Kind.OPEN,
                    0,
                    rate,
                    settings.seconds(BenchSetting.OPEN_WARMUP_SECONDS),
                    settings.seconds(BenchSetting.OPEN_SECONDS)));
        }
        return specs;
    }

    /** Returns a closed loop that only warms up, with as many outstanding as any load of the profile. */
    static LoadSpec warmup(final BenchSettings settings) {
        final int outstanding = settings.integers(BenchSetting.CLOSED_OUTSTANDING).stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(64);
        return new LoadSpec(
                "warmup",
                LoadRecord.Kind.CLOSED,
                outstanding,
                0,
                settings.seconds(BenchSetting.WARMUP_SECONDS) / 2,
                settings.seconds(BenchSetting.WARMUP_SECONDS) / 2);
    }

    double totalSeconds() {
        return warmupSeconds + seconds;
    }
}
