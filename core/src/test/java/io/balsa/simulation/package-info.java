/**
 * Whole nodes, under faults, in simulated time: a run is a function of its seed.
 *
 * <p>The nodes are real ({@link io.balsa.node.RaftNode}, whose agents one thread steps); only what they stand on is simulated, and the
 * clients:
 *
 * <pre>
 *   SimScheduler     simulated time, events in order; idle time takes none
 *   SimNetwork       latency, loss, repetition, order, cuts in one or both directions, connections that break
 *   SimMachine       a disk that forgets and fails, a clock that drifts, and the SimProcess that runs on it at the moment
 *   SimClient        sessions, writes, swaps and reads of a few registers, sent again until answered
 *   FaultPlan        how often what goes wrong; the faults of a run are drawn before it begins
 *   Moments          what some faults wait for, to strike where the protocol is easily hurt: a vote, a cut log, a new leader
 *   NodeWatch        looks at a node after each step, MessageReader at what nodes promise each other
 *   Checkers         one class for each property; the first violation ends the run
 *   LivenessChecker  the calm after the storm: all must work, and agree, within a bound
 * </pre>
 *
 * <p>Since faults are drawn first and every concern has its own {@link io.balsa.simulation.SimRandom}, faults can be left out and the
 * rest stays: {@link io.balsa.simulation.Shrinker} looks for the few that matter. {@link io.balsa.simulation.MutantHunt} plants bugs
 * that must be found; the patches lie in {@code src/test/mutations/nodes}, and beside them the table of the runs that find them.
 *
 * <p>A run can be looked at: {@link io.balsa.simulation.RunTrace} is told what happens, {@link io.balsa.simulation.SpaceTimePage} shows it
 * to people ({@link io.balsa.simulation.ShowCases} to those who learn Raft), {@link io.balsa.simulation.TlaTrace} to a specification.
 *
 * <p>What the transport promises is kept: who loses a message loses the connection with it, sooner or later. A transport that loses
 * messages in silence would leave a follower behind whose offer of a snapshot was lost.
 *
 * <p>Out of reach: leases, which no node uses yet, and a sync that ends after its log was cut and written anew. Both are in reach of
 * {@code io.balsa.consensus.explorer}, which finds the bugs planted there ({@code lease-kept-on-transfer}, {@code ack-by-index}) in each
 * build.
 *
 * <p>Not planted, since it does no harm: a membership change taken before the term's first commit. Where a change takes effect when
 * it is appended, two leaders may commit changes of one membership by majorities that do not meet. Here it takes effect when it is
 * applied, and a leader takes none while its log holds one that is not: so the membership it starts from is the last that was
 * committed, by leader completeness, and its change needs a majority of that one; a rival that committed another change from
 * there needed one too. One of those who took part in both has moved on to the rival's term and refuses the older leader. To commit
 * something first gives no more than that. The rule stays, as it costs nothing and does not lean on this argument.
 */
@NullMarked
package io.balsa.simulation;

import org.jspecify.annotations.NullMarked;
