package io.balsa.bench.tune;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which settings are tried together (Plackett and Burman 1946, "The design of optimum multifactorial experiments"): twelve trials, in
 * which each factor is changed in six, and of these and of the other six every other factor is changed in three. So the effect of a
 * factor is the difference of two means of six, while all others cancel out.
 *
 * <p>What does not cancel are effects of pairs: a third of each falls on every other factor. Which factor takes which column is
 * drawn anew for every block, so that two blocks do not err alike.
 */
final class ScreenDesign {
    /** Trials in a block. */
    static final int TRIALS = 12;

    /** Factors that a block can hold. */
    static final int COLUMNS = TRIALS - 1;

    private static final String GENERATOR = "++-+++---+-";

    private ScreenDesign() {}

    /** Returns whether a column's factor is changed in a trial, both from 0. */
    static boolean isChanged(final int trial, final int column) {
        return trial < COLUMNS && GENERATOR.charAt((column + trial) % COLUMNS) == '+';
    }

    /**
     * Draws a block. Factors with more than one alternative take the next one in the next block.
     *
     * @param factors at most {@link #COLUMNS}
     * @param block from 0
     * @return in the order in which to run them
     */
    static List<Candidate> block(final List<Factor> factors, final int block, final Random random) {
        if (factors.size() > COLUMNS) {
            throw new IllegalArgumentException(
                    "too many factors for the design: factors=" + factors.size() + ", most=" + COLUMNS);
        }
        final List<Integer> columns =
                new ArrayList<>(IntStream.range(0, COLUMNS).boxed().toList());
        Collections.shuffle(columns, random);
        final List<Candidate> trials = new ArrayList<>();
        for (int trial = 0; trial < TRIALS; trial++) {
            final Map<String, Level> changes = new LinkedHashMap<>();
            for (int i = 0; i < factors.size(); i++) {
                if (isChanged(trial, columns.get(i))) {
                    final List<Level> alternatives = factors.get(i).alternatives();
                    changes.put(factors.get(i).name(), alternatives.get(block % alternatives.size()));
                }
            }
            trials.add(new Candidate("S" + (block * TRIALS + trial + 1), changes));
        }
        Collections.shuffle(trials, random);
        return trials;
    }
}
