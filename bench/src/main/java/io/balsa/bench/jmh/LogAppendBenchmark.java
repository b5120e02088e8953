package io.balsa.bench.jmh;

import io.balsa.codec.EntryType;
import io.balsa.disk.FileDisk;
import io.balsa.log.DataDirectory;
import io.balsa.log.LogConfig;
import io.balsa.log.SegmentedLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What appending an entry of 256 bytes costs the consensus thread: frame, copy, CRC32C, position.
 *
 * <p>Nothing is written or synced: that is the disk's cost, not the append's. After each batch the entries, which are still in
 * the append buffer, are cut off again, so that the log does not grow with the time measured.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogAppendBenchmark {
    private static final int PAYLOAD_LENGTH = 256;
    /** Fits the append buffer. */
    private static final int BATCH = 4096;

    private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(PAYLOAD_LENGTH));
    private Path path;
    private DataDirectory directory;
    private SegmentedLog log;

    /** Opens an empty log in a temporary directory. */
    @Setup
    public void open() throws IOException {
        path = Files.createTempDirectory("balsa-log-append-");
        directory = DataDirectory.open(new FileDisk(), path, 1, 1, 1, LogConfig.defaults());
        log = directory.openLog();
    }

    /** Removes it. */
    @TearDown
    public void close() throws IOException {
        log.close();
        directory.close();
        final List<Path> files;
        try (Stream<Path> tree = Files.walk(path)) {
            files = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : files) {
            Files.delete(file);
        }
    }

    /** Appends a batch, and forgets it. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long append() {
        for (int i = 1; i <= BATCH; i++) {
            log.append(i, 1, EntryType.COMMAND, payload, 0, PAYLOAD_LENGTH);
        }
        log.truncateSuffix(1);
        return log.lastIndex();
    }
}
