package io.balsa.bench.jmh;

import io.balsa.bench.log.ReadComparison;
import io.balsa.log.LogConfig;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reading a segment of 64 MiB through a cursor, which checks every entry, and reading the same memory without knowing what is in
 * it. In MiB per second, all of it in the page cache. Forks differ by how the kernel placed the file: {@code scripts/bench log}
 * compares the same on one file.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class LogReadBenchmark {
    private static final int MEBIBYTES = LogConfig.DEFAULT_SEGMENT_BYTES >> 20;

    /** Length of a payload in bytes. */
    @Param({"256", "1024", "4096"})
    private int payloadLength;

    private ReadComparison segment;

    /** Fills the segment. */
    @Setup
    public void open() throws IOException {
        segment = new ReadComparison(payloadLength);
    }

    /** Removes it. */
    @TearDown
    public void close() throws IOException {
        segment.close();
    }

    /** What whoever applies entries does: one after the other, checked, in place. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long cursor() {
        return segment.readEntries();
    }

    /** What the memory allows. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long sumOfLongs() {
        return segment.addLongs();
    }

    /** What the checksum allows. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long checksums() {
        return segment.makeChecksums();
    }
}
