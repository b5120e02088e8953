package io.balsa.statemachine;

import org.agrona.DirectBuffer;

/**
 * A hash of replicated state, the same on every machine and Java release: to find replicas that differ, not for security.
 *
 * <p>Threading: stateless. Ownership: buffers are borrowed for the call.
 */
public final class StateHash {
    /** What a hash begins with. */
    public static final long SEED = 0x9E37_79B9_7F4A_7C15L;

    private static final long MULTIPLIER = 0xFF51_AFD7_ED55_8CCDL;

    private StateHash() {}

    /** Returns {@code hash} with a number mixed in. */
    public static long mix(final long hash, final long value) {
        long mixed = (hash ^ value) * MULTIPLIER;
        mixed ^= mixed >>> 32;
        return mixed * MULTIPLIER + SEED;
    }

    /** Returns {@code hash} with {@code length} bytes mixed in, one by one. */
    public static long mix(final long hash, final DirectBuffer buffer, final int offset, final int length) {
        long mixed = hash;
        for (int i = 0; i < length; i++) {
            mixed = mix(mixed, buffer.getByte(offset + i));
        }
        return mixed;
    }
}
