package io.balsa.bench.report.tuning;

import io.balsa.bench.report.TextTables;
import io.balsa.bench.tune.TuningRecord;

/** A search as text for a terminal: tables, then what to do. */
public final class TuningConsole {
    private TuningConsole() {}

    /** Renders it. */
    public static String render(final TuningRecord tuning) {
        final TuningTables tables = new TuningTables(tuning);
        final StringBuilder text = new StringBuilder();
        text.append(TextTables.render(tables.factors())).append('\n');
        text.append(TextTables.render(tables.race())).append('\n');
        if (!tuning.verdicts().isEmpty()) {
            text.append(TextTables.render(tables.confirmation())).append('\n');
        }
        text.append(standing(tuning)).append('\n');
        tuning.reasons().forEach(reason -> text.append("    ").append(reason).append('\n'));
        return text.toString();
    }

    /** Returns what became of it, in a line. */
    static String standing(final TuningRecord tuning) {
        return tuning.promoted()
                ? "better: " + tuning.winner() + " is written to " + tuning.written()
                        + "; try it: scripts/bench --profile " + tuning.name()
                : "profile " + tuning.from()
                        + " stands: nothing was better for certain; longer searches find smaller differences";
    }
}
