package io.balsa.bench.report;

import io.balsa.bench.result.KneeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A percentile of the response time against the rate, with the objective and the highest rate that kept it. */
final class KneeChart {
    private static final double NS_PER_MS = 1e6;

    private KneeChart() {}

    static Chart of(final KneeRecord knee) {
        final Map<Integer, KneeRecord.Step> lastTries = new TreeMap<>();
        knee.steps().forEach(step -> lastTries.put(step.ratePerSecond(), step));
        final List<Double> x = new ArrayList<>();
        final List<@Nullable Double> all = new ArrayList<>();
        final List<@Nullable Double> objective = new ArrayList<>();
        for (final KneeRecord.Step step : lastTries.values()) {
            final Long latencyNs = step.latencyNs();
            x.add((double) step.ratePerSecond());
            all.add(latencyNs == null ? null : latencyNs / NS_PER_MS);
            objective.add(knee.objectiveNs() / NS_PER_MS);
        }
        final List<Chart.Mark> marks = knee.ratePerSecond() == 0
                ? List.of()
                : List.of(new Chart.Mark(knee.ratePerSecond(), "knee " + Format.count(knee.ratePerSecond()) + "/s"));
        return new Chart(
                "knee",
                "knee",
                name(knee) + " by rate",
                x,
                List.of(new Chart.Series(name(knee), all), new Chart.Series("objective", objective)),
                null,
                marks);
    }

    /** Returns what the percentile is called. */
    static String name(final KneeRecord knee) {
        final String digits = Double.toString(knee.percentile());
        return "p" + (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits);
    }
}
