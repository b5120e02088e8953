package io.balsa.snapshot;

import io.balsa.disk.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gives parts of a snapshot file to the nodes that ask for them, one part per node in turn, within a bandwidth.
 *
 * <p>It knows no transport and keeps no time: a request says from which part on and how many, and a part that is lost on the way is
 * asked for again ({@link PartRequests} decides when). So a node that reads slowly asks for less, and nothing queues up. It does not matter who leads: any node that has the file serves it. A file that is deleted while it is
 * being sent can be read to its end.
 *
 * <p>Threading: one thread, which waits for the disk. Ownership: what is handed out is borrowed for the call. Errors:
 * {@link StorageException} when the file is damaged or cannot be read; that node's request is then forgotten.
 */
public final class SnapshotSender implements AutoCloseable {
    /** Puts parts on their way. */
    @FunctionalInterface
    public interface PartHandler {
        /**
         * A part for a node.
         *
         * @param number from 0
         * @param length in bytes
         * @return false when it cannot be taken now; it is handed out again
         */
        boolean onPart(int nodeId, SnapshotId id, int number, DirectBuffer buffer, int offset, int length);
    }

    /** What a node asked for, while the file is open for it. */
    private static final class Request {
        private final int nodeId;
        private final SnapshotId id;
        private final SnapshotReader reader;
        private int nextPart;
        private int untilPartExclusive;

        private Request(final int nodeId, final SnapshotReader reader) {
            this.nodeId = nodeId;
            this.reader = reader;
            this.id = reader.file().id();
        }

        private boolean isServed() {
            return nextPart >= Math.min(untilPartExclusive, reader.partCount());
        }
    }

    private final SnapshotStore store;
    private final BandwidthBudget budget;
    private final List<Request> requests = new ArrayList<>();
    private int turn;

    /**
     * Makes a sender of the store's newest snapshot.
     *
     * @param tickNs time between ticks in nanoseconds, at least 1
     */
    public SnapshotSender(final SnapshotStore store, final long tickNs) {
        this.store = store;
        budget = new BandwidthBudget(store.config().sendBytesPerSecond(), tickNs);
    }

    /** Time has passed. */
    public void tick(final int ticks) {
        budget.tick(ticks);
    }

    /**
     * A node asks for parts. A request that begins where the one before ended continues it, any other replaces it; one with
     * numbers out of range asks for nothing.
     *
     * @param fromPart the first one, from 0
     * @param count how many, at most; what the file does not have is left out
     * @return false when this node does not have the file, or not any more: the node has to ask another one, or for another one
     */
    public boolean onRequest(final int nodeId, final SnapshotId id, final int fromPart, final int count) {
        Request request = requestOf(nodeId);
        if (request == null || !request.id.equals(id)) {
            final SnapshotFile newest = store.latest();
            if (newest == null || !newest.id().equals(id)) {
                return false;
            }
            forget(nodeId);
            final SnapshotReader reader = open(newest);
            if (reader == null) {
                return false;
            }
            request = new Request(nodeId, reader);
            requests.add(request);
        }
        if (fromPart < 0 || count < 0 || fromPart + count < 0) {
            return true;
        }
        if (fromPart != request.untilPartExclusive) {
            request.nextPart = fromPart;
        }
        request.untilPartExclusive = fromPart + count;
        return true;
    }

    /** Opens the newest file; returns null when it was deleted, being the newest no more. */
    private @Nullable SnapshotReader open(final SnapshotFile newest) {
        try {
            return store.newReader(newest);
        } catch (final StorageException e) {
            if (!newest.equals(store.latest())) {
                return null;
            }
            throw e;
        }
    }

    /**
     * Hands out parts, as many as were asked for, as the bandwidth allows, and as the handler takes.
     *
     * @return how many
     */
    public int send(final PartHandler handler) {
        int sent = 0;
        int passed = 0;
        while (passed < requests.size() && !budget.isSpent()) {
            turn = (turn + 1) % requests.size();
            if (trySend(requests.get(turn), handler)) {
                sent++;
                passed = 0;
            } else {
                passed++;
            }
        }
        return sent;
    }

    private boolean trySend(final Request request, final PartHandler handler) {
        if (request.isServed()) {
            return false;
        }
        final int number = request.nextPart;
        boolean read = false;
        final DirectBuffer part;
        try {
            part = request.reader.part(number);
            read = true;
        } finally {
            if (!read) {
                forget(request.nodeId);
            }
        }
        final int length = request.reader.partLength(number);
        if (!handler.onPart(request.nodeId, request.id, number, part, 0, length)) {
            return false;
        }
        request.nextPart++;
        budget.spend(length);
        return true;
    }

    /** A node has what it wanted, or is gone: closes its file. */
    public void forget(final int nodeId) {
        final Request request = requestOf(nodeId);
        if (request != null) {
            requests.remove(request);
            request.reader.close();
        }
    }

    /** Tells whether every node has what it asked for. */
    public boolean isIdle() {
        for (final Request request : requests) {
            if (!request.isServed()) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Request requestOf(final int nodeId) {
        for (final Request request : requests) {
            if (request.nodeId == nodeId) {
                return request;
            }
        }
        return null;
    }

    @Override
    public void close() {
        while (!requests.isEmpty()) {
            forget(requests.get(0).nodeId);
        }
    }
}
