/**
 * Forks: a benchmark run once in a JVM of its own, the unit of every comparison.
 *
 * <p>Two iterations in one JVM share its heap, its compiled code and its luck; two forks do not. So a fork counts once, with the
 * median of its iterations, and what is compared are forks that took turns. {@link io.balsa.bench.fork.ForkRecord} is what one
 * leaves behind, a line of JSON in {@code forks.ndjson}.
 */
@NullMarked
package io.balsa.bench.fork;

import org.jspecify.annotations.NullMarked;
