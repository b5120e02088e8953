/**
 * A request comes in, a response goes out: the client port of a node, and the clients that talk to it.
 *
 * <p>On the node:
 *
 * <pre>
 *   socket -> ClientGateway -> IngressRing -> consensus ... apply -> EgressRing -> ClientGateway -> socket
 * </pre>
 *
 * <p>In the user's process {@link io.balsa.client.BalsaClient} is what most take: it blocks and may be shared between threads. It
 * stands on {@link io.balsa.client.PipelinedClient}, which one thread polls, which keeps many requests under way and allocates
 * nothing for them.
 *
 * <p>Exactly once (Raft dissertation, section 6.3): a client opens a session through the log and numbers its commands. What is
 * unanswered when the leader changes is sent again to the new one with the same session and numbers; the replicated session table
 * answers repeats instead of applying them. Only when the client gives up, at its deadline, is the outcome unknown.
 *
 * <p>For operators there are {@link io.balsa.client.StatusProbe}, which asks one node how it is, and
 * {@link io.balsa.client.SnapshotRequest}, which asks the leader for what a backup is made of.
 *
 * <p>The protocol is described in {@code client.xml}.
 */
@NullMarked
package io.balsa.client;

import org.jspecify.annotations.NullMarked;
