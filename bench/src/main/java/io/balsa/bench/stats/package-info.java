/**
 * How latencies are kept: HdrHistogram, in nanoseconds, one for a whole phase and one per interval, so that nothing is ever
 * averaged over percentiles and every figure can be derived again from the raw {@code .hlog}.
 */
@NullMarked
package io.balsa.bench.stats;

import org.jspecify.annotations.NullMarked;
