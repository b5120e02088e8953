package io.balsa.bench.jmh;

import io.balsa.bench.log.BenchLog;
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
 * A batch of entries made durable: appended, written with one call, and forced. The disk is that of {@code java.io.tmpdir}, and the score
 * is mostly its own; {@code scripts/bench log} compares it with a bare loop.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SyncBenchmark {
    /** Bytes of each entry's payload. */
    @Param({"16", "1024", "65536"})
    public int payloadBytes;

    /** Entries of a batch; the score is for all of them. */
    @Param({"1", "16", "256"})
    public int batch;

    private BenchLog bench;

    /** Opens an empty log in a temporary directory. */
    @Setup
    public void open() throws IOException {
        bench = new BenchLog(payloadBytes);
    }

    /** Removes it. */
    @TearDown
    public void close() throws IOException {
        bench.close();
    }

    /** Makes a batch durable, and forgets what is behind. */
    @Benchmark
    public long batch() {
        for (int i = 0; i < batch; i++) {
            bench.append();
        }
        bench.log().force();
        bench.forget();
        bench.log().prepare();
        return bench.log().lastIndex();
    }
}
