/**
 * Load on a cluster, and what it answers.
 *
 * <p>A {@link io.balsa.bench.load.ClosedLoop} keeps a number of commands outstanding: a new one goes out when one is answered. It
 * finds the most a cluster can do, and its latencies are those of a caller who waits.
 *
 * <p>An {@link io.balsa.bench.load.OpenLoop} sends at times fixed beforehand whether or not earlier commands were answered, as a
 * world of independent users does: evenly, or with the bursts and lulls of such users
 * ({@link io.balsa.bench.load.Arrivals}). A command's latency counts from the time at which it should have been sent. If cluster or
 * generator stall, every command that fell due in the stall carries its share of it: nothing is omitted. A rate that was
 * not kept makes the run fail, because the percentiles of a rate nobody sustained mean nothing.
 *
 * <p>Both send through a {@link io.balsa.bench.load.CommandPort}, on one thread that blocks while it waits: on a
 * machine of few cores a generator that spins would take the time it means to measure.
 */
@NullMarked
package io.balsa.bench.load;

import org.jspecify.annotations.NullMarked;
