package io.balsa.statemachine;

import io.balsa.client.ResponseStatus;
import io.balsa.snapshot.SnapshotSink;
import io.balsa.snapshot.SnapshotSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The session table in a snapshot: a copy outside the heap, made at once on the apply thread and written by another one.
 *
 * <pre>
 *   0               4               8                16
 *   +---------------+---------------+----------------+
 *   | session count | max sessions  | max reply bytes|
 *   +---------------+---------------+----------------+
 *   per session, from the least to the most recently used:
 *   +----------------+----------------+---------+-------------+
 *   | id             | acked sequence | window  | reply count |
 *   +----------------+----------------+---------+-------------+
 *     per reply, by sequence:
 *     +----------------+---------+----------+-----------+
 *     | sequence       | status  | length   | bytes ... |
 *     +----------------+---------+----------+-----------+
 * </pre>
 *
 * <p>All fields are little endian. The order of sessions is that of their eviction, so a table that was loaded evicts as the one
 * that was written. Bounded as the table is: by {@code max reply bytes} and the windows.
 *
 * <p>Threading: made by the apply thread, then used by one other. Ownership: the memory is this object's.
 */
final class SessionImage implements AutoCloseable {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int HEADER_LENGTH = 16;
    private static final int SESSION_LENGTH = 24;
    private static final int REPLY_LENGTH = 16;
    /** Memory is taken in blocks of this length, so that no size is too large for one buffer. */
    private static final int BLOCK_LENGTH = 256 * 1024;

    private final List<UnsafeBuffer> blocks = new ArrayList<>();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
    private int used = BLOCK_LENGTH;
    private int written;

    private SessionImage() {}

    /** Copies a table. */
    static SessionImage of(final SessionTable table) {
        final SessionImage image = new SessionImage();
        image.scratch.putInt(0, table.sessionCount(), ORDER);
        image.scratch.putInt(4, table.maxSessions(), ORDER);
        image.scratch.putLong(8, table.maxReplyBytes(), ORDER);
        image.add(HEADER_LENGTH);
        table.forEach(image::addSession);
        return image;
    }

    private void addSession(final Session session, final ReplyStore replies) {
        scratch.putLong(0, session.id(), ORDER);
        scratch.putLong(8, session.ackedSequence(), ORDER);
        scratch.putInt(16, session.window(), ORDER);
        scratch.putInt(20, session.replyCount(), ORDER);
        add(SESSION_LENGTH);
        session.forEachReply((sequence, reply) -> {
            final int length = replies.length(reply);
            scratch.putLong(0, sequence, ORDER);
            scratch.putInt(8, replies.status(reply), ORDER);
            scratch.putInt(12, length, ORDER);
            replies.copyTo(reply, scratch, REPLY_LENGTH);
            add(REPLY_LENGTH + length);
        });
    }

    private void add(final int length) {
        int done = 0;
        while (done < length) {
            if (used == BLOCK_LENGTH) {
                blocks.add(new UnsafeBuffer(ByteBuffer.allocateDirect(BLOCK_LENGTH)));
                used = 0;
            }
            final int part = Math.min(BLOCK_LENGTH - used, length - done);
            blocks.get(blocks.size() - 1).putBytes(used, scratch, done, part);
            used += part;
            done += part;
        }
    }

    /** Writes the next block; returns whether there is more. */
    boolean write(final SnapshotSink sink) throws IOException {
        final boolean last = written == blocks.size() - 1;
        sink.write(blocks.get(written), 0, last ? used : BLOCK_LENGTH);
        written++;
        return !last;
    }

    /** Frees the memory: a process that allocates nothing else would wait long for the garbage collector to do it. */
    @Override
    public void close() {
        blocks.forEach(block -> BufferUtil.free(block.byteBuffer()));
        blocks.clear();
    }

    /**
     * Replaces a table's content by what was written.
     *
     * @throws IllegalStateException when the bytes make no table
     */
    static void load(final SnapshotSource source, final SessionTable table) {
        final UnsafeBuffer head = new UnsafeBuffer(new byte[SESSION_LENGTH]);
        read(source, head, HEADER_LENGTH);
        final int sessionCount = head.getInt(0, ORDER);
        table.restart(head.getInt(4, ORDER), head.getLong(8, ORDER));
        for (int i = 0; i < sessionCount; i++) {
            read(source, head, SESSION_LENGTH);
            loadSession(source, table, head);
        }
        require(table.sessionCount() == sessionCount, "sessionCount", sessionCount);
    }

    private static void loadSession(final SnapshotSource source, final SessionTable table, final UnsafeBuffer head) {
        final long ackedSequence = head.getLong(8, ORDER);
        final int window = head.getInt(16, ORDER);
        final int replyCount = head.getInt(20, ORDER);
        require(window >= 1 && window <= SessionTable.MAX_WINDOW, "window", window);
        require(replyCount >= 0 && replyCount <= window, "replyCount", replyCount);
        require(ackedSequence >= 0, "ackedSequence", ackedSequence);
        table.restore(head.getLong(0, ORDER), window, ackedSequence);
        UnsafeBuffer reply = new UnsafeBuffer(new byte[0]);
        for (int i = 0; i < replyCount; i++) {
            read(source, head, REPLY_LENGTH);
            final long sequence = head.getLong(0, ORDER);
            final long distance = sequence - ackedSequence;
            final int status = head.getInt(8, ORDER);
            final int length = head.getInt(12, ORDER);
            require(distance > 0 && distance <= window, "sequence", sequence);
            require(length >= 0 && length <= source.remaining(), "replyLength", length);
            if (reply.capacity() < length) {
                reply = new UnsafeBuffer(new byte[length]);
            }
            source.read(reply, 0, length);
            table.restoreReply(sequence, ResponseStatus.of(status), reply, length);
        }
    }

    private static void read(final SnapshotSource source, final UnsafeBuffer head, final int length) {
        require(source.remaining() >= length, "bytes left", source.remaining());
        source.read(head, 0, length);
    }

    private static void require(final boolean holds, final String field, final long value) {
        if (!holds) {
            throw new IllegalStateException("sessions in the snapshot make no session table: " + field + "=" + value
                    + "; load the snapshot with the version of Balsa that wrote it");
        }
    }
}
