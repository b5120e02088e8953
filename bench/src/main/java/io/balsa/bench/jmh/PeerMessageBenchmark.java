package io.balsa.bench.jmh;

import io.balsa.bench.log.BenchLog;
import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.RecoveredState;
import io.balsa.consensus.membership.Membership;
import io.balsa.network.NetworkCounters;
import io.balsa.network.PeerDispatcher;
import io.balsa.network.PeerPublisher;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An AppendEntries made by a leader and read by a follower, who has its entries already: encode and seal, then check and decode, with
 * nothing between the two but a copy.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PeerMessageBenchmark {
    private static final int LEADER = 1;
    private static final int FOLLOWER = 2;

    /** Bytes of each entry's payload. */
    @Param({"16", "256", "4096", "65536"})
    public int payloadBytes;

    /** Entries of a message; the score is for all of it. */
    @Param({"0", "1", "16"})
    public int batch;

    private BenchLog sent;
    private BenchLog received;
    private PeerPublisher publisher;

    /** Fills the leader's log. */
    @Setup
    public void open() throws IOException {
        sent = new BenchLog(payloadBytes);
        received = new BenchLog(payloadBytes);
        for (int i = 0; i < batch; i++) {
            sent.append();
        }
        final Raft follower = new Raft(
                RaftConfig.builder(FOLLOWER).build(), RecoveredState.empty(Membership.ofVoters(LEADER, FOLLOWER)));
        final NetworkCounters counters = new NetworkCounters();
        final int maxAppendBytes = Math.max(1 << 12, 2 * batch * payloadBytes + (batch << 7));
        final int maxMessage =
                PeerPublisher.maxMessageLength(maxAppendBytes, sent.log().maxPayloadLength());
        final PeerDispatcher dispatcher = new PeerDispatcher(follower, received.log(), new NoSnapshots(), 0, counters);
        publisher =
                new PeerPublisher(new DirectTransport(LEADER, dispatcher, maxMessage), sent.log(), 0, maxAppendBytes);
    }

    /** Removes the logs. */
    @TearDown
    public void close() throws IOException {
        sent.close();
        received.close();
    }

    /** A message with entries; with none, one that only asks for an answer. */
    @Benchmark
    public long appendRequest() {
        final long taken = publisher.sendAppendRequest(FOLLOWER, 1, 0, 0, 1, batch, 0, 0);
        if (taken < 0) {
            throw new IllegalStateException("the message is not taken: result=" + taken);
        }
        return taken;
    }
}
