/**
 * A comparison made readable: one HTML page that needs no network, Markdown for a pull request, JUnit's XML for a build server,
 * tables for the terminal.
 *
 * <pre>
 *   comparison.json    what was found: {@link io.balsa.bench.compare.ComparisonRecord}
 *   forks.ndjson       the forks it was made of: {@link io.balsa.bench.fork.ForkRecord}
 *   flames/            HTML or SVG, if any were made; named after their benchmark
 *     -&gt;  report/index.html    {@link io.balsa.bench.report.comparison.ComparisonPage}
 *     -&gt;  report.md            {@link io.balsa.bench.report.comparison.ComparisonMarkdown}
 *     -&gt;  junit.xml            {@link io.balsa.bench.report.comparison.ComparisonJUnit}
 *     -&gt;  standard output      {@link io.balsa.bench.report.comparison.ComparisonConsole}
 * </pre>
 *
 * <p>All four say the same, since {@link io.balsa.bench.report.comparison.Summary} finds the words. Nothing is judged here: verdicts
 * are shown as they were saved. Charts of points are SVG that Java draws, so they print and are there without scripts; charts of
 * many lines are drawn by uPlot. An outcome has a colour, a shape and a word, since neither paper nor every eye has colours.
 */
@NullMarked
package io.balsa.bench.report.comparison;

import org.jspecify.annotations.NullMarked;
