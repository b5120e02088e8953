package io.balsa.statemachine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link SessionTable} does, written down as plainly as can be: maps, no sharing, no reuse. */
final class SessionModel {
    private static final class ModelSession {
        final int window;
        long acked;
        final Map<Long, byte[]> replies = new HashMap<>();

        ModelSession(final int window) {
            this.window = window;
        }

        long bytes() {
            return replies.values().stream()
                    .mapToLong(reply -> SessionModel.bytes(reply.length))
                    .sum();
        }
    }

    /** By id, the least recently used first. */
    private final LinkedHashMap<Long, ModelSession> sessions = new LinkedHashMap<>();

    private int maxSessions;
    private long maxReplyBytes;

    void open(final long id, final int window, final int sessionLimit, final long replyLimit) {
        maxSessions = sessionLimit;
        maxReplyBytes = replyLimit;
        sessions.put(id, new ModelSession(window));
        evict();
    }

    boolean close(final long id) {
        return sessions.remove(id) != null;
    }

    Admission admit(final long id, final long sequence, final long acked) {
        final @Nullable ModelSession session = sessions.remove(id);
        if (session == null) {
            return Admission.SESSION_UNKNOWN;
        }
        sessions.put(id, session);
        session.acked = Math.max(session.acked, acked);
        session.replies.keySet().removeIf(kept -> kept <= session.acked);
        if (sequence <= session.acked) {
            return Admission.REPLY_EVICTED;
        }
        if (sequence > session.acked + session.window) {
            return Admission.WINDOW_EXCEEDED;
        }
        return session.replies.containsKey(sequence) ? Admission.DUPLICATE : Admission.APPLY;
    }

    void complete(final long id, final long sequence, final byte[] reply) {
        session(id).replies.put(sequence, reply);
        evict();
    }

    byte[] reply(final long id, final long sequence) {
        final byte @Nullable [] reply = session(id).replies.get(sequence);
        if (reply == null) {
            throw new AssertionError("the model keeps no reply: session=" + id + ", sequence=" + sequence);
        }
        return Arrays.copyOf(reply, reply.length);
    }

    int sessionCount() {
        return sessions.size();
    }

    long replyBytes() {
        return sessions.values().stream().mapToLong(ModelSession::bytes).sum();
    }

    private ModelSession session(final long id) {
        final @Nullable ModelSession session = sessions.get(id);
        if (session == null) {
            throw new AssertionError("the model knows no such session: session=" + id);
        }
        return session;
    }

    private void evict() {
        while (sessions.size() > 1 && (sessions.size() > maxSessions || replyBytes() > maxReplyBytes)) {
            sessions.remove(sessions.keySet().iterator().next());
        }
    }

    /** A reply takes a block of 64 bytes, of which 52 are its own, and one more for every 60 bytes beyond. */
    private static long bytes(final int length) {
        return 64L * (1 + (Math.max(0, length - 52) + 59) / 60);
    }
}
