package io.balsa.statemachine;

import java.util.Arrays;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Off-heap memory for kept replies of any size, in chains of small blocks: no fragmentation, nothing to compact.
 *
 * <pre>
 *            0         4          8          12                          64
 *            +---------+----------+----------+---------------------------+
 *   first    | next    | status   | length   | reply bytes ...           |
 *            +---------+----------+----------+---------------------------+
 *   further  | next    | reply bytes ...                                 |
 *            +---------+-------------------------------------------------+
 * </pre>
 *
 * <p>A reply is named by the number of its first block; block 0 is never handed out, so 0 means none. Free blocks are chained
 * through {@code next} as well. Memory is taken from the system in chunks when the free blocks run out, and is then kept for
 * reuse: the store is as large as its content ever was, rounded up to a chunk.
 *
 * <p>Threading: one thread. Ownership: buffers are borrowed for the call.
 */
final class ReplyStore {
    /** The name of no reply. */
    static final int NONE = 0;
    /**
     * Bytes of a block. Sessions are evicted by the blocks their replies take, so this number is part of the replicated state's
     * definition: replicas with another one would evict other sessions.
     */
    static final int BLOCK_LENGTH = 64;

    private static final int CHUNK_SHIFT = 14;
    private static final int BLOCKS_PER_CHUNK = 1 << CHUNK_SHIFT;
    private static final int BLOCK_MASK = BLOCKS_PER_CHUNK - 1;
    private static final int CHUNK_LENGTH = BLOCKS_PER_CHUNK * BLOCK_LENGTH;

    private static final int NEXT_OFFSET = 0;
    private static final int STATUS_OFFSET = 4;
    private static final int LENGTH_OFFSET = 8;
    private static final int FIRST_DATA_OFFSET = 12;
    private static final int FURTHER_DATA_OFFSET = 4;
    private static final int FIRST_DATA_LENGTH = BLOCK_LENGTH - FIRST_DATA_OFFSET;
    private static final int FURTHER_DATA_LENGTH = BLOCK_LENGTH - FURTHER_DATA_OFFSET;

    private UnsafeBuffer[] chunks = new UnsafeBuffer[0];
    /** Head of the chain of blocks that were used before. */
    private int freeBlock = NONE;
    /** The lowest block that was never used; blocks from here on are untouched memory. */
    private int freshBlock = NONE + 1;

    private long usedBlocks;

    /** Reserves memory at once, so that a steady state within it never waits for the system. */
    ReplyStore(final long initialBytes) {
        if (initialBytes < 0) {
            throw new IllegalArgumentException("initial reply memory is negative: bytes=" + initialBytes);
        }
        while (reservedBytes() < initialBytes) {
            addChunk();
        }
    }

    /** Returns the bytes of all blocks in use. */
    long usedBytes() {
        return usedBlocks * BLOCK_LENGTH;
    }

    /** Returns the bytes taken from the system. */
    long reservedBytes() {
        return (long) chunks.length * CHUNK_LENGTH;
    }

    /** Keeps a copy of a reply and returns its name. */
    int store(final int status, final DirectBuffer source, final int offset, final int length) {
        final int first = takeBlock();
        MutableDirectBuffer chunk = chunkOf(first);
        int position = positionOf(first);
        chunk.putInt(position + STATUS_OFFSET, status);
        chunk.putInt(position + LENGTH_OFFSET, length);
        int copied = Math.min(length, FIRST_DATA_LENGTH);
        chunk.putBytes(position + FIRST_DATA_OFFSET, source, offset, copied);
        while (copied < length) {
            final int block = takeBlock();
            chunk.putInt(position + NEXT_OFFSET, block);
            chunk = chunkOf(block);
            position = positionOf(block);
            final int part = Math.min(length - copied, FURTHER_DATA_LENGTH);
            chunk.putBytes(position + FURTHER_DATA_OFFSET, source, offset + copied, part);
            copied += part;
        }
        chunk.putInt(position + NEXT_OFFSET, NONE);
        return first;
    }

    /** Gives the blocks of a reply back. */
    void free(final int reply) {
        int block = reply;
        int last = reply;
        while (block != NONE) {
            usedBlocks--;
            last = block;
            block = next(block);
        }
        chunkOf(last).putInt(positionOf(last) + NEXT_OFFSET, freeBlock);
        freeBlock = reply;
    }

    int status(final int reply) {
        return chunkOf(reply).getInt(positionOf(reply) + STATUS_OFFSET);
    }

    int length(final int reply) {
        return chunkOf(reply).getInt(positionOf(reply) + LENGTH_OFFSET);
    }

    /** Copies the bytes of a reply to {@code target}, which must have room for {@link #length} bytes. */
    void copyTo(final int reply, final MutableDirectBuffer target, final int offset) {
        final int length = length(reply);
        int copied = Math.min(length, FIRST_DATA_LENGTH);
        target.putBytes(offset, chunkOf(reply), positionOf(reply) + FIRST_DATA_OFFSET, copied);
        int block = next(reply);
        while (copied < length) {
            final int part = Math.min(length - copied, FURTHER_DATA_LENGTH);
            target.putBytes(offset + copied, chunkOf(block), positionOf(block) + FURTHER_DATA_OFFSET, part);
            copied += part;
            block = next(block);
        }
    }

    /** Mixes status, length and bytes of a reply into {@code seed}. */
    long hash(final int reply, final long seed) {
        final int length = length(reply);
        long hash = StateHash.mix(StateHash.mix(seed, status(reply)), length);
        int done = Math.min(length, FIRST_DATA_LENGTH);
        hash = StateHash.mix(hash, chunkOf(reply), positionOf(reply) + FIRST_DATA_OFFSET, done);
        int block = next(reply);
        while (done < length) {
            final int part = Math.min(length - done, FURTHER_DATA_LENGTH);
            hash = StateHash.mix(hash, chunkOf(block), positionOf(block) + FURTHER_DATA_OFFSET, part);
            done += part;
            block = next(block);
        }
        return hash;
    }

    private int takeBlock() {
        usedBlocks++;
        final int reused = freeBlock;
        if (reused != NONE) {
            freeBlock = next(reused);
            return reused;
        }
        if (freshBlock >> CHUNK_SHIFT == chunks.length) {
            addChunk();
        }
        return freshBlock++;
    }

    private void addChunk() {
        if (chunks.length > Integer.MAX_VALUE >> CHUNK_SHIFT) {
            throw new IllegalStateException("no more room for replies: reservedBytes=" + reservedBytes()
                    + "; lower the sessions' window, their number or the reply bytes they may keep");
        }
        final UnsafeBuffer[] more = Arrays.copyOf(chunks, chunks.length + 1);
        more[chunks.length] = new UnsafeBuffer(BufferUtil.allocateDirectAligned(CHUNK_LENGTH, BLOCK_LENGTH));
        chunks = more;
    }

    private int next(final int block) {
        return chunkOf(block).getInt(positionOf(block) + NEXT_OFFSET);
    }

    private UnsafeBuffer chunkOf(final int block) {
        return chunks[block >> CHUNK_SHIFT];
    }

    private static int positionOf(final int block) {
        return (block & BLOCK_MASK) * BLOCK_LENGTH;
    }
}
