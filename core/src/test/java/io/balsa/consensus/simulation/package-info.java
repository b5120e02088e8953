/**
 * Whole clusters of cores in one thread, under everything that a network, a disk and a power cut may do.
 *
 * <p>A seed decides all of it: the settings, the size of the cluster, which message is delivered, dropped, repeated or overtaken, when
 * a node ticks, drains, syncs, applies, crashes and restarts, what of its unsynced writes survives, which memberships, snapshots,
 * transfers and reads are asked for, and how wrong each clock is. The network delays messages across
 * restarts; a core must stand that even if a transport never does it.
 *
 * <ul>
 *   <li>{@link io.balsa.consensus.simulation.Weather} draws, {@link io.balsa.consensus.simulation.SimulatedCluster} acts, and after
 *       the storm {@link io.balsa.consensus.simulation.Calm} waits for agreement,
 *   <li>{@link io.balsa.consensus.simulation.SimulatedNode} carries out what a core tells it,
 *   <li>{@link io.balsa.consensus.simulation.SimulatedDisk} remembers what is durable,
 *   <li>{@link io.balsa.consensus.simulation.SafetyChecker} knows what must never be seen (Raft paper, figure 3).
 * </ul>
 */
@NullMarked
package io.balsa.consensus.simulation;

import org.jspecify.annotations.NullMarked;
