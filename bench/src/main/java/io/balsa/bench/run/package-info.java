/**
 * A run from beginning to end: looks at the machine, loads, kills, benchmarks, report.
 *
 * <pre>
 *   {@link io.balsa.bench.run.BenchRun}
 *     MachineLooks     probes, several times
 *     LoadPhases       warm-up, closed loops, open loops
 *     KneeSweep        open loops at rising rates, until an objective is missed
 *     failover/        leader killed
 *     jmh/             stages alone
 *     result/, report/ files and page
 * </pre>
 */
@NullMarked
package io.balsa.bench.run;

import org.jspecify.annotations.NullMarked;
