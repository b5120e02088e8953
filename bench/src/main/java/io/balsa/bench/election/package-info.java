/**
 * How long a group is without a leader after a crash: figure 16 of the Raft paper (Ongaro and Ousterhout 2014, 9.3;
 * dissertation, 9.3) again, on Balsa's core, beside the curves that its authors and "Raft Refloated" (Howard et al. 2015)
 * published.
 *
 * <pre>
 *   0 ms             the leader of five sends heartbeats to all, at the same moment
 *   0 to T/2         it crashes; T is the least timeout, T/2 the heartbeat interval
 *   T and later      a follower campaigns; of the four that are left two may win, since all logs differ in length
 *   ...              split votes, other timeouts
 *   end              the last of the others hears the new leader
 * </pre>
 *
 * <p>{@link io.balsa.bench.election.ElectionTrial} is one such crash, in virtual time: ticks of 0.1 ms, messages and disk writes
 * that take times drawn from {@link io.balsa.bench.election.Span}s. {@link io.balsa.bench.election.ElectionSweep} runs thousands,
 * always the same for the same seed, whatever the machine.
 */
@NullMarked
package io.balsa.bench.election;

import org.jspecify.annotations.NullMarked;
