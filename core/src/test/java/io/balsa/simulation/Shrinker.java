package io.balsa.simulation;

import java.util.ArrayList;
import java.util.List;

/** Leaves out faults of a run that violates a property, as long as it goes on to violate the same (delta debugging, Zeller). */
final class Shrinker {
    private static final int MOST_RUNS = 300;

    private final String property;
    private RunSpec smallest;
    private int runs;

    private Shrinker(final RunSpec spec, final String property) {
        smallest = spec;
        this.property = property;
    }

    /** Returns a run with fewer faults, of which none can be left out as far as was tried. */
    static RunSpec shrink(final RunSpec spec, final String property) {
        final Shrinker shrinker = new Shrinker(spec, property);
        shrinker.run();
        return shrinker.smallest;
    }

    private void run() {
        int pieces = 2;
        while (smallest.kept().size() > 1 && runs < MOST_RUNS) {
            final int before = smallest.kept().size();
            leaveOutPieces(Math.min(pieces, before));
            if (smallest.kept().size() < before) {
                pieces = Math.max(2, pieces - 1);
            } else if (pieces >= before) {
                return;
            } else {
                pieces *= 2;
            }
        }
    }

    private void leaveOutPieces(final int pieces) {
        final List<Integer> kept = smallest.kept();
        for (int piece = 0; piece < pieces && runs < MOST_RUNS; piece++) {
            final int from = kept.size() * piece / pieces;
            final int to = kept.size() * (piece + 1) / pieces;
            final List<Integer> rest = new ArrayList<>(smallest.kept());
            rest.removeAll(kept.subList(from, to));
            if (rest.size() < smallest.kept().size() && fails(rest)) {
                smallest = smallest.with(rest);
            }
        }
    }

    private boolean fails(final List<Integer> kept) {
        runs++;
        final SimViolation violation = smallest.with(kept).run(RunTrace.NONE).violation();
        return violation != null && violation.property().equals(property);
    }
}
