/**
 * Where the time of a command goes on its leader, and what the slowest ones are made of.
 *
 * <pre>
 *   leader                                      bench
 *   data directory / stages  --StageFile-->  {@link io.balsa.bench.stages.StageBreakdown}
 *                                               |  parts of each command: {@link io.balsa.bench.stages.StagePart}
 *                                               v
 *                                            stages.json, hlog/NAME.stages.hlog
 * </pre>
 *
 * <p>The nodes of a run note the times of every {@code stages.every}-th command while the load is measured. What lies between client
 * and ingress ring is not in them: it is the difference to the load's own latencies.
 */
@NullMarked
package io.balsa.bench.stages;

import org.jspecify.annotations.NullMarked;
