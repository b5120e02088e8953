package io.balsa.statemachine;

import io.balsa.client.EgressRing;
import io.balsa.client.ResponseStatus;
import io.balsa.codec.EntryType;
import io.balsa.codec.sbe.entry.CommandEntryDecoder;
import io.balsa.codec.sbe.entry.MessageHeaderDecoder;
import io.balsa.codec.sbe.entry.SessionCloseEntryDecoder;
import io.balsa.codec.sbe.entry.SessionOpenEntryDecoder;
import io.balsa.log.LogCursor;
import io.balsa.snapshot.SnapshotHead;
import io.balsa.snapshot.SnapshotReader;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Carries committed entries out in log order, answers clients, and serves queries whose time has come.
 *
 * <p>Each entry is applied once. When the egress ring is full the agent stops with the one reply it could not place and goes on
 * when that is gone. A node that does not respond applies the same entries and keeps the same replies in the {@link SessionTable}:
 * they are there when clients ask it again.
 *
 * <p>Threading: {@link #onCommit} and {@link #respond} are called by one thread (the consensus duty cycle), the counters and
 * {@link #appliedIndex} by any, all else by the thread that runs the agent, which may be the same. The commit index is published
 * by a release store after the entries are in the log, and loaded with acquire before they are read.
 *
 * <p>Ownership: the cursor, the state machine, the session table, the consumer's end of the read queue and the agent's use of the
 * egress ring belong to the agent; {@link #onClose} closes the state machine, nothing else.
 *
 * <p>Errors: whatever is thrown while an entry or a query is carried out leaves as an {@link ApplyException} that names it, and is
 * thrown again by every later {@link #doWork}, so that no entry is ever skipped. Damage in the log surfaces as the cursor
 * throws it.
 */
public final class ApplyAgent implements Agent {
    private static final String WOULD_DIFFER =
            "its state may be half changed, and it would differ from the others if it went"
                    + " on. An entry fails alike on every node: mend the state machine and start again";

    private final LogCursor cursor;
    private final StateMachine stateMachine;
    private final SessionTable sessions;
    private final ReadQueue reads;
    private final MembershipHandler memberships;
    private final long gatewayId;
    private final int batchLimit;

    private final ResponseBuffer response;
    private final PendingReply reply;
    private final EntryCommand command = new EntryCommand();
    private final UnsafeBuffer query = new UnsafeBuffer(0, 0);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CommandEntryDecoder commandEntry = new CommandEntryDecoder();
    private final SessionOpenEntryDecoder openEntry = new SessionOpenEntryDecoder();
    private final SessionCloseEntryDecoder closeEntry = new SessionCloseEntryDecoder();

    private final AtomicLong commitIndex = new AtomicLong();
    private final AtomicLong appliedIndex = new AtomicLong();
    private final AtomicLong commandCount = new AtomicLong();
    private final AtomicLong queryCount = new AtomicLong();
    private volatile boolean responding;
    private boolean placed;
    private long appliedTerm;
    private @Nullable ApplyException failure;

    /**
     * Makes an agent that applies from the first entry of the log on.
     *
     * @param memberships is told of each membership entry when its turn comes
     * @param gatewayId of this node's gateway, by which it knows the sessions it was asked to open
     * @param batchLimit entries, and queries, carried out per {@link #doWork} at most, at least 1
     * @param maxResponseLength the largest response in bytes, at least 1; the same on every node of a cluster
     */
    public ApplyAgent(
            final LogCursor cursor,
            final StateMachine stateMachine,
            final SessionTable sessions,
            final MembershipHandler memberships,
            final ReadQueue reads,
            final EgressRing egress,
            final long gatewayId,
            final int batchLimit,
            final int maxResponseLength) {
        if (batchLimit < 1) {
            throw new IllegalArgumentException("apply batch is empty: batchLimit=" + batchLimit);
        }
        if (maxResponseLength > egress.maxResponseBytes()) {
            throw new IllegalArgumentException("largest response does not fit the egress ring: maxResponseLength="
                    + maxResponseLength + ", ring takes=" + egress.maxResponseBytes()
                    + "; make the ring larger or the response smaller");
        }
        this.cursor = cursor;
        this.stateMachine = stateMachine;
        this.sessions = sessions;
        this.memberships = memberships;
        this.reads = reads;
        this.gatewayId = gatewayId;
        this.batchLimit = batchLimit;
        response = new ResponseBuffer(maxResponseLength);
        reply = new PendingReply(egress, response.bytes(), gatewayId);
    }

    @Override
    public String roleName() {
        return "apply";
    }

    /** Entries up to here are committed; rises only. */
    public void onCommit(final long index) {
        if (index < commitIndex.getPlain()) {
            throw new IllegalArgumentException(
                    "commit index falls: index=" + index + ", commitIndex=" + commitIndex.getPlain());
        }
        commitIndex.setRelease(index);
    }

    /** Turns replies to commands and sessions on, when the node leads or has clients that wait for them, or off. */
    public void respond(final boolean on) {
        responding = on;
    }

    /** Returns the index of the last entry applied, 0 before the first. */
    public long appliedIndex() {
        return appliedIndex.getAcquire();
    }

    /**
     * Returns the term of the last entry applied, 0 before the first.
     *
     * <p>Threading: the thread that runs the agent.
     */
    public long appliedTerm() {
        return appliedTerm;
    }

    /**
     * Takes a view of the state as it is now: sessions and state machine, to be written by a {@link SnapshotAgent}.
     *
     * <p>Threading: the thread that runs the agent, between calls of {@link #doWork}.
     *
     * @param head of {@link #appliedIndex} and {@link #appliedTerm}, with the membership as of now
     * @return null when the state machine has no snapshots
     */
    public @Nullable AppliedSnapshot beginSnapshot(final SnapshotHead head) {
        if (failure != null) {
            throw failure;
        }
        if (head.index() != appliedIndex.getPlain() || head.term() != appliedTerm) {
            throw new IllegalArgumentException("snapshot of another state than this: index=" + head.index() + ", term="
                    + head.term() + ", appliedIndex=" + appliedIndex.getPlain() + ", appliedTerm=" + appliedTerm);
        }
        final StateSnapshot state = stateMachine.beginSnapshot();
        return state == null ? null : new AppliedSnapshot(head, SessionImage.of(sessions), state);
    }

    /**
     * Replaces sessions, state and applied index by a snapshot's; the next entry applied is the one after its index. It is all
     * or nothing: when it fails half way this agent never does anything again, and a restart begins with the snapshot anew.
     *
     * <p>Threading: the thread that runs the agent, between calls of {@link #doWork}.
     *
     * @param snapshot at its first byte, of an index after {@link #appliedIndex}; read to its end, not closed
     * @throws ApplyException when it is damaged or cannot be loaded
     */
    public void restore(final SnapshotReader snapshot) {
        if (failure != null) {
            throw failure;
        }
        final SnapshotHead head = snapshot.head();
        if (head.index() <= appliedIndex.getPlain()) {
            throw new IllegalArgumentException("snapshot would take the state back: index=" + head.index()
                    + ", appliedIndex=" + appliedIndex.getPlain());
        }
        try {
            SessionImage.load(snapshot, sessions);
            stateMachine.loadSnapshot(snapshot);
            if (snapshot.remaining() > 0) {
                throw new IllegalStateException(
                        "the state machine left bytes unread: remaining=" + snapshot.remaining());
            }
            place(head.index() + 1);
        } catch (final RuntimeException | Error e) {
            throw failed(
                    "snapshot could not be loaded: file=" + snapshot.file().path() + ", index=" + head.index(),
                    "its state is half replaced. Start it again with a snapshot that is whole and that the state machine reads",
                    e);
        }
        appliedTerm = head.term();
        appliedIndex.setRelease(head.index());
    }

    /** Returns the commands applied since the start, duplicates not counted. */
    public long commandCount() {
        return commandCount.getAcquire();
    }

    /** Returns the queries answered since the start, refused ones not counted. */
    public long queryCount() {
        return queryCount.getAcquire();
    }

    /**
     * Returns the number of open sessions.
     *
     * <p>Threading: the thread that runs the agent, between calls of {@link #doWork}.
     */
    public int sessionCount() {
        return sessions.sessionCount();
    }

    /**
     * Returns a hash of the replicated state, equal on nodes with the same {@link #appliedIndex}: sessions and state machine.
     *
     * <p>Threading: the thread that runs the agent, between calls of {@link #doWork}.
     */
    public long stateHash() {
        return StateHash.mix(StateHash.mix(sessions.stateHash(), stateMachine.stateHash()), appliedIndex.getPlain());
    }

    /**
     * Sends what waits, applies a batch, serves queries.
     *
     * @throws ApplyException when an entry or a query failed, now or before
     */
    @Override
    public int doWork() {
        if (failure != null) {
            throw failure;
        }
        final int flushed = reply.isSent() ? 0 : 1;
        if (!reply.flush()) {
            return 0;
        }
        return flushed + applyCommitted() + serveQueries();
    }

    @Override
    public void onClose() {
        stateMachine.close();
    }

    private int applyCommitted() {
        final long untilIndex = commitIndex.getAcquire();
        if (!placed) {
            place(1);
        }
        int count = 0;
        while (count < batchLimit && reply.isSent() && cursor.next(untilIndex)) {
            applyEntry();
            count++;
        }
        return count;
    }

    /** Not before it is known whether a snapshot comes first: the log may not begin with the first entry. */
    private void place(final long index) {
        cursor.seek(index);
        placed = true;
    }

    private int serveQueries() {
        final long index = appliedIndex.getPlain();
        int count = 0;
        while (count < batchLimit && reply.isSent() && reads.next(index)) {
            if (reads.isRefused()) {
                reply.request(reads.connectionId(), reads.correlationId(), ResponseStatus.NOT_LEADER, 0);
            } else {
                serveQuery();
            }
            reads.remove();
            count++;
        }
        return count;
    }

    private void applyEntry() {
        try {
            checkIndex();
            switch (cursor.type()) {
                case EntryType.COMMAND -> applyCommand();
                case EntryType.SESSION_OPEN -> openSession();
                case EntryType.SESSION_CLOSE -> closeSession();
                case EntryType.MEMBERSHIP ->
                    memberships.onMembershipEntry(
                            cursor.index(), cursor.buffer(), cursor.payloadOffset(), cursor.payloadLength());
                case EntryType.NO_OP -> {}
                default -> throw new IllegalStateException("entry of a type that this version does not know");
            }
            appliedTerm = cursor.term();
            appliedIndex.setRelease(cursor.index());
        } catch (final RuntimeException | Error e) {
            throw failed(entryFailure(), WOULD_DIFFER, e);
        }
    }

    /** Out of order, entries would give another state than on the other replicas. */
    private void checkIndex() {
        if (cursor.index() != appliedIndex.getPlain() + 1) {
            throw new IllegalStateException("entry out of order: appliedIndex=" + appliedIndex.getPlain());
        }
    }

    private void applyCommand() {
        final DirectBuffer buffer = cursor.buffer();
        final int offset = cursor.payloadOffset();
        checkLength(CommandEntryDecoder.BLOCK_LENGTH);
        commandEntry.wrapAndApplyHeader(buffer, offset, header);
        final long sessionId = commandEntry.sessionId();
        final long sequence = commandEntry.sequence();

        switch (sessions.admit(sessionId, sequence, commandEntry.ackedSequence())) {
            case APPLY -> {
                final int headLength = MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
                applyOnce(sessionId, buffer, offset + headLength, cursor.payloadLength() - headLength);
                replyToCommand(sessionId, sequence, response.status(), response.sendLength());
            }
            case DUPLICATE -> {
                if (responding) {
                    final int length = sessions.repeatReply(response.bytes());
                    replyToCommand(sessionId, sequence, sessions.repeatStatus(), length);
                }
            }
            case SESSION_UNKNOWN -> replyToCommand(sessionId, sequence, ResponseStatus.SESSION_UNKNOWN, 0);
            case REPLY_EVICTED -> replyToCommand(sessionId, sequence, ResponseStatus.REPLY_EVICTED, 0);
            case WINDOW_EXCEEDED -> replyToCommand(sessionId, sequence, ResponseStatus.WINDOW_EXCEEDED, 0);
        }
    }

    private void applyOnce(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        command.wrap(cursor.index(), cursor.term(), sessionId, buffer, offset, length);
        response.open();
        stateMachine.apply(command, response);
        command.revoke();
        response.seal();
        sessions.complete(response.status(), response.bytes(), 0, response.sendLength());
        commandCount.setRelease(commandCount.getPlain() + 1);
    }

    private void replyToCommand(
            final long sessionId, final long sequence, final ResponseStatus status, final int length) {
        if (responding) {
            reply.command(sessionId, sequence, status, length);
        }
    }

    private void openSession() {
        checkLength(SessionOpenEntryDecoder.BLOCK_LENGTH);
        openEntry.wrapAndApplyHeader(cursor.buffer(), cursor.payloadOffset(), header);
        final long sessionId = cursor.index();
        final int window =
                sessions.open(sessionId, openEntry.window(), openEntry.maxSessions(), openEntry.maxReplyBytes());
        if (responding && openEntry.gatewayId() == gatewayId) {
            reply.sessionOpened(openEntry.connectionId(), openEntry.correlationId(), sessionId, window);
        }
    }

    private void closeSession() {
        checkLength(SessionCloseEntryDecoder.BLOCK_LENGTH);
        closeEntry.wrapAndApplyHeader(cursor.buffer(), cursor.payloadOffset(), header);
        final boolean known = sessions.close(closeEntry.sessionId());
        if (responding && closeEntry.gatewayId() == gatewayId) {
            final ResponseStatus status = known ? ResponseStatus.OK : ResponseStatus.SESSION_UNKNOWN;
            reply.request(closeEntry.connectionId(), closeEntry.correlationId(), status, 0);
        }
    }

    private void serveQuery() {
        try {
            query.wrap(reads.buffer(), reads.offset(), reads.length());
            response.open();
            stateMachine.query(query, 0, query.capacity(), response);
            if (BorrowedViews.REVOKED) {
                query.wrap(0, 0);
            }
            response.seal();
        } catch (final RuntimeException | Error e) {
            throw failed("query failed: appliedIndex=" + appliedIndex.getPlain(), WOULD_DIFFER, e);
        }
        queryCount.setRelease(queryCount.getPlain() + 1);
        reply.request(reads.connectionId(), reads.correlationId(), response.status(), response.sendLength());
    }

    private void checkLength(final int blockLength) {
        if (cursor.payloadLength() < MessageHeaderDecoder.ENCODED_LENGTH + blockLength) {
            throw new IllegalStateException("payload too short: payloadLength=" + cursor.payloadLength());
        }
    }

    private String entryFailure() {
        final String entry = "entry could not be applied: index=" + cursor.index() + ", term=" + cursor.term()
                + ", type=" + EntryType.name(cursor.type());
        final int headLength = MessageHeaderDecoder.ENCODED_LENGTH + CommandEntryDecoder.BLOCK_LENGTH;
        if (cursor.type() != EntryType.COMMAND || cursor.payloadLength() < headLength) {
            return entry;
        }
        final int blockOffset = cursor.payloadOffset() + MessageHeaderDecoder.ENCODED_LENGTH;
        commandEntry.wrap(
                cursor.buffer(), blockOffset, CommandEntryDecoder.BLOCK_LENGTH, CommandEntryDecoder.SCHEMA_VERSION);
        return entry + ", sessionId=" + commandEntry.sessionId() + ", sequence=" + commandEntry.sequence();
    }

    private ApplyException failed(final String what, final String why, final Throwable cause) {
        final ApplyException thrown = new ApplyException(what + ", cause=" + cause + "; the node stops: " + why, cause);
        failure = thrown;
        return thrown;
    }
}
