/**
 * Balsa: a Raft whose commit path allocates nothing.
 *
 * <p>Packages in alphabetical order are in reading order. A write passes through them like this:
 *
 * <pre>
 *   1  bytes from a socket        client/ClientGateway.doWork
 *   2  request on the ring        client/IngressRing.offerCommand
 *   3  duty cycle takes a batch   node/ConsensusAgent.doWork
 *   4  index and term assigned    consensus/Raft.propose -> Leader
 *   5  bytes into the segment     log/LogStore.append -> LogSegment
 *   6  effects leave the core     consensus/Raft.drain -> node/OutputRouter
 *      6a sync, in parallel       log/LogSyncAgent -> Raft.onPersisted
 *      6b replicate same bytes    network/PeerPublisher
 *   7  follower side              network/PeerDispatcher -> Raft.onAppendRequest -> LogStore.append -> sync -> answer
 *   8  quorum, commit index       Leader -> ProgressTracker -> JointQuorum
 *   9  apply                      statemachine/ApplyAgent -> StateMachine.apply
 *   10 response                   client/EgressRing -> ClientGateway.doWork
 * </pre>
 *
 * <p>{@link io.balsa.node.CommandStage} names the moments between the steps on a leader, whose times a node can record.
 */
@NullMarked
package io.balsa;

import org.jspecify.annotations.NullMarked;
