package io.balsa.bench.report.comparison;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.report.Format;
import io.balsa.bench.report.HtmlTables;
import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.Percent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures of a comparison as people read them. */
public final class Words {
    /** Where nothing is known. */
    static final String NONE = "-";

    private Words() {}

    /** Returns a change with its sign; endless when nothing bounds it. */
    static String signed(final double logRatio) {
        if (Double.isInfinite(logRatio)) {
            return logRatio > 0 ? "+∞" : "-100%";
        }
        return Percent.signed(logRatio);
    }

    /** Returns the effect: {@code +4.7%}. */
    static String effect(final @Nullable Estimate estimate) {
        return estimate == null ? NONE : signed(estimate.effect());
    }

    /** Returns the interval: {@code +4.1% to +5.2%}. */
    static String interval(final @Nullable Estimate estimate) {
        return estimate == null ? NONE : signed(estimate.low()) + " to " + signed(estimate.high());
    }

    /** Returns the confidence of an interval: {@code 95% interval}. */
    static String confidence(final Estimate estimate) {
        return String.format(Locale.ROOT, "%.0f%% interval", 100 * estimate.confidence());
    }

    /** Returns effect and interval in a sentence. */
    static String full(final Estimate estimate) {
        return effect(estimate) + ", " + confidence(estimate) + " " + interval(estimate);
    }

    /** Returns a percentage on an axis. */
    public static String tick(final double percent) {
        if (percent == 0) {
            return "0";
        }
        return String.format(Locale.ROOT, percent == Math.rint(percent) ? "%+.0f%%" : "%+.1f%%", percent);
    }

    /** Returns a time on an axis: round, so without empty decimals. */
    public static String tickTime(final double time) {
        return Format.digits(time).replaceAll("\\.0+$", "").replaceAll("(\\.\\d*?)0+$", "$1");
    }

    /** Returns a probability that is not rounded to nothing. */
    static String p(final double p) {
        return p < 0.001 ? String.format(Locale.ROOT, "%.0e", p) : String.format(Locale.ROOT, "%.3f", p);
    }

    /** Returns bytes per operation. */
    static String bytes(final double bytes) {
        return Format.digits(bytes) + " B/op";
    }

    /** Returns a change of the heap that an operation allocates. */
    static String bytes(final AllocationChange change) {
        return bytes(change.bytesA()) + " to " + bytes(change.bytesB());
    }

    /** Returns what stands for an outcome where there are no colours. */
    static String sign(final Outcome outcome) {
        return switch (outcome) {
            case REGRESSED -> "▲";
            case IMPROVED -> "▼";
            case EQUIVALENT -> "■";
            case INCONCLUSIVE -> "◆";
            case UNSTABLE -> "✕";
        };
    }

    /** Returns an outcome as a coloured label. */
    public static String label(final Outcome outcome) {
        return "<span class=\"outcome " + outcome + "\">" + sign(outcome) + " " + outcome + "</span>";
    }

    /** Returns a coloured label for a change of what is allocated; empty when there is none. */
    static String label(final @Nullable AllocationChange change) {
        if (change == null || change.outcome() == Outcome.EQUIVALENT) {
            return "";
        }
        return " <span class=\"outcome " + change.outcome() + "\">" + sign(change.outcome())
                + (change.outcome() == Outcome.REGRESSED ? " ALLOCATES MORE" : " ALLOCATES LESS") + "</span>";
    }

    /** Makes text safe in HTML. */
    static String html(final String text) {
        return HtmlTables.escape(text);
    }
}
