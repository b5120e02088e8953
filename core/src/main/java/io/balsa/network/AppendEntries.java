package io.balsa.network;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.codec.FrameChecksum;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The entry frames at the end of an append request, as they came off the wire.
 *
 * <p>{@link #check} must pass before anything else is asked or done with them: once the core has seen the message, its entries
 * go to the log and are acknowledged.
 *
 * <p>Threading: one owner. Ownership: the buffer is borrowed from {@link #wrap} until the message is done with.
 */
final class AppendEntries {
    private static final DirectBuffer NONE = new org.agrona.concurrent.UnsafeBuffer(0, 0);

    private DirectBuffer buffer = NONE;
    private int offset;
    private int length;
    private boolean membershipHeld;

    /** Points at the bytes between the block of the message and its end. */
    AppendEntries wrap(final DirectBuffer buffer, final int offset, final int length) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return this;
    }

    /**
     * Checks that the bytes are exactly the frames which the message announced: whole, undamaged, aligned, of consecutive
     * indexes, of one term, and none larger than the log takes.
     *
     * @return what is wrong, or null
     */
    @Nullable
    String check(
            final long firstIndex,
            final int entryCount,
            final long entriesTerm,
            final int maxPayloadLength,
            final FrameChecksum checksum) {
        membershipHeld = false;
        final int end = offset + length;
        int frameOffset = offset;
        for (int i = 0; i < entryCount; i++) {
            final int available = end - frameOffset;
            if (!EntryFrame.isValid(buffer, frameOffset, available, checksum)) {
                return "entry is damaged";
            }
            final int frameLength = EntryFrame.length(buffer, frameOffset);
            if (EntryFrame.align(frameLength) > available) {
                return "entry is cut short";
            }
            if (EntryFrame.index(buffer, frameOffset) != firstIndex + i) {
                return "entry has another index than its place says";
            }
            if (EntryFrame.term(buffer, frameOffset) != entriesTerm) {
                return "entry has another term than the message says";
            }
            if (frameLength - EntryFrame.HEADER_LENGTH > maxPayloadLength) {
                return "entry is larger than this node's log takes; give all members the same limit";
            }
            membershipHeld |= EntryFrame.type(buffer, frameOffset) == EntryType.MEMBERSHIP;
            frameOffset += EntryFrame.align(frameLength);
        }
        return frameOffset == end ? null : "bytes follow the last entry";
    }

    /** Returns where the frame {@code count} places after the first begins; frames were checked. */
    int offsetAfter(final int count) {
        int frameOffset = offset;
        for (int i = 0; i < count; i++) {
            frameOffset += EntryFrame.align(EntryFrame.length(buffer, frameOffset));
        }
        return frameOffset;
    }

    /** Tells whether any of the entries, which were checked, changes the membership. */
    boolean holdMembership() {
        return membershipHeld;
    }

    /** Returns where the last frame with its padding ends. */
    int endOffset() {
        return offset + length;
    }

    DirectBuffer buffer() {
        return buffer;
    }
}
