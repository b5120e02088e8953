package io.balsa.bench.verdict;

import java.util.Arrays;

/**
 * How far apart identical code has been for certain: a difference within the band says nothing about the code.
 *
 * <p>What is collected is what a verdict goes by: of each comparison of identical code the part of the effect that its interval
 * left no doubt of, mostly none. Point estimates would count the scatter of forks twice, here and in the interval. With m earlier
 * comparisons the next one stays within the {@code ceil(0.95 (m + 1))}-th smallest with a probability of at least 95 percent,
 * whatever the distribution and even if the intervals are wrong, as long as nothing but chance tells the comparisons apart (Wilks
 * 1941; today called conformal prediction). So at most one alarm in twenty is false, by two independent arguments.
 *
 * <p>That rank exists from {@value #ENOUGH} comparisons on. Before, the band is the largest certain effect seen and no less than
 * three percent, and only what keeps within two percent counts as equal: not knowing the noise must neither raise an alarm nor
 * certify that all is well. The band is never narrower than two percent, since the placement of code and data alone moves times
 * by as much (Mytkowicz et al. 2009, "Producing wrong data without doing anything obviously wrong!").
 *
 * @param change logarithm of a ratio: an effect that certainly exceeds it is a change
 * @param equality logarithm of a ratio: an effect that certainly stays within it is none
 * @param comparisons of identical code that the band stands on
 */
public record NoiseBand(double change, double equality, int comparisons) {
    /** The narrowest band: two percent. */
    public static final double NARROWEST = Math.log(1.02);

    /** The narrowest band as long as the history is too short: three percent. */
    public static final double UNKNOWN = Math.log(1.03);

    private static final double COVERED = 0.95;
    private static final int ENOUGH = 19;

    /**
     * Takes the band from history.
     *
     * @param effects certain ones, as logarithms of ratios without sign, that comparisons of identical code gave for this benchmark;
     *     in any order, may be empty
     */
    public static NoiseBand of(final double... effects) {
        final double[] sizes = Arrays.stream(effects).sorted().toArray();
        if (sizes.length < ENOUGH) {
            final double largest = sizes.length == 0 ? 0 : sizes[sizes.length - 1];
            return new NoiseBand(Math.max(UNKNOWN, largest), NARROWEST, sizes.length);
        }
        final int rank = (int) Math.ceil(COVERED * (sizes.length + 1));
        final double band = Math.max(NARROWEST, sizes[rank - 1]);
        return new NoiseBand(band, band, sizes.length);
    }

    @Override
    public String toString() {
        final String text = "noise band: " + Percent.around(change);
        if (comparisons >= ENOUGH) {
            return text + ", from " + comparisons + " comparisons of identical code";
        }
        return text + ", a guess as long as there are only " + comparisons + " of " + ENOUGH
                + " comparisons of identical code; equal is what stays within " + Percent.around(equality);
    }
}
