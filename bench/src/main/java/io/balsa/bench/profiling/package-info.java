/**
 * Where time goes, bytes are allocated and threads wait: flame graphs by async-profiler, of runs that are made for nothing else.
 *
 * <pre>
 *   {@link io.balsa.bench.profiling.ProfileEvent}        what is sampled: cpu, wall, alloc, lock
 *   {@link io.balsa.bench.profiling.BenchmarkProfiler}   forks of a benchmark      -&gt;  {@link io.balsa.bench.profiling.Stacks}
 *   {@link io.balsa.bench.profiling.LoadProfiler}        nodes under load          -&gt;  {@link io.balsa.bench.profiling.NodeSamples}
 *     {@link io.balsa.bench.profiling.CommitTimes}       when each commit was under way; the slowest of them
 *     {@link io.balsa.bench.profiling.Recording}         samples of certain times  -&gt;  Stacks
 *   {@link io.balsa.bench.profiling.FlamePage}           Stacks                    -&gt;  page
 *   {@link io.balsa.bench.profiling.StackDiff}           two Stacks                -&gt;  {@link io.balsa.bench.profiling.DiffPage}
 *
 *   results/flames/20261125T140000Z-6e05f6e/
 *     ProposeCommitBenchmark.batchOf16-payloadBytes-0-cpu.html        the page
 *     ProposeCommitBenchmark.batchOf16-payloadBytes-0-cpu.collapsed   what it was drawn from: stack, blank, weight
 * </pre>
 *
 * <p>A profiler disturbs what it looks at, so nothing that is measured here is ever compared or judged: benchmarks run in forks of
 * their own, after all scored ones.
 *
 * <p>The tail. A flame graph of everything shows the usual; what makes the slowest hundredth slow drowns in it. So the load notes
 * when each command was sent and answered, and of the nodes' samples only those are kept whose time lies between both of a
 * command that was slower than a percentile of the same run. Both times are of one clock: the profiler is told to stamp with
 * {@code CLOCK_MONOTONIC}, which is what {@link java.lang.System#nanoTime} reads on Linux and which all processes of a machine
 * share. A recording with another clock is refused.
 *
 * <p>Two profiles. The profiler's library draws flame graphs, and those are used; its differential one compares counts, which differ
 * with the length of a run, and leaves out what only the first profile had. {@link io.balsa.bench.profiling.StackDiff} compares
 * shares, and shows what went away as well as what came.
 */
@NullMarked
package io.balsa.bench.profiling;

import org.jspecify.annotations.NullMarked;
