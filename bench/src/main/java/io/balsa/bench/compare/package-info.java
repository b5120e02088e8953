/**
 * Comparisons from beginning to end: arms are made, their forks take turns, what they measured is judged and shown.
 *
 * <pre>
 *   results/comparisons/20261125T140000Z-aa-3228273/
 *     forks.ndjson        every fork, as it ended: {@link io.balsa.bench.fork.ForkRecord}
 *     env.json            on what
 * </pre>
 */
@NullMarked
package io.balsa.bench.compare;

import org.jspecify.annotations.NullMarked;
