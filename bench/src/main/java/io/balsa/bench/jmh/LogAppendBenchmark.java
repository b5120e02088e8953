package io.balsa.bench.jmh;

import io.balsa.bench.log.BenchLog;
import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.log.LogConfig;
import io.balsa.log.SegmentedLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
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
 * What appending an entry costs the consensus thread (frame, copy, CRC32C, position), and what copy and CRC32C alone cost.
 *
 * <p>Nothing is written or synced: that is the disk's cost, not the append's. After each batch the entries, which are still in
 * the append buffer, are cut off again, so that the log does not grow with the time measured. Both go through the same number of
 * bytes of memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogAppendBenchmark {
    /** Fits the append buffer with the largest payload. */
    private static final int BATCH = 1000;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer copies = ByteBuffer.allocateDirect(LogConfig.DEFAULT_BUFFER_BYTES);
    private final ByteBuffer checked = copies.duplicate();

    /** Length of a payload in bytes. */
    @Param({"256", "1024", "4096"})
    private int payloadLength;

    private BenchLog bench;
    private ByteBuffer payload;

    /** Opens an empty log in a temporary directory. */
    @Setup
    public void open() throws IOException {
        bench = new BenchLog(payloadLength);
        payload = bench.payload().byteBuffer();
    }

    /** Removes it. */
    @TearDown
    public void close() throws IOException {
        bench.close();
    }

    /** Appends a batch, and forgets it. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long append() {
        final SegmentedLog log = bench.log();
        for (int i = 1; i <= BATCH; i++) {
            log.append(i, 1, EntryType.COMMAND, bench.payload(), 0, payloadLength);
        }
        log.truncateSuffix(1);
        Handicap.take(BATCH);
        return log.lastIndex();
    }

    /** Copies a batch to where its payloads would lie, and makes a checksum of each. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long copyAndChecksum() {
        final int stride = EntryFrame.alignedLength(payloadLength);
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            final int at = i * stride + EntryFrame.HEADER_LENGTH;
            copies.put(at, payload, 0, payloadLength);
            checked.limit(at + payloadLength).position(at);
            crc.reset();
            crc.update(checked);
            sum += crc.getValue();
        }
        return sum;
    }
}
