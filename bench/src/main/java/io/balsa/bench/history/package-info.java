/**
 * Every figure that was ever measured, over commits: what a machine's figures were, and with which commit they changed.
 *
 * <pre>
 *   run    -&gt;  {@link io.balsa.bench.history.RunFigures}    -&gt;  results/history.ndjson   -&gt;  {@link io.balsa.bench.history.MetricHistory}
 *   forks  -&gt;  {@link io.balsa.bench.history.ForkFigures}       a line per measurement       a row per metric
 * </pre>
 *
 * <p>A line holds all figures of a measurement, so that one is there whole or not at all. Figures of two machines are never put
 * in one row: hardware has a fingerprint, as baselines have. What is not the code (the machine of another day, another JVM)
 * moves figures as well; a change point between two measurements of one commit is told as such.
 */
@NullMarked
package io.balsa.bench.history;

import org.jspecify.annotations.NullMarked;
