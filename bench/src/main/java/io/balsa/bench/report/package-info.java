/**
 * A run's files made readable: aligned tables on the console, and one HTML page that needs no network.
 *
 * <pre>
 *   run.json, env.json, hlog/  -&gt;  {@link io.balsa.bench.report.RunTables}  -&gt;  console and page: the same tables
 *                              -&gt;  {@link io.balsa.bench.report.RunCharts}  -&gt;  page: curves, drawn by uPlot
 *   stages.json                -&gt;  {@link io.balsa.bench.report.StageTables}  -&gt;  console and page
 *                              -&gt;  {@link io.balsa.bench.report.StageBars}  -&gt;  page
 * </pre>
 *
 * <p>Everything is derived from the run's directory, so an old run can be rendered again by newer code.
 */
@NullMarked
package io.balsa.bench.report;

import org.jspecify.annotations.NullMarked;
