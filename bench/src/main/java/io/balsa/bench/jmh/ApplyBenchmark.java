package io.balsa.bench.jmh;

import io.balsa.client.EgressRing;
import io.balsa.statemachine.ApplyAgent;
import io.balsa.statemachine.ReadQueue;
import io.balsa.statemachine.SessionTable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the apply stage costs a batch of commands beside log and state machine, which do nothing here: sessions, replies, the answer on
 * the ring.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ApplyBenchmark {
    private static final int RING_BYTES = 1 << 22;
    private static final int MAX_QUERY_BYTES = 64;
    private static final int MAX_RESPONSE_BYTES = 1024;
    private static final long INITIAL_REPLY_BYTES = 1 << 20;

    /** Bytes of a command. */
    @Param({"16", "256", "4096", "65536"})
    public int payloadBytes;

    /** Commands committed at once; the score is for all of them. */
    @Param({"1", "16", "256"})
    public int batch;

    private final EgressRing egress = new EgressRing(RING_BYTES);
    private final AnswerCounter answers = new AnswerCounter();
    private ApplyAgent agent;
    private long commitIndex;

    /** Opens the session. */
    @Setup
    public void open() {
        agent = new ApplyAgent(
                new EndlessCommands(payloadBytes),
                new FixedAnswer(),
                new SessionTable(INITIAL_REPLY_BYTES),
                (index, buffer, offset, length) -> {},
                new ReadQueue(ReadQueue.minCapacity(MAX_QUERY_BYTES), MAX_QUERY_BYTES),
                egress,
                EndlessCommands.GATEWAY_ID,
                batch,
                MAX_RESPONSE_BYTES);
        agent.respond(true);
        apply(1);
    }

    /** Applies the next commands, and takes the answers off the ring. */
    @Benchmark
    public long batch() {
        apply(batch);
        return answers.count();
    }

    private void apply(final int count) {
        commitIndex += count;
        agent.onCommit(commitIndex);
        while (agent.appliedIndex() < commitIndex) {
            agent.doWork();
        }
        egress.poll(answers, Integer.MAX_VALUE);
    }
}
