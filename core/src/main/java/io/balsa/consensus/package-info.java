/**
 * The algorithm, and nothing but the algorithm: no I/O, no clock, no thread, no randomness that is not seeded. It imports
 * {@code java.lang} and itself.
 *
 * <p>{@link io.balsa.consensus.Raft} is the whole surface. Inputs change state: a tick, a proposal, a message, the end of a disk write.
 * {@link io.balsa.consensus.Raft#drain} then tells a {@link io.balsa.consensus.RaftOutput} what must happen. Whatever can be derived
 * from the state is derived at that moment and never queued, so output batches itself and no queue can overflow. What a message
 * promises is persisted before the message is told: a vote leaves after its sync, an acknowledgement after the entries' sync.
 *
 * <p>What an embedder brings is a log, a way to send messages, and a timer; {@code io.balsa.example.EmbeddedCore} among the tests is a
 * whole cluster in two hundred lines. One turn of its loop: feed inputs, write what {@code onAppendRequest} says is missing, drain,
 * sync, report the sequence with {@code onPersisted}.
 *
 * <p>The core sees indexes and terms ({@link io.balsa.consensus.TermTable}) and never a payload.
 *
 * <p>Reading order: {@code Raft} (what comes in and goes out), {@code Roles} (how a node comes from one role into another),
 * {@code RaftState} (what all roles share), {@code Voter}, {@code Follower}, {@code Candidate}, {@code Leader} with
 * {@code Replication} and {@code LeaderReads} (what each does), then {@code Persistence}, {@code ReadIndexQueue},
 * {@code UnappliedMemberships}, {@code PeerReplies} (one idea each), and the packages {@code quorum}, {@code membership},
 * {@code progress}.
 *
 * <p>A membership takes effect when its entry is applied, as in etcd. So a group of two that removes its leader needs that leader to
 * live until the other one knows that the removal is committed; three or more members have no such moment.
 *
 * <p>Sections named in comments: "paper" is Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm
 * (extended version); "dissertation" is Ongaro, Consensus: Bridging Theory and Practice.
 */
@NullMarked
package io.balsa.consensus;

import org.jspecify.annotations.NullMarked;
