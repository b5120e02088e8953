/**
 * Stages of the commit path alone, in one process, by JMH.
 *
 * <pre>
 *   CodecBenchmark           entry frames: seal, check                    io.balsa.codec
 *   LogAppendBenchmark       a payload into the log's append buffer       io.balsa.log
 *   LogReadBenchmark         entries out of the mapped log, checked
 *   LogRecoveryBenchmark     opening a log of 1 GiB
 *   WriteWayBenchmark        mapping, write, direct: which is durable first
 *   ProposeCommitBenchmark   three cores: propose until all have committed io.balsa.consensus
 *   ReplicatedEntryBenchmark the same in the shapes others are measured in
 *   RaftRs*Benchmark         what raft-rs's own benchmarks do
 *   IdleGroupBenchmark       ticks and heartbeats of a group at rest
 *   KvPutBenchmark           a put into the key-value store, also while a snapshot is taken io.balsa.kv
 *   KvSnapshotBenchmark      a snapshot of it: walk, write, load          io.balsa.kv, io.balsa.snapshot
 *   QuorumBenchmark          commit index of 3, 5, 7 voters               io.balsa.consensus.quorum
 * </pre>
 *
 * <p>All run with the allocation profiler: {@code gc.alloc.rate.norm} is the claim of the whole project. It never reads exactly
 * zero, since the profiler's own objects count; below 0.01 B/op is none.
 */
@NullMarked
package io.balsa.bench.jmh;

import org.jspecify.annotations.NullMarked;
