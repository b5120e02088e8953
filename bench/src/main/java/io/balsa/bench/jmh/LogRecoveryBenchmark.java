package io.balsa.bench.jmh;

import io.balsa.bench.log.BenchLog;
import io.balsa.codec.EntryFrame;
import io.balsa.log.LogConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Opening a log of 1 GiB, which reads and checks all of it, and a loop that reads the same files and makes a checksum per entry.
 * In MiB per second, all of it in the page cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class LogRecoveryBenchmark {
    private static final int SEGMENTS = 16;
    private static final int MEBIBYTES = SEGMENTS * (LogConfig.DEFAULT_SEGMENT_BYTES >> 20);

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer image = ByteBuffer.allocateDirect(LogConfig.DEFAULT_SEGMENT_BYTES);

    /** Length of a payload in bytes. */
    @Param({"256", "1024", "4096"})
    private int payloadLength;

    private BenchLog bench;
    private List<Path> segments;

    /** Fills the segments. */
    @Setup
    public void fill() throws IOException {
        bench = new BenchLog(payloadLength);
        bench.fillSegments(SEGMENTS);
        segments = bench.fullSegments();
    }

    /** Closes the log, which is not measured. */
    @Setup(Level.Invocation)
    public void closeLog() {
        bench.closeLog();
    }

    /** Removes all. */
    @TearDown
    public void close() throws IOException {
        bench.close();
    }

    /** What a node does when it starts. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long open() {
        bench.openLog();
        return bench.log().lastIndex();
    }

    /** What reads and checksums alone take. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long readAndChecksum() throws IOException {
        long sum = 0;
        for (final Path segment : segments) {
            try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
                image.clear();
                while (image.hasRemaining() && channel.read(image) >= 0) {
                    continue;
                }
            }
            sum += checksums();
        }
        return sum;
    }

    private long checksums() {
        final int stride = EntryFrame.alignedLength(payloadLength);
        long sum = 0;
        for (int end = stride; end <= image.capacity(); end += stride) {
            image.limit(end).position(end - stride);
            crc.reset();
            crc.update(image);
            sum += crc.getValue();
        }
        return sum;
    }
}
