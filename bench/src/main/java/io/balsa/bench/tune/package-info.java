/**
 * The search for settings that suit a machine: which node settings and JVM flags are better than a profile's, and is that certain?
 *
 * <pre>
 *   {@link io.balsa.bench.tune.Tuner}
 *     SearchSpace, Factor, Level   what may be changed
 *     ScreenDesign, Screening      screen: what does each change do? Plackett-Burman, a few trials for all of them
 *     Race                         race: combinations of what helped, in rounds; what is worse for certain drops out
 *     Confirmation                 confirm: the best one against the profile, and the profile against itself
 *     Arena                        where a trial is run: ClusterArena, or a made-up one in tests
 *   TuneRun                        a search on this machine
 *   TuningDirectory, ProfileWriter what it leaves behind
 * </pre>
 *
 * <p><b>A trial</b> is a fresh cluster of three processes with a candidate's settings: unmeasured load until the hot code is
 * compiled, then a closed loop for the commands per second, then an open loop at three tenths of that, for p99.9 and
 * processor time. The rate is found once and is the same for all, so they are compared at the same work. Nothing of a trial counts
 * but its three figures, and the unit of every test is the trial.
 *
 * <p><b>Why three phases.</b> One change at a time would need six times as many trials for the same certainty as a design in which
 * every trial says something of every factor. Such a design confuses a factor with pairs of others, so it only proposes: the race
 * compares whole combinations. And the winner of a race has been lucky, among other things; so it is measured anew, and only those
 * trials count for the verdict ({@link io.balsa.bench.verdict.Judge}). A machine drifts: within a round candidates take turns, in an
 * order that is drawn, and are compared round by round.
 *
 * <p><b>What is not searched.</b> Whether a node syncs before it answers: that is a promise and no tuning, so {@code sync.policy} is the
 * profile's. How it syncs, on a thread of its own or within the duty cycle, and whether the leader waits for its own, is searched.
 * Time-outs are not: no load without faults could tell good ones from bad.
 *
 * <p>The search is a pure function of its trials and a seed. Threading: one thread. Errors: {@link java.io.IOException} where results
 * cannot be written; a trial that fails is a result.
 */
@NullMarked
package io.balsa.bench.tune;

import org.jspecify.annotations.NullMarked;
