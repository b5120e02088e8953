/**
 * What a search for settings is shown as: tables on a terminal, and a page.
 *
 * <pre>
 *   {@link io.balsa.bench.report.tuning.TuningPage}
 *     Points, ParetoPlot          what candidates reached, and which of them nothing beats
 *     EffectStrip                 an effect before its noise
 *     TuningTables                confirmation, race, factors, settings
 *   {@link io.balsa.bench.report.tuning.TuningConsole}
 * </pre>
 */
@NullMarked
package io.balsa.bench.report.tuning;

import org.jspecify.annotations.NullMarked;
