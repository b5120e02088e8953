/**
 * The gate that benchmarks of the commit path must pass whatever the machine: they allocate nothing.
 *
 * <p>It is the second of three levels. The first are tests in {@code core}, which measure each agent; the third is a cluster that runs
 * without a collector. What is found here comes with a flame graph of where it is allocated, made by
 * {@link io.balsa.bench.profiling}.
 */
@NullMarked
package io.balsa.bench.gate;

import org.jspecify.annotations.NullMarked;
