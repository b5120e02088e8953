package io.balsa.bench.report.tuning;

import io.balsa.bench.report.Table;
import io.balsa.bench.tune.CandidateRecord;
import io.balsa.bench.tune.Effect;
import io.balsa.bench.tune.MetricVerdict;
import io.balsa.bench.tune.Objective;
import io.balsa.bench.tune.TuningRecord;
import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.Percent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of a search. */
final class TuningTables {
    private final TuningRecord tuning;

    TuningTables(final TuningRecord tuning) {
        this.tuning = tuning;
    }

    /** Winner against profile, on trials of their own. */
    Table confirmation() {
        final Table table = new Table(
                "Confirmation: " + tuning.winner() + " against " + tuning.from(),
                "<figure",
                "<verdict",
                "change",
                "<interval",
                "band",
                tuning.from() + " against itself");
        for (final MetricVerdict verdict : tuning.verdicts()) {
            final Objective metric = verdict.metric();
            table.row(
                    metric.figure(),
                    verdict.outcome().name(),
                    metric.change(verdict.estimate().effect()),
                    interval(metric, verdict.estimate()),
                    Percent.around(verdict.band().change()),
                    metric.change(verdict.identical().effect()));
        }
        return table;
    }

    private static String interval(final Objective metric, final Estimate estimate) {
        return metric.change(estimate.low()) + " to " + metric.change(estimate.high());
    }

    /** Combinations, in the order in which they were made. */
    Table race() {
        final Table table =
                new Table("Race, against " + tuning.from(), "<candidate", "rounds", "cost", "<changes", "<end");
        for (final CandidateRecord candidate : tuning.candidates()) {
            final String dropped = candidate.dropped();
            table.row(
                    candidate.name(),
                    Integer.toString(candidate.rounds()),
                    Percent.signed(candidate.estimate()),
                    changes(candidate.changes()),
                    dropped != null ? dropped : candidate.name().equals(tuning.winner()) ? "winner" : "ran to the end");
        }
        return table;
    }

    private static String changes(final Map<String, String> changes) {
        return changes.entrySet().stream()
                .map(change -> change.getKey() + " " + change.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Effects, the best first. */
    Table factors() {
        final Table table = new Table(
                "Screen: effect of each change, noise " + Percent.around(tuning.screenMargin()),
                "<factor",
                "<from",
                "<to",
                "trials",
                "commands/s",
                "p99.9",
                "CPU",
                "<" + tuning.objective().word(),
                "<");
        for (final Effect effect : effects()) {
            table.row(
                    effect.factor(),
                    effect.before(),
                    effect.level(),
                    Integer.toString(effect.trials()),
                    Objective.THROUGHPUT.change(effect.throughput()),
                    Objective.P999.change(effect.p999()),
                    Objective.CPU.change(effect.cpu()),
                    tuning.objective().change(effect.objective()),
                    standsOut(effect) ? effect.objective() < 0 ? "better" : "worse" : "within noise");
        }
        return table;
    }

    /** Returns the effects, the best first. */
    List<Effect> effects() {
        return tuning.effects().stream()
                .sorted(Comparator.comparingDouble(Effect::objective))
                .toList();
    }

    boolean standsOut(final Effect effect) {
        return Math.abs(effect.objective()) > tuning.screenMargin();
    }
}
