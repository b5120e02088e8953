package io.balsa.bench.report;

import io.balsa.bench.result.FailoverRecord;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Kills of the leader: how long each took to recover from, and what clients saw of some of them. */
final class FailoverCharts {
    private static final double MS_PER_SECOND = 1e3;
    /** From so many kills on their times are a distribution. */
    private static final int SCATTER_FROM = 4;
    /** So many kills are drawn one by one; of more, the fastest, the middle and the slowest. */
    private static final int SINGLE_UP_TO = 6;

    private final RunRecord run;
    private final RunDirectory directory;

    FailoverCharts(final RunRecord run, final RunDirectory directory) {
        this.run = run;
        this.directory = directory;
    }

    List<Chart> all() throws IOException {
        final List<Chart> charts = new ArrayList<>();
        if (run.failovers().size() >= SCATTER_FROM && !recovered().isEmpty()) {
            charts.add(scatter());
        }
        for (final FailoverRecord failover : shown()) {
            if (!failover.hlog().isEmpty()) {
                charts.add(acknowledgements(failover));
            }
        }
        return charts;
    }

    /** Returns the kills that were recovered from, the fastest first. */
    private List<FailoverRecord> recovered() {
        return run.failovers().stream()
                .filter(failover -> failover.recoverySeconds() != null)
                .sorted(Comparator.comparingDouble(FailoverCharts::recoverySeconds))
                .toList();
    }

    private static double recoverySeconds(final FailoverRecord failover) {
        return Objects.requireNonNull(failover.recoverySeconds(), "not recovered");
    }

    private List<FailoverRecord> shown() {
        final List<FailoverRecord> recovered = recovered();
        if (run.failovers().size() <= SINGLE_UP_TO || recovered.size() < 3) {
            return run.failovers();
        }
        return List.of(recovered.get(0), recovered.get(recovered.size() / 2), recovered.get(recovered.size() - 1));
    }

    private Chart scatter() {
        final List<FailoverRecord> recovered = recovered();
        final List<Double> x = new ArrayList<>();
        final List<@Nullable Double> y = new ArrayList<>();
        for (final FailoverRecord failover : run.failovers()) {
            x.add((double) failover.round());
            y.add(failover.recoverySeconds());
        }
        final String title = String.format(
                Locale.ROOT,
                "Seconds from each kill to the next commit: least %.2f, median %.2f, most %.2f",
                recoverySeconds(recovered.get(0)),
                recoverySeconds(recovered.get(recovered.size() / 2)),
                recoverySeconds(recovered.get(recovered.size() - 1)));
        return new Chart("scatter", "scatter", title, x, List.of(new Chart.Series("recovery", y)), null, List.of());
    }

    private Chart acknowledgements(final FailoverRecord failover) throws IOException {
        final List<Histogram> intervals =
                directory.readHistograms(failover.hlog(), FailoverRecord.tag(failover.round()));
        final List<@Nullable Double> rate = new ArrayList<>();
        for (final Histogram interval : intervals) {
            final long lengthMs = interval.getEndTimeStamp() - interval.getStartTimeStamp();
            rate.add(interval.getTotalCount() * MS_PER_SECOND / lengthMs);
        }
        final List<Chart.Mark> marks = new ArrayList<>();
        marks.add(new Chart.Mark(failover.killSeconds(), "leader killed"));
        final Double recovery = failover.recoverySeconds();
        if (recovery != null) {
            marks.add(new Chart.Mark(failover.killSeconds() + recovery, "commits again"));
        }
        return new Chart(
                "failover",
                "acknowledgements",
                "Kill " + failover.round() + ": acknowledgements per second",
                RunCharts.secondsOf(intervals),
                List.of(new Chart.Series("acknowledged/s", rate)),
                null,
                marks);
    }
}
