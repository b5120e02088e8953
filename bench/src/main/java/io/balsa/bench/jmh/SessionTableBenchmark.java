package io.balsa.bench.jmh;

import io.balsa.client.ResponseStatus;
import io.balsa.statemachine.Admission;
import io.balsa.statemachine.SessionTable;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What exactly-once costs per command: its session is found, and its reply kept until the client has it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionTableBenchmark {
    private static final int WINDOW = 1024;
    private static final int KEPT = 16;
    private static final long INITIAL_REPLY_BYTES = 1 << 20;

    /** Bytes of a reply. */
    @Param({"16", "256", "4096"})
    public int replyBytes;

    /** Sessions that take turns. */
    @Param({"1", "1000"})
    public int sessionCount;

    private SessionTable sessions;
    private UnsafeBuffer reply;
    private long commands;

    /** Opens the sessions. */
    @Setup
    public void open() {
        sessions = new SessionTable(INITIAL_REPLY_BYTES);
        reply = new UnsafeBuffer(new byte[replyBytes]);
        for (int sessionId = 1; sessionId <= sessionCount; sessionId++) {
            sessions.open(sessionId, WINDOW, sessionCount, 0);
        }
        // All replies that will ever be kept at a time, so that their memory is there.
        for (int i = 0; i < 2 * KEPT * sessionCount; i++) {
            command();
        }
    }

    /** A new command of a client that has all replies but the last 16. */
    @Benchmark
    public Admission command() {
        final long sessionId = 1 + commands % sessionCount;
        final long sequence = 1 + commands / sessionCount;
        commands++;
        final Admission admission = sessions.admit(sessionId, sequence, Math.max(0, sequence - KEPT));
        sessions.complete(ResponseStatus.OK, reply, 0, replyBytes);
        return admission;
    }
}
