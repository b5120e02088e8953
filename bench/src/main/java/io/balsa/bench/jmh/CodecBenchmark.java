package io.balsa.bench.jmh;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.codec.FrameChecksum;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What an entry costs to be framed and to be checked: copy and CRC32C of 256 bytes, in direct memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    private static final int PAYLOAD_LENGTH = 256;
    private static final int FRAME_LENGTH = EntryFrame.alignedLength(PAYLOAD_LENGTH);

    private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(PAYLOAD_LENGTH));
    private final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(FRAME_LENGTH));
    private final FrameChecksum checksum = new FrameChecksum();
    private long index;

    /** Makes a valid frame. */
    @Setup
    public void fill() {
        for (int i = 0; i < PAYLOAD_LENGTH; i++) {
            payload.putByte(i, (byte) (31 * i));
        }
        sealFrame();
    }

    /** The leader's side: header, payload, checksum. */
    @Benchmark
    public int sealFrame() {
        EntryFrame.putHeader(frame, 0, PAYLOAD_LENGTH, 7, ++index, EntryType.COMMAND);
        frame.putBytes(EntryFrame.HEADER_LENGTH, payload, 0, PAYLOAD_LENGTH);
        EntryFrame.seal(frame, 0, checksum);
        return EntryFrame.checksum(frame, 0);
    }

    /** Every reader's side: bounds and checksum. */
    @Benchmark
    public boolean checkFrame() {
        return EntryFrame.isValid(frame, 0, FRAME_LENGTH, checksum);
    }
}
