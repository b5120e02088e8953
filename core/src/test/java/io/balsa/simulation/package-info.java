/**
 * Whole nodes, under faults, in simulated time: a run is a function of its seed.
 *
 * <p>The nodes are real ({@link io.balsa.node.RaftNode}, stepped by one thread); only what they stand on is simulated: the network, the
 * disk, the clock and the randomness of their {@link io.balsa.node.Environment}, and the clients.
 *
 * <p>A run can be looked at: {@link io.balsa.simulation.RunTrace} is told what happens, {@link io.balsa.simulation.SpaceTimePage} shows it
 * to people ({@link io.balsa.simulation.ShowCases} to those who learn Raft), {@link io.balsa.simulation.TlaTrace} to a specification.
 */
@NullMarked
package io.balsa.simulation;

import org.jspecify.annotations.NullMarked;
