/**
 * The duty cycle that joins the stages into a node.
 *
 * <p>{@link io.balsa.node.RaftNode} builds a node from its {@link io.balsa.node.NodeConfig} and a state machine.
 * {@code ConsensusAgent} is its heart: one cycle takes in what arrived from peers, clients, the disk and the clock, drains the core
 * once, and hands each effect to the stage that carries it out ({@code OutputRouter}).
 *
 * <p>What a node has of the world (disk, clock, randomness, peers, clients) comes through its {@link io.balsa.node.Environment}: the
 * machine's own, unless somebody brings another. What an operator asks for, other members or another leader, comes through
 * {@code Administration}.
 *
 * <h2>Threads</h2>
 *
 * <p>By default one thread runs everything but the sync of the log, and waits in one selector when there is nothing to do. On a
 * machine without spare cores this beats a thread per stage: a hop between threads costs a wake-up by the kernel, which is as much
 * as all of Balsa's work for a batch, and a stage that spins takes its core from the others. Batches form by themselves: whatever
 * arrives while a cycle runs is taken by the next.
 *
 * <pre>
 *   clients --> ClientGateway --> IngressRing --> ClientRequests --> Raft, LogStore
 *                     ^                                               |
 *                     |                                               v  drain
 *                 EgressRing <-- ApplyAgent <--------------------- OutputRouter --> PeerPublisher --> peers
 *                                                                     |
 *                                                                     v
 *                                                       LogSyncAgent (own thread) --> Raft.onPersisted
 * </pre>
 *
 * <h2>Snapshots</h2>
 *
 * <p>A third thread writes snapshots, sends their files and receives them; {@code SnapshotStage} shows the two halves. The consensus
 * thread only takes a view of the state, which costs little, and loads what was received. Each member takes its snapshots at other
 * indexes than the others, at a pace, and the log keeps a tail behind the newest one.
 *
 * <p>A client may ask the leader for one of whatever was acknowledged before ({@code SnapshotRequests}): that is a backup, and
 * {@link io.balsa.node.NodeRestore} makes nodes of a new cluster of it.
 *
 * <h2>Full disk</h2>
 *
 * <p>Room is made before it is needed: while a leader has none for the next log segment it refuses writes and answers queries, and
 * a follower lets appends go by, which the leader sends again. Both go on by themselves when there is room.
 *
 * <h2>Lost entries</h2>
 *
 * <p>A node whose log was repaired, or whose disk was put back to an older state, takes part in no election before it holds again
 * what it had acknowledged. A mark in its data directory says so across restarts; a leader that lives finds out about the rest.
 *
 * <h2>Stage times</h2>
 *
 * <p>With {@code stages.capacity} set, a leader notes when commands pass each {@link io.balsa.node.CommandStage}
 * ({@code StageRecorder}), and the snapshot thread brings that to a file of the data directory that
 * {@link io.balsa.node.StageFile} reads:
 *
 * <pre>
 *   RECEIVED --> APPENDED --> SENT --> COMMITTED --> APPLIED --> ANSWERED
 *                       |
 *                       `-> DURABLE      the leader's own disk, beside the way of the command
 * </pre>
 *
 * <p>Times are of the duty cycle, since it is what a command waits for: all commands of one batch have the same. How long a request
 * lay on the ingress ring shows only from the last cycle on, which is all of it unless the core took no more for a while; the
 * ring's records carry no time, so that they stay as wide as the entry they become.
 *
 * <p>Noting costs 0.2 microseconds for a command alone, most of it for looks at the clock, and 0.03 for one in a batch of 256;
 * with one command in four noted, 0.01. In a closed loop of 256 through three nodes on one thread, 60 rounds with and without in
 * turns, it is not to be seen: of 6.7 microseconds of processor time per command a median of 0.1 more, quartiles -0.2 to 0.4.
 *
 * <h2>Failure</h2>
 *
 * <p>Whatever an agent throws is final: the node stops and {@link io.balsa.node.FatalErrorPolicy} is told. It never retries a failed
 * write or sync.
 */
@NullMarked
package io.balsa.node;

import org.jspecify.annotations.NullMarked;
