package io.balsa.testing;

import io.balsa.snapshot.SnapshotSink;
import io.balsa.snapshot.SnapshotSource;
import java.io.ByteArrayOutputStream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The bytes of a state in memory: written, perhaps changed by a test, and read. */
public final class MemorySnapshot implements SnapshotSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] piece = new byte[length];
        buffer.getBytes(offset, piece);
        bytes.writeBytes(piece);
    }

    /** Returns how many bytes were written. */
    public int length() {
        return bytes.size();
    }

    /** Returns what was written. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Returns a reader of what was written so far. */
    public SnapshotSource source() {
        return sourceOf(bytes());
    }

    /** Returns a reader of bytes. */
    public static SnapshotSource sourceOf(final byte[] bytes) {
        return new Source(new UnsafeBuffer(bytes));
    }

    private static final class Source implements SnapshotSource {
        private final UnsafeBuffer bytes;
        private int position;

        private Source(final UnsafeBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public long remaining() {
            return (long) bytes.capacity() - position;
        }

        @Override
        public void read(final MutableDirectBuffer target, final int offset, final int length) {
            target.putBytes(offset, bytes, position, length);
            position += length;
        }
    }
}
