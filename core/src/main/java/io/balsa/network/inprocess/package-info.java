/**
 * Peer messages between nodes of one process, over ring buffers: for tests and benchmarks in which sockets would be noise, and
 * for clusters whose links a test wants to cut.
 */
@NullMarked
package io.balsa.network.inprocess;

import org.jspecify.annotations.NullMarked;
