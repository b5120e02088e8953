/**
 * Messages between the members of a cluster.
 *
 * <pre>
 *   Raft.drain --> PeerPublisher --> Transport  ~~~ the other member ~~~>  Transport --> PeerDispatcher --> Raft
 *                      ^             offer                                  FrameHandler      |
 *                  LogStore.map                                                               v
 *                  entries as they are                                              LogStore.appendFrames
 * </pre>
 *
 * <p>{@link io.balsa.network.PeerPublisher} and {@link io.balsa.network.PeerDispatcher} know messages ({@code peer.xml}) and no
 * sockets; a {@link io.balsa.network.Transport} knows members and lengths and no messages. Two of them exist: {@code tcp}, and
 * {@code inprocess} for tests and benchmarks.
 *
 * <p>Sending never waits: a message is taken whole or refused, and the core, which keeps no outbox, offers again what still makes
 * sense. Nothing received is believed before its checksums match and its lengths lie within limits that were set beforehand.
 */
@NullMarked
package io.balsa.network;

import org.jspecify.annotations.NullMarked;
