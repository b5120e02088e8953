package io.balsa.bench.run;

import io.balsa.bench.load.LoadResult;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.result.KneeRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Open loops at rising rates, to find the highest at which a percentile of the response time stays within an objective. A rate that is
 * missed here is what is looked for, and fails nothing.
 */
final class KneeSweep {
    private static final double NS_PER_MS = 1e6;
    /** Doublings, halvings and second tries of a usual search. */
    private static final int USUAL_STEPS = 12;

    private final BenchSettings settings;
    private final Progress progress;
    private final double percentile;
    private final long objectiveNs;

    KneeSweep(final BenchSettings settings, final Progress progress) {
        this.settings = settings;
        this.progress = progress;
        percentile = settings.number(BenchSetting.KNEE_PERCENTILE);
        objectiveNs = Math.round(settings.number(BenchSetting.KNEE_OBJECTIVE_MS) * NS_PER_MS);
    }

    /** Tells whether a profile asks for it. */
    static boolean isWanted(final BenchSettings settings) {
        return settings.number(BenchSetting.KNEE_OBJECTIVE_MS) > 0;
    }

    /** Returns about how long it takes. */
    static double plannedSeconds(final BenchSettings settings) {
        return isWanted(settings)
                ? USUAL_STEPS
                        * (settings.seconds(BenchSetting.OPEN_WARMUP_SECONDS)
                                + settings.seconds(BenchSetting.KNEE_SECONDS))
                : 0;
    }

    /**
     * Searches.
     *
     * @throws IOException when raw latencies cannot be written
     * @throws InterruptedException when the caller is to stop
     */
    KneeRecord run(final LoadPhases phases) throws IOException, InterruptedException {
        final KneeSearch search = new KneeSearch(settings.integer(BenchSetting.KNEE_FROM));
        final List<KneeRecord.Step> steps = new ArrayList<>();
        for (OptionalInt rate = search.next(); rate.isPresent(); rate = search.next()) {
            final String name = "knee-" + (steps.size() + 1) + "-" + rate.getAsInt();
            final KneeRecord.Step step = stepOf(phases.run(
                    LoadSpec.open(name, settings, rate.getAsInt(), settings.seconds(BenchSetting.KNEE_SECONDS))));
            steps.add(step);
            progress.result(tell(step));
            search.onTried(step.kept());
        }
        final KneeRecord record = new KneeRecord(percentile, objectiveNs, search.knee(), steps);
        progress.result(
                search.knee() == 0
                        ? "knee: below %,d/s, where the search began"
                                .formatted(settings.integer(BenchSetting.KNEE_FROM))
                        : "knee: %,d/s keep p%s within %s ms"
                                .formatted(search.knee(), settings.text(BenchSetting.KNEE_PERCENTILE), objectiveMs()));
        return record;
    }

    private KneeRecord.Step stepOf(final MeasuredLoad load) {
        final LoadResult result = load.result();
        final Histogram response = result.response().total();
        final @Nullable String failure = result.failure(load.spec().ratePerSecond());
        final @Nullable Long latencyNs =
                response.getTotalCount() == 0 ? null : response.getValueAtPercentile(percentile);
        final boolean kept = failure == null && latencyNs != null && latencyNs <= objectiveNs;
        return new KneeRecord.Step(
                load.spec().ratePerSecond(), result.answeredPerSecond(), latencyNs, kept, failure, load.hlog());
    }

    private String tell(final KneeRecord.Step step) {
        if (step.failure() != null) {
            return "missed: " + step.failure();
        }
        final Long latencyNs = step.latencyNs();
        return "%s: p%s %.3f ms, objective %s ms"
                .formatted(
                        step.kept() ? "kept" : "missed",
                        settings.text(BenchSetting.KNEE_PERCENTILE),
                        latencyNs == null ? 0 : latencyNs / NS_PER_MS,
                        objectiveMs());
    }

    private String objectiveMs() {
        return settings.text(BenchSetting.KNEE_OBJECTIVE_MS);
    }
}
