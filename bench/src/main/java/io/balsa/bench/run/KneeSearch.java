package io.balsa.bench.run;

import java.util.OptionalInt;

/**
 * Finds the highest rate that is kept: the rate is doubled until one is missed, then the gap between the highest kept and the lowest
 * missed is halved a few times, in equal ratios.
 *
 * <p>A rate is missed when it is missed twice in a row, since on a shared machine one stall of the disk is no property of a rate.
 *
 * <p>Threading: one thread.
 */
final class KneeSearch {
    /** The knee is known to a factor of 2 to the power of 1/16, 4.4 percent. */
    private static final int HALVINGS = 4;

    /** Beyond this no rate is tried: a generator of one thread does not get there. */
    private static final int HIGHEST_RATE = 1 << 24;

    private int rate;
    private int kept;
    private int missed;
    private int halvings;
    private boolean again;
    private boolean done;

    /**
     * Begins.
     *
     * @param fromRate the first rate, at least 1
     */
    KneeSearch(final int fromRate) {
        rate = fromRate;
    }

    /** Returns the next rate to try; empty when the search is over. */
    OptionalInt next() {
        return done ? OptionalInt.empty() : OptionalInt.of(rate);
    }

    /** The rate was tried. */
    void onTried(final boolean isKept) {
        if (isKept) {
            again = false;
            kept = rate;
        } else if (!again) {
            again = true;
            return;
        } else {
            again = false;
            missed = rate;
        }
        advance();
    }

    /** Returns the highest rate that was kept, 0 when none was. */
    int knee() {
        return kept;
    }

    private void advance() {
        if (kept == 0 || (missed == 0 && kept > HIGHEST_RATE / 2)) {
            done = true;
        } else if (missed == 0) {
            rate = 2 * kept;
        } else {
            rate = (int) Math.round(Math.sqrt((double) kept * missed));
            done = ++halvings > HALVINGS || rate == kept || rate == missed;
        }
    }
}
