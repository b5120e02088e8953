/**
 * Whole nodes, under faults, in simulated time: a run is a function of its seed.
 *
 * <p>The nodes are real ({@link io.balsa.node.RaftNode}, stepped by one thread); only what they stand on is simulated: the network, the
 * disk, the clock and the randomness of their {@link io.balsa.node.Environment}, and the clients.
 */
@NullMarked
package io.balsa.simulation;

import org.jspecify.annotations.NullMarked;
