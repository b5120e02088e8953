package io.balsa.client;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Memory for the rings between the gateway and the stages behind it. */
final class Rings {
    /** Below this a ring would hold no command worth sending. */
    static final int MIN_CAPACITY_BYTES = 4096;

    private Rings() {}

    static ManyToOneRingBuffer allocate(final String name, final int capacityBytes) {
        if (capacityBytes < MIN_CAPACITY_BYTES || !BitUtil.isPowerOfTwo(capacityBytes)) {
            throw new IllegalArgumentException("bad size of the " + name + " ring: bytes=" + capacityBytes
                    + "; take a power of two, at least " + MIN_CAPACITY_BYTES);
        }
        final int lengthBytes = capacityBytes + RingBufferDescriptor.TRAILER_LENGTH;
        return new ManyToOneRingBuffer(
                new UnsafeBuffer(BufferUtil.allocateDirectAligned(lengthBytes, BitUtil.CACHE_LINE_LENGTH)));
    }
}
