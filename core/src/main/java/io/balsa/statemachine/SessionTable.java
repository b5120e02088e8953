package io.balsa.statemachine;

import io.balsa.client.ResponseStatus;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The client sessions of a replica: makes each command take effect exactly once, however often it is in the log
 * (dissertation, section 6.3).
 *
 * <p>Part of the replicated state. Every answer depends on the log entries seen so far and on nothing else, so replicas agree
 * on each: the limits come out of the entries that open sessions, and the least recently used session is the one whose last
 * entry lies furthest back in the log. The walk from the least to the most recently used session, and within a session from
 * the lowest kept sequence to the highest, is the order in which the state is hashed and can be written down.
 *
 * <p>Memory: per open session 4 bytes times its window rounded up to a power of two, and about 150 bytes; for replies off-heap
 * blocks of {@value ReplyStore#BLOCK_LENGTH} bytes, of which the kept replies take at most {@code maxReplyBytes}, or what the
 * replies of one single session's window take when that is more. Nothing is given back, everything is reused: a table that has
 * reached its size allocates nothing.
 *
 * <p>Threading: the apply thread. Ownership: buffers are borrowed for the call.
 */
public final class SessionTable {
    /** The largest window of a session; a larger one in the log is taken as this. */
    public static final int MAX_WINDOW = 1 << 16;

    private final ReplyStore replies;
    private final Long2ObjectHashMap<Session> sessionById = new Long2ObjectHashMap<>();
    /** Closed sessions' objects, for reuse. */
    private final ArrayDeque<Session> spare = new ArrayDeque<>();
    /** Joins the ends of the list of sessions in the order of last use: newer is the oldest, older is the newest. */
    private final Session ends = new Session();

    private int maxSessions = 1;
    private long maxReplyBytes;
    private long evictedCount;

    /** The command that the last {@link #admit} let through, for what follows it; none when it was refused. */
    private @Nullable Session current;

    private long currentSequence;

    /**
     * Makes an empty table.
     *
     * @param initialReplyBytes memory for replies to reserve at once, in bytes, at least 0; it grows beyond as needed
     */
    public SessionTable(final long initialReplyBytes) {
        replies = new ReplyStore(initialReplyBytes);
    }

    /**
     * Opens a session and takes over the limits its entry carries; evicts the least recently used sessions that exceed them.
     *
     * @param sessionId the index of the entry
     * @param window commands that may be outstanding; taken as 1 when lower, as {@link #MAX_WINDOW} when higher
     * @param maxSessions sessions that may be open from now on, this one included; taken as 1 when lower
     * @param maxReplyBytes memory that kept replies may take from now on; 0 or less: no limit
     * @return the window as taken
     */
    public int open(final long sessionId, final int window, final int maxSessions, final long maxReplyBytes) {
        final Session session = newSession(sessionId, Math.min(Math.max(window, 1), MAX_WINDOW));
        this.maxSessions = Math.max(maxSessions, 1);
        this.maxReplyBytes = maxReplyBytes > 0 ? maxReplyBytes : Long.MAX_VALUE;
        evictOldestBeyondLimits();
        return session.window();
    }

    /**
     * Closes a session and forgets its replies.
     *
     * @return false when there is no such session
     */
    public boolean close(final long sessionId) {
        final Session session = sessionById.get(sessionId);
        if (session == null) {
            return false;
        }
        remove(session);
        return true;
    }

    /**
     * Decides about a committed command, marks its session as the most recently used and takes its acknowledgement.
     *
     * @param sequence of the command within its session, from 1
     * @param ackedSequence the client has the replies of all commands up to this one
     */
    public Admission admit(final long sessionId, final long sequence, final long ackedSequence) {
        current = null;
        final Session session = sessionById.get(sessionId);
        if (session == null) {
            return Admission.SESSION_UNKNOWN;
        }
        touch(session);
        session.acknowledge(ackedSequence, replies);
        if (session.isForgotten(sequence)) {
            return Admission.REPLY_EVICTED;
        }
        if (session.isBeyondWindow(sequence)) {
            return Admission.WINDOW_EXCEEDED;
        }
        current = session;
        currentSequence = sequence;
        return session.reply(sequence) == ReplyStore.NONE ? Admission.APPLY : Admission.DUPLICATE;
    }

    /**
     * Keeps the reply of the command that was admitted last, which is applied now; evicts least recently used sessions while all
     * replies take too much memory, but never the command's own.
     *
     * @param length of the reply in bytes, at least 0
     */
    public void complete(final ResponseStatus status, final DirectBuffer buffer, final int offset, final int length) {
        final Session session = current;
        if (session == null || session.reply(currentSequence) != ReplyStore.NONE) {
            throw new IllegalStateException(
                    "completed a command that is not to be applied: last admitted sequence=" + currentSequence);
        }
        session.keep(currentSequence, replies.store(status.code(), buffer, offset, length));
        evictOldestBeyondLimits();
    }

    /** Returns the status that is kept of the command that was admitted last, a duplicate. */
    public ResponseStatus repeatStatus() {
        return ResponseStatus.of(replies.status(duplicate()));
    }

    /**
     * Copies the reply that is kept of the command that was admitted last, a duplicate.
     *
     * @param target with room for the longest reply, from offset 0
     * @return the length in bytes
     */
    public int repeatReply(final MutableDirectBuffer target) {
        final int reply = duplicate();
        replies.copyTo(reply, target, 0);
        return replies.length(reply);
    }

    /** Returns the number of open sessions. */
    public int sessionCount() {
        return sessionById.size();
    }

    /** Returns the sessions evicted since the start. */
    public long evictedCount() {
        return evictedCount;
    }

    /** Returns the memory that kept replies take, in bytes. */
    public long replyBytes() {
        return replies.usedBytes();
    }

    /** Returns the memory reserved for replies, in bytes. */
    public long reservedReplyBytes() {
        return replies.reservedBytes();
    }

    /** Returns a hash of the whole state, equal on replicas that applied the same entries. Walks everything. */
    public long stateHash() {
        long hash = StateHash.mix(StateHash.mix(StateHash.SEED, maxSessions), maxReplyBytes);
        for (Session session = ends.newer; session != ends; session = session.newer) {
            hash = session.hash(hash, replies);
        }
        return hash;
    }

    int maxSessions() {
        return maxSessions;
    }

    long maxReplyBytes() {
        return maxReplyBytes;
    }

    /** Shows each session, from the least to the most recently used, and the store of the replies. */
    void forEach(final BiConsumer<Session, ReplyStore> visitor) {
        for (Session session = ends.newer; session != ends; session = session.newer) {
            visitor.accept(session, replies);
        }
    }

    /** Forgets everything and takes over limits that were written down; sessions are restored next. */
    void restart(final int restoredMaxSessions, final long restoredMaxReplyBytes) {
        while (ends.newer != ends) {
            remove(ends.newer);
        }
        current = null;
        maxSessions = restoredMaxSessions;
        maxReplyBytes = restoredMaxReplyBytes;
    }

    /** Restores a session as the most recently used one; its replies are restored next. */
    void restore(final long sessionId, final int window, final long ackedSequence) {
        newSession(sessionId, window).restore(ackedSequence);
    }

    /** Restores a reply of the session restored last. */
    void restoreReply(final long sequence, final ResponseStatus status, final DirectBuffer buffer, final int length) {
        ends.older.keep(sequence, replies.store(status.code(), buffer, 0, length));
    }

    private int duplicate() {
        final Session session = current;
        final int reply = session == null ? ReplyStore.NONE : session.reply(currentSequence);
        if (reply == ReplyStore.NONE) {
            throw new IllegalStateException("no reply is kept: last admitted sequence=" + currentSequence);
        }
        return reply;
    }

    private Session newSession(final long sessionId, final int window) {
        if (sessionById.containsKey(sessionId)) {
            throw new IllegalStateException("session opened twice: sessionId=" + sessionId);
        }
        final Session reused = spare.pollLast();
        final Session session = reused == null ? new Session() : reused;
        session.open(sessionId, window);
        sessionById.put(sessionId, session);
        linkNewest(session);
        return session;
    }

    private void evictOldestBeyondLimits() {
        while (sessionById.size() > 1 && (sessionById.size() > maxSessions || replies.usedBytes() > maxReplyBytes)) {
            evictedCount++;
            remove(ends.newer);
        }
    }

    private void remove(final Session session) {
        session.clear(replies);
        sessionById.remove(session.id());
        unlink(session);
        spare.addLast(session);
        if (current == session) {
            current = null;
        }
    }

    private void touch(final Session session) {
        if (ends.older != session) {
            unlink(session);
            linkNewest(session);
        }
    }

    private void linkNewest(final Session session) {
        final Session newest = ends.older;
        session.older = newest;
        session.newer = ends;
        newest.newer = session;
        ends.older = session;
    }

    private static void unlink(final Session session) {
        session.older.newer = session.newer;
        session.newer.older = session.older;
    }
}
