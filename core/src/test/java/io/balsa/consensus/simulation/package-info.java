/**
 * Whole clusters of cores in one thread, under everything that a network, a disk and a power cut may do.
 *
 * <p>A seed decides all of it: the settings, the size of the cluster, which message is delivered, dropped, repeated or overtaken, when
 * a node ticks, drains, syncs, crashes and restarts, and what of its unsynced writes survives. The network delays messages across
 * restarts; a core must stand that even if a transport never does it.
 *
 * <ul>
 *   <li>{@link io.balsa.consensus.simulation.SimulatedCluster} acts,
 *   <li>{@link io.balsa.consensus.simulation.SimulatedNode} carries out what a core tells it,
 *   <li>{@link io.balsa.consensus.simulation.SimulatedDisk} remembers what is durable,
 *   <li>{@link io.balsa.consensus.simulation.SafetyChecker} knows what must never be seen (Raft paper, figure 3).
 * </ul>
 */
@NullMarked
package io.balsa.consensus.simulation;

import org.jspecify.annotations.NullMarked;
