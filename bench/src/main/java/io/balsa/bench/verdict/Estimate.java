package io.balsa.bench.verdict;

/**
 * An effect and how well it is known, as natural logarithms of the ratio B / A: 0 is no difference, above it B takes longer.
 *
 * @param effect the Hodges-Lehmann estimate
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param confidence that the interval holds the true effect, at least what was asked for: rank statistics move in steps
 * @param p two-sided, of no difference
 * @param n pairs of forks, or forks of the smaller arm when they are not paired
 */
public record Estimate(double effect, double low, double high, double confidence, double p, int n) {
    /** Returns the part of the effect that the interval leaves no doubt of, without its sign; 0 if there may be none. */
    public double certain() {
        return Math.max(0, Math.max(low, -high));
    }

    /** Returns a logarithm of a ratio as a change in percent: 5 for five percent longer. */
    public static double percent(final double logRatio) {
        return 100 * Math.expm1(logRatio);
    }
}
