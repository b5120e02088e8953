/**
 * Stages of the commit path alone, in one process, by JMH.
 *
 * <p>In the order in which a command passes the stages:
 *
 * <pre>
 *   RingBenchmark            a command onto the ring and off, a reply too  io.balsa.client
 *   ProposeCommitBenchmark   three cores: propose until all have committed io.balsa.consensus
 *   QuorumBenchmark          commit index of 3, 5, 7 voters                io.balsa.consensus.quorum
 *   CodecBenchmark           entry frames: seal, check                     io.balsa.codec
 *   LogAppendBenchmark       a payload into the log's append buffer        io.balsa.log
 *   SyncBenchmark            a batch of entries made durable
 *   WriteWayBenchmark        mapping, write, direct: which is durable first
 *   PeerMessageBenchmark     AppendEntries: encode and seal, check and decode io.balsa.network
 *   TransportBenchmark       an append and its answer, in process and over TCP
 *   LogReadBenchmark         entries out of the mapped log, checked        io.balsa.log
 *   SessionTableBenchmark    exactly once: admit a command, keep its reply io.balsa.statemachine
 *   ApplyBenchmark           the apply stage beside log and state machine
 *   KvPutBenchmark           a put into the key-value store, also while a snapshot is taken io.balsa.kv
 * </pre>
 *
 * <p>What is no command's way, and whole clusters in one thread:
 *
 * <pre>
 *   KvSnapshotBenchmark      a snapshot of the store: walk, write, load    io.balsa.kv, io.balsa.snapshot
 *   LogRecoveryBenchmark     opening a log of 1 GiB                        io.balsa.log
 *   ReadIndexBenchmark       a round of reads, by cluster size             io.balsa.consensus
 *   ElectionBenchmark        campaign until all have committed, by cluster size and log length
 *   IdleGroupBenchmark       ticks and heartbeats of a group at rest
 *   ClusterCommitBenchmark   a batch of entries, by cluster size, payload and batch
 *   ReplicatedEntryBenchmark the same in the shapes others are measured in
 *   RaftRs*Benchmark         what raft-rs's own benchmarks do
 * </pre>
 *
 * <p>All run with the allocation profiler: {@code gc.alloc.rate.norm} is the claim of the whole project. It never reads exactly
 * zero, since the profiler's own objects count; below 0.01 B/op is none.
 */
@NullMarked
package io.balsa.bench.jmh;

import org.jspecify.annotations.NullMarked;
