package io.balsa.bench.verdict;

import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far identical code is from itself when it is measured at another time: what a comparison with a stored baseline cannot see
 * in its own forks, however many they are.
 *
 * <p>The model is that of random effects: the level of a session is the code's level plus a draw of its own. Its deviation is that
 * of the medians of earlier sessions of one code. What chance within the sessions adds to it is not taken off again, which errs on
 * the wide side. An interval between two sessions is then widened as the prediction interval of a meta-analysis is (Higgins,
 * Thompson, Spiegelhalter 2009): the squares of its half widths grow by {@code (t * sigma)^2} for each of the two, with Student's t
 * for the number of sessions, so that a spread known from few sessions counts for more.
 *
 * @param sigma deviation of the logarithms of the sessions' medians; infinite below two sessions
 * @param sessions that it was taken from
 */
public record SessionSpread(double sigma, int sessions) {
    /**
     * Takes the spread from history.
     *
     * @param logMedians the level of each session of identical code, as a logarithm
     */
    public static SessionSpread of(final double... logMedians) {
        final double sigma = logMedians.length < 2
                ? Double.POSITIVE_INFINITY
                : StandardDeviation.of(logMedians).getAsDouble();
        return new SessionSpread(sigma, logMedians.length);
    }

    /**
     * Widens what two sessions' forks say to what it says about the code.
     *
     * @param confidence that was asked for
     */
    Estimate widen(final Estimate within, final double confidence) {
        if (sessions < 2) {
            return new Estimate(
                    within.effect(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, confidence, 1, within.n());
        }
        final double t = TDistribution.of(sessions - 1).inverseSurvivalProbability((1 - confidence) / 2);
        final double between = t * sigma * Math.sqrt(2);
        final double below = Math.hypot(within.effect() - within.low(), between);
        final double above = Math.hypot(within.high() - within.effect(), between);
        // The p that this interval stands for, on the side of no difference: what the test knows of the forks alone is
        // too little.
        final NormalDistribution normal = NormalDistribution.of(0, 1);
        final double z = normal.inverseSurvivalProbability((1 - confidence) / 2);
        final double towardsZero = within.effect() > 0 ? below : above;
        final double p = towardsZero == 0
                ? within.p()
                : Math.max(within.p(), 2 * normal.survivalProbability(z * Math.abs(within.effect()) / towardsZero));
        return new Estimate(
                within.effect(),
                within.effect() - below,
                within.effect() + above,
                confidence,
                Math.min(1, p),
                within.n());
    }

    @Override
    public String toString() {
        return sessions < 2
                ? "how far sessions are apart is not known: record identical code in two sessions or more, or compare in pairs"
                : "identical code differs by " + Percent.around(sigma) + " between sessions, from " + sessions
                        + " of them";
    }
}
