package io.balsa.bench.run;

import io.balsa.bench.load.Arrivals;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.result.LoadRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One load to be put on the cluster.
 *
 * @param outstanding of a closed loop, else 0
 * @param arrivals of an open loop, null for a closed one
 */
public record LoadSpec(
        String name, int outstanding, @Nullable Arrivals arrivals, double warmupSeconds, double seconds) {
    /** Returns the closed loops of a profile. */
    static List<LoadSpec> closedLoops(final BenchSettings settings) {
        final List<LoadSpec> specs = new ArrayList<>();
        for (final int outstanding : settings.integers(BenchSetting.CLOSED_OUTSTANDING)) {
            specs.add(closed(
                    "closed-" + outstanding,
                    outstanding,
                    settings.seconds(BenchSetting.CLOSED_WARMUP_SECONDS),
                    settings.seconds(BenchSetting.CLOSED_SECONDS)));
        }
        return specs;
    }

    /** Returns the open loops of a profile. */
    static List<LoadSpec> openLoops(final BenchSettings settings) {
        final List<LoadSpec> specs = new ArrayList<>();
        for (final int rate : settings.integers(BenchSetting.OPEN_RATES)) {
            specs.add(open("open-" + rate, settings, rate, settings.seconds(BenchSetting.OPEN_SECONDS)));
        }
        return specs;
    }

    /** Returns an open loop with the arrivals of a profile. */
    static LoadSpec open(final String name, final BenchSettings settings, final int rate, final double seconds) {
        final Arrivals arrivals = settings.text(BenchSetting.OPEN_ARRIVALS).equals("poisson")
                ? Arrivals.poisson(rate, settings.integer(BenchSetting.OPEN_SEED))
                : Arrivals.constant(rate);
        return new LoadSpec(name, 0, arrivals, settings.seconds(BenchSetting.OPEN_WARMUP_SECONDS), seconds);
    }

    /** Returns a closed loop that only warms up, with as many outstanding as any load of the profile. */
    static LoadSpec warmup(final BenchSettings settings) {
        final int outstanding = settings.integers(BenchSetting.CLOSED_OUTSTANDING).stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(64);
        final double half = settings.seconds(BenchSetting.WARMUP_SECONDS) / 2;
        return closed("warmup", outstanding, half, half);
    }

    private static LoadSpec closed(
            final String name, final int outstanding, final double warmupSeconds, final double seconds) {
        return new LoadSpec(name, outstanding, null, warmupSeconds, seconds);
    }

    LoadRecord.Kind kind() {
        return arrivals == null ? LoadRecord.Kind.CLOSED : LoadRecord.Kind.OPEN;
    }

    /** Returns the rate of an open loop per second, 0 for a closed one. */
    public int ratePerSecond() {
        return arrivals == null ? 0 : arrivals.ratePerSecond();
    }

    double totalSeconds() {
        return warmupSeconds + seconds;
    }
}
