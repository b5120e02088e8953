package io.balsa.bench.jmh;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.SplittableRandom;
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
 * Ways to make the next bytes of a preallocated file durable, by how many they are. {@link io.balsa.log} is written by {@link
 * Way#WRITE}.
 *
 * <p>The file is in the temporary directory, {@code -Djava.io.tmpdir}, and is written from end to end beforehand, so that no block
 * is allocated and no size changes. When the end is reached, writing begins again at its beginning.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WriteWayBenchmark {
    private static final int FILE_BYTES = 64 << 20;
    private static final int LAYING_BYTES = 1 << 20;
    private static final long SEED = 42;

    /** How bytes come to the device. */
    public enum Way {
        /** A copy into a writable mapping, and {@code msync} of its pages. */
        MAPPED,
        /** {@code pwrite} into the page cache, and {@code fdatasync}. */
        WRITE,
        /** {@code pwrite} past the page cache, in whole blocks of the file system, and {@code fdatasync}. */
        DIRECT,
        /** The same with {@code O_DSYNC}, which makes one call of the two. */
        DIRECT_DSYNC
    }

    /** How. */
    @Param
    private Way way;

    /** How many bytes between two syncs. */
    @Param({"512", "4096", "65536", "1048576"})
    private int syncBytes;

    private Path path;
    private FileChannel channel;
    private MappedByteBuffer mapping;
    private ByteBuffer source;
    private int blockBytes;
    private int position;

    /** Lays the file and opens it. */
    @Setup
    public void open() throws IOException {
        path = Files.createTempFile("balsa-write-way-", ".tmp");
        lay();
        blockBytes = Math.toIntExact(Files.getFileStore(path).getBlockSize());
        channel = FileChannel.open(path, options());
        mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
        final int length = Math.max(syncBytes, blockBytes);
        source = ByteBuffer.allocateDirect(length + blockBytes)
                .alignedSlice(blockBytes)
                .limit(length);
        fill(source.duplicate());
    }

    private Set<? extends OpenOption> options() {
        return switch (way) {
            case MAPPED, WRITE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
            case DIRECT -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
            case DIRECT_DSYNC ->
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DSYNC,
                        ExtendedOpenOption.DIRECT);
        };
    }

    private void lay() throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(LAYING_BYTES);
        fill(bytes.duplicate());
        try (FileChannel laid = FileChannel.open(path, StandardOpenOption.WRITE)) {
            for (long at = 0; at < FILE_BYTES; at += LAYING_BYTES) {
                laid.write(bytes.clear(), at);
            }
            laid.force(true);
        }
    }

    private static void fill(final ByteBuffer bytes) {
        final SplittableRandom random = new SplittableRandom(SEED);
        while (bytes.hasRemaining()) {
            bytes.put((byte) random.nextInt());
        }
    }

    /** Removes the file. */
    @TearDown
    public void close() throws IOException {
        channel.close();
        Files.delete(path);
    }

    /** Makes the next bytes durable. */
    @Benchmark
    public void sync() throws IOException {
        switch (way) {
            case MAPPED -> {
                mapping.put(position, source, 0, syncBytes);
                mapping.force(position, syncBytes);
            }
            case WRITE -> {
                write(position, syncBytes);
                channel.force(false);
            }
            case DIRECT -> {
                writeBlocks();
                channel.force(false);
            }
            case DIRECT_DSYNC -> writeBlocks();
        }
        position = (position + syncBytes) % FILE_BYTES;
    }

    /** Whole blocks: a part of a block is written with all of it. */
    private void writeBlocks() throws IOException {
        write(position / blockBytes * blockBytes, Math.max(syncBytes, blockBytes));
    }

    private void write(final int from, final int length) throws IOException {
        source.position(0).limit(length);
        int to = from;
        while (source.hasRemaining()) {
            to += channel.write(source, to);
        }
    }
}
