/**
 * What a run leaves behind: a directory of raw data and one document, from which every table and chart is derived.
 *
 * <pre>
 *   results/runs/20261123T084000Z-quick-86efc49/
 *     run.json            what was measured, {@link io.balsa.bench.result.RunRecord}; results/README.md names every field
 *     env.json            on what, {@link io.balsa.bench.environment.Environment}
 *     stages.json         where the time of commands went, {@link io.balsa.bench.result.StagesRecord}; only if it was noted
 *     hlog/NAME.hlog      raw latencies of each load, per interval
 *     jmh.json            raw results of the benchmarks
 *     nodes/              what the nodes printed
 *     flames/             flame graphs, if any were drawn: scripts/bench flame --into
 *     report/index.html   the page
 * </pre>
 */
@NullMarked
package io.balsa.bench.result;

import org.jspecify.annotations.NullMarked;
