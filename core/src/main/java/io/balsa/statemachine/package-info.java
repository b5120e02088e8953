/**
 * The replicated service and what makes it one: commands take effect exactly once, queries are linearizable.
 *
 * <p>Reading order: {@link io.balsa.statemachine.StateMachine} is what a user writes, with
 * {@link io.balsa.statemachine.CommittedCommand} and {@link io.balsa.statemachine.ResponseWriter} as what it reads from and writes
 * to; {@link io.balsa.statemachine.ApplyAgent} drives it from the log; {@link io.balsa.statemachine.SessionTable} and
 * {@link io.balsa.statemachine.ReadQueue} are the two halves of the promise to clients.
 *
 * <pre>
 *                 commit index                                 read id, index
 *                      |                                             |
 *   log ---- committed entries ---> ApplyAgent <--- queries --- ReadQueue
 *                                    |  |    |
 *                     admit, complete|  |    | one reply at a time
 *                                    v  |    v
 *                        SessionTable   |   egress ring ---> gateway ---> client
 *                                       v
 *                                  StateMachine
 * </pre>
 *
 * <h2>Exactly once (Raft dissertation, section 6.3)</h2>
 *
 * <p>Raft alone gives at least once: a client that gets no answer cannot know whether its command was committed, sends it again,
 * perhaps to another leader, and then the log may hold it twice. So a client opens a session, whose id is the index of the entry
 * that opened it, and numbers its commands within it. Every replica keeps a {@code SessionTable} and applies a command only
 * when its (session, sequence) is seen for the first time; for a repetition it answers with the reply it kept. Three things bound
 * the memory without weakening that:
 *
 * <ul>
 *   <li>A client carries in each command up to which sequence it has all replies. Those replies are dropped, and a repetition of such
 *       a command, of which the client has long had the reply, is refused as {@code REPLY_EVICTED}, never applied.
 *   <li>A session may be at most its window ahead of that. Within the window commands may appear in the log in any order, which
 *       they do after a client has sent them again; beyond it they are refused as {@code WINDOW_EXCEEDED}.
 *   <li>There are only so many sessions and so many bytes of replies; the least recently used session is evicted, and its commands
 *       are refused as {@code SESSION_UNKNOWN} from then on: its client must treat what it has not heard of as unknown.
 * </ul>
 *
 * <p>Replicas must agree on all of this, else one applies what another refuses. So every decision is a function of the log: the
 * limits travel in the entry that opens a session, "recently" means position in the log, and no clock is read.
 *
 * <p>A response is part of the state, too, so {@code max.response.bytes} must be the same on all nodes of a cluster.
 *
 * <h2>Linearizable reads (section 6.4)</h2>
 *
 * <p>A query does not go through the log. The leader notes its commit index, has a majority confirm that it still leads, and waits
 * until that index is applied: then the state holds everything that was acknowledged to anyone before the query came. The
 * core says of each query either from which index on it may be served or that it cannot be; {@code ReadQueue} holds the query until
 * then. It leaves exactly once, with an answer or with {@code NOT_LEADER}.
 *
 * <h2>Snapshots (Raft paper, section 7)</h2>
 *
 * <pre>
 *   apply thread      ApplyAgent.beginSnapshot: sessions copied, StateMachine.beginSnapshot      restore: sessions, state, index
 *                            |  AppliedSnapshot                                                        ^
 *                            v                                                                         |
 *   snapshot thread   SnapshotAgent: a piece per cycle ---> SnapshotWriter ... SnapshotStore ... SnapshotReader
 * </pre>
 *
 * <p>A snapshot holds the sessions and the state of one index, so that commands stay exactly once for whoever loads it. The apply
 * thread is held up for the copy of the sessions and for what the state machine needs to make a view of itself; commands go on
 * while the view is written. Loading is all or nothing: an agent that failed half way never applies anything again.
 *
 * <h2>Back-pressure</h2>
 *
 * <p>An entry is applied once, its reply may need several attempts. So at most one reply waits, outside both log and queue, and
 * while it waits nothing else is applied or served. The gateway drains the ring whatever its clients do, so the wait ends.
 */
@NullMarked
package io.balsa.statemachine;

import org.jspecify.annotations.NullMarked;
