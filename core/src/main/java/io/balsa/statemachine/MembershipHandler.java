package io.balsa.statemachine;

import org.agrona.DirectBuffer;

/**
 * Is told of the cluster's membership changes when they are applied, which is when they take effect.
 *
 * <p>Threading: the apply thread. Ownership: the buffer is borrowed for the call.
 */
@FunctionalInterface
public interface MembershipHandler {
    /**
     * A membership entry is applied.
     *
     * @param index of the entry
     * @param offset where its payload begins, as {@link io.balsa.codec.MembershipCodec} reads it
     * @param length of the payload in bytes; 0 leaves a joint membership
     */
    void onMembershipEntry(long index, DirectBuffer buffer, int offset, int length);
}
