package io.balsa.bench.jmh;

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
 * AppendEntries and its answer through two transports that one thread steps: in process, through a ring, and over loopback TCP. Both ends
 * count frames and do no more, so that the score is of encoding, sealing, carrying.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransportBenchmark {
    /** What carries the messages. */
    public enum Carrier {
        /** Rings of this process. */
        IN_PROCESS,
        /** Sockets. */
        TCP
    }

    /** Which. */
    @Param
    public Carrier carrier;

    /** Bytes of each entry's payload. */
    @Param({"16", "1024", "65536"})
    public int payloadBytes;

    /** Entries of an append. */
    @Param({"1", "16"})
    public int batch;

    private TransportPair pair;

    /** Fills a log and connects two nodes. */
    @Setup
    public void connect() throws IOException {
        pair = new TransportPair(carrier == Carrier.TCP, payloadBytes, batch);
    }

    /** Disconnects them. */
    @TearDown
    public void close() throws IOException {
        pair.close();
    }

    /** An append, and then its answer. */
    @Benchmark
    public long roundTrip() throws IOException {
        return pair.roundTrip();
    }
}
