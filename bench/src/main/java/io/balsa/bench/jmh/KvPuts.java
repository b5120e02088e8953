package io.balsa.bench.jmh;

import io.balsa.kv.KvRequestEncoder;
import io.balsa.kv.KvRequestLayout;
import io.balsa.kv.KvStateMachine;
import io.balsa.statemachine.CommittedCommand;
import io.balsa.statemachine.ResponseWriter;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Committed puts of values of {@value #VALUE_LENGTH} bytes under scattered keys of eight bytes, without a log. */
final class KvPuts implements CommittedCommand {
    static final int VALUE_LENGTH = 256;

    private final UnsafeBuffer key = direct(Long.BYTES);
    private final UnsafeBuffer value = direct(VALUE_LENGTH);
    private final UnsafeBuffer request = direct(2 * VALUE_LENGTH);
    private final Response response = new Response();
    private long index;
    private int length;

    private static final class Response implements ResponseWriter {
        private final UnsafeBuffer memory = direct(VALUE_LENGTH);

        @Override
        public MutableDirectBuffer buffer() {
            return memory;
        }

        @Override
        public int capacity() {
            return memory.capacity();
        }

        @Override
        public void length(final int responseLength) {
            // Nobody reads it.
        }
    }

    /** Puts a value under the key of a number; returns the index of the command. */
    long apply(final KvStateMachine machine, final int number) {
        key.putLong(0, number * 0x9E37_79B9_7F4A_7C15L);
        index++;
        length =
                KvRequestEncoder.encode(request, 0, KvRequestLayout.PUT, 0, key, 0, Long.BYTES, value, 0, VALUE_LENGTH);
        machine.apply(this, response);
        return index;
    }

    @Override
    public long index() {
        return index;
    }

    @Override
    public long term() {
        return 1;
    }

    @Override
    public long sessionId() {
        return 1;
    }

    @Override
    public DirectBuffer buffer() {
        return request;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return length;
    }

    private static UnsafeBuffer direct(final int capacity) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(capacity));
    }
}
