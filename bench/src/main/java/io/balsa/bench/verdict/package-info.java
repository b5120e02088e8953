/**
 * Verdicts: did a branch get slower?
 *
 * <p><b>What is compared.</b> Times per operation, so less is better, for every benchmark; a throughput is turned over before it
 * comes here, or half of the signs in a report would mean the opposite of the other half. The unit is the fork. Iterations within
 * a JVM share its compiled code, its heap and where both happen to lie, and ten of them are no ten measurements (Georges, Buytaert,
 * Eeckhout 2007, "Statistically rigorous Java performance evaluation"; Kalibera and Jones 2013, "Rigorous benchmarking in
 * reasonable time", on where in the hierarchy to repeat). So a fork counts once, with the median of its iterations, and a pair of
 * forks whose iterations took turns with the median of the ratios of its rounds. Where both arms
 * compute all the time it is the processor time that counts, else wall time ({@link io.balsa.bench.verdict.Metric}).
 *
 * <p><b>Two branches side by side.</b> The forks of a block, one of each arm, run together, and their iterations take turns in an
 * order that is drawn anew in each round; they are a pair ({@link io.balsa.bench.verdict.ForkPairs}). On a shared machine neighbours, heat and drift move times by far more than a
 * regression does, but they move both forks of a pair alike. What of it is left falls on either arm by the toss that ordered the
 * round: with identical code each log ratio is as likely to be positive as negative, whatever the noise is distributed like and
 * however it is correlated over time. That is all the signed-rank test asks for, so the interval of
 * {@link io.balsa.bench.verdict.SignedRank} is right by the design of the experiment, not by a belief about the machine. Logarithms
 * make ratios add up, and ranks keep a wild fork from having more than one vote. Nothing is dropped: outliers are labelled
 * ({@link io.balsa.bench.verdict.Outliers}).
 *
 * <p><b>The verdict.</b> The interval is held against a band of noise that comes from comparisons of identical code
 * ({@link io.balsa.bench.verdict.NoiseBand}): two percent at least, because the placement of code moves times by as much and no
 * number of forks removes that.
 *
 * <pre>
 *                     -band        0       +band
 *                       |          |          |
 *     IMPROVED   [---]  |          |          |
 *     EQUIVALENT        |       [-----]       |
 *     INCONCLUSIVE      |          |       [-----]      and how many more forks would tell
 *     REGRESSED         |          |          |   [---]
 *     UNSTABLE   forks failed, too few, still warming up, or undecided in two groups
 * </pre>
 *
 * <p>{@link io.balsa.bench.verdict.Judge} is that rule, and a {@link io.balsa.bench.verdict.Verdict} carries what it stands on.
 * That "not significant" is a verdict of its own and no proof of equality, and that a change must clear the noise with its whole
 * interval, is also what criterion.rs does. {@link io.balsa.bench.verdict.Gate} judges all benchmarks of a comparison together, by
 * Holm, so that twenty benchmarks do not mean a false alarm in each run.
 *
 * <p><b>Against a stored baseline.</b> Nothing is paired then, and the machine of another day is another machine: the interval of
 * {@link io.balsa.bench.verdict.RankSum} is widened by how far sessions of identical code are apart
 * ({@link io.balsa.bench.verdict.SessionSpread}). It is the weaker comparison, good to notice, not to judge.
 *
 * <p><b>Warm-up and latencies.</b> Change points ({@link io.balsa.bench.verdict.ChangePoints}) tell whether a fork had settled
 * before it was measured ({@link io.balsa.bench.verdict.WarmUp}). Percentiles are those of merged histograms, with intervals from a
 * bootstrap over forks ({@link io.balsa.bench.verdict.PercentileBootstrap}).
 *
 * <p><b>Whether all this is right</b> is measured, not believed: on synthetic machines with bad habits in the tests, and on
 * recorded forks of identical and of slowed code by {@link io.balsa.bench.verdict.Replay}.
 *
 * <p>The tests and intervals are those of Hollander, Wolfe, Chicken, "Nonparametric Statistical Methods"; ranks, p-values and
 * quantiles come from Apache Commons Statistics, the rest is checked against published values. Everything here is a pure function
 * of its arguments. Threading: none kept. Errors: {@link java.lang.IllegalArgumentException} for forks that no comparison leaves
 * behind.
 */
@NullMarked
package io.balsa.bench.verdict;

import org.jspecify.annotations.NullMarked;
