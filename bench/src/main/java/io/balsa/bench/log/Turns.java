package io.balsa.bench.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** Runs a bare loop and the log in turns and compares what each turn cost. Threading: one owner. */
final class Turns {
    private static final int WARMUP_ROUNDS = 3;

    private final double[] bare;
    private final double[] log;
    private final double[] ratios;

    private Turns(final int rounds) {
        bare = new double[rounds];
        log = new double[rounds];
        ratios = new double[rounds];
    }

    /** One turn. */
    @FunctionalInterface
    interface Turn {
        /** Works for a while and returns what a unit of it cost. */
        double run() throws IOException;
    }

    /** Compares; the log goes first, so that a bare loop can do as the log did. */
    static Turns run(final int rounds, final Turn log, final Turn bare) throws IOException {
        for (int i = 0; i < WARMUP_ROUNDS; i++) {
            log.run();
            bare.run();
        }
        final Turns turns = new Turns(rounds);
        for (int i = 0; i < rounds; i++) {
            turns.log[i] = log.run();
            turns.bare[i] = bare.run();
            turns.ratios[i] = turns.log[i] / turns.bare[i];
        }
        Arrays.sort(turns.bare);
        Arrays.sort(turns.log);
        Arrays.sort(turns.ratios);
        return turns;
    }

    private static double quantile(final double[] sorted, final double quantile) {
        return sorted[(int) Math.round((sorted.length - 1) * quantile)];
    }

    /** Says what the median turns cost and how they compare: the median of the ratios, and between what half of them lie. */
    String report(final String what, final String unit) {
        return String.format(
                Locale.ROOT,
                "%-46s bare %8.1f  log %8.1f %-5s  log/bare %.2f (%.2f to %.2f)",
                what,
                quantile(bare, 0.5),
                quantile(log, 0.5),
                unit,
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75));
    }
}
