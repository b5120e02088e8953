package io.balsa.simulation;

import io.balsa.client.ResponseStatus;
import io.balsa.simulation.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client: finds the leader, opens a session, writes, swaps and reads a few registers, and sends a command again until it knows how
 * it ended.
 *
 * <p>Threading: one thread.
 */
final class SimClient {
    private static final int MAX_OUTSTANDING = 4;
    private static final long LEAST_PATIENCE_NS = 400_000_000L;
    private static final long RETRY_NS = 20_000_000L;
    private static final int REGISTERS = 4;

    private final int id;
    private final SimScheduler scheduler;
    private final SimRandom random;
    private final ClientNetwork network;
    private final History history;
    private final double thinkNs;
    private final boolean onlyReads;
    private final long patienceNs;
    private final TreeMap<Long, Operation> commands = new TreeMap<>();
    private final List<Operation> queries = new ArrayList<>();
    private final Runnable think = this::think;
    private final long[] lastSeen = new long[REGISTERS];
    private @Nullable ClientLink link;
    private long sessionId;
    private long sessionRequest;
    private long nextSequence = 1;
    private long heardNs;
    private boolean watching;
    private boolean stopped;

    /**
     * Creates a client.
     *
     * @param id from 1
     * @param thinkNs time between two requests on average, in nanoseconds
     * @param onlyReads whether it never writes
     */
    SimClient(
            final int id,
            final SimScheduler scheduler,
            final SimRandom random,
            final ClientNetwork network,
            final History history,
            final double thinkNs,
            final boolean onlyReads) {
        this.id = id;
        this.scheduler = scheduler;
        this.random = random;
        this.network = network;
        this.history = history;
        this.thinkNs = thinkNs;
        this.onlyReads = onlyReads;
        // Some stay with a leader that has fallen silent, while others find the next one.
        final int patience = 1 + (id - 1) % 3;
        patienceNs = LEAST_PATIENCE_NS * patience * patience;
    }

    /** Returns how many registers there are. */
    static int registerCount() {
        return REGISTERS;
    }

    int id() {
        return id;
    }

    /** Begins to ask. */
    void start() {
        scheduler.after(random.exponential(thinkNs), think);
        connect(1 + random.below(network.nodeCount()));
    }

    /** Asks nothing new any more. */
    void stop() {
        stopped = true;
    }

    /** Tells whether everything asked for was answered. */
    boolean isIdle() {
        return commands.isEmpty() && queries.isEmpty();
    }

    private void think() {
        if (stopped) {
            return;
        }
        scheduler.after(random.exponential(thinkNs), think);
        if (sessionId != 0 && link != null && commands.size() + queries.size() < MAX_OUTSTANDING) {
            ask();
        }
    }

    private void ask() {
        final int register = random.below(REGISTERS);
        final int choice = random.below(10);
        final Kind kind = onlyReads || choice < 4 ? Kind.READ : choice < 8 ? Kind.WRITE : Kind.SWAP;
        final Operation operation = history.begin(id, kind, register, lastSeen[register]);
        if (kind == Kind.READ) {
            queries.add(operation);
            sendQuery(operation);
        } else {
            final long sequence = nextSequence++;
            commands.put(sequence, operation);
            sendCommand(sequence, operation);
        }
    }

    private void sendQuery(final Operation operation) {
        final ClientLink current = link;
        if (current != null) {
            network.toNode(current, () -> current.port().query(current, operation));
        }
    }

    private void sendCommand(final long sequence, final Operation operation) {
        final ClientLink current = link;
        if (current != null) {
            final long session = sessionId;
            final long acked = commands.firstKey() - 1;
            network.toNode(current, () -> current.port().command(current, session, operation, sequence, acked));
        }
    }

    private void connect(final int nodeId) {
        link = network.connect(this, nodeId);
        heardNs = scheduler.nowNs();
        final ClientLink current = link;
        if (current == null) {
            reconnectLater(0);
            return;
        }
        watch();
        if (sessionId == 0) {
            final long request = ++sessionRequest;
            network.toNode(current, () -> current.port().openSession(current, request));
            return;
        }
        commands.forEach((sequence, operation) -> sendCommand(sequence, operation));
        queries.forEach(this::sendQuery);
    }

    /** Looks after a while whether anything was heard. */
    private void watch() {
        if (!watching) {
            watching = true;
            scheduler.after(patienceNs / 2, this::lookAgain);
        }
    }

    private void lookAgain() {
        watching = false;
        final boolean waits = sessionId == 0 || !isIdle();
        if (!waits) {
            heardNs = scheduler.nowNs();
        }
        if (link != null && waits && scheduler.nowNs() - heardNs >= patienceNs) {
            reconnectLater(0);
        } else if (!stopped || waits) {
            watch();
        }
    }

    private void reconnectLater(final int leaderId) {
        final ClientLink left = link;
        if (left != null) {
            left.port().disconnect(left);
        }
        link = null;
        scheduler.after(RETRY_NS / 2 + random.below((int) RETRY_NS), () -> {
            if (link == null) {
                connect(leaderId == 0 ? 1 + random.below(network.nodeCount()) : leaderId);
            }
        });
    }

    /** Nothing passes between this client and a node any more. */
    void onCut(final int nodeId) {
        if (link != null && link.port().nodeId() == nodeId) {
            reconnectLater(0);
        }
    }

    void onNotLeader(final ClientLink from, final int leaderId) {
        if (from == link) {
            reconnectLater(leaderId);
        }
    }

    void onSessionOpened(final ClientLink from, final long correlationId, final long newSessionId) {
        heardNs = scheduler.nowNs();
        if (from == link && correlationId == sessionRequest && sessionId == 0) {
            sessionId = newSessionId;
            nextSequence = 1;
        }
    }

    void onCommandReply(final long repliedSession, final long sequence, final ResponseStatus status, final long value) {
        heardNs = scheduler.nowNs();
        if (repliedSession != sessionId || !commands.containsKey(sequence)) {
            return;
        }
        switch (status) {
            case OK -> {
                final Operation operation = commands.remove(sequence);
                if (operation.kind() == Kind.WRITE || value == 1) {
                    lastSeen[operation.register()] = operation.id();
                }
                history.answer(operation, value);
            }
            case REPLY_EVICTED -> history.done(commands.remove(sequence));
            case SESSION_UNKNOWN -> loseSession();
            default ->
                throw new SimViolation(
                        ExactlyOnceChecker.PROPERTY,
                        "client=" + id + " gets an answer that its command cannot have: status=" + status
                                + ", sequence=" + sequence);
        }
    }

    /** How what is under way ended is never told. */
    private void loseSession() {
        sessionId = 0;
        commands.clear();
        reconnectLater(0);
    }

    void onQueryReply(final long correlationId, final long value) {
        heardNs = scheduler.nowNs();
        for (int i = 0; i < queries.size(); i++) {
            final Operation operation = queries.get(i);
            if (operation.id() == correlationId) {
                queries.remove(i);
                lastSeen[operation.register()] = value;
                history.answer(operation, value);
                return;
            }
        }
    }
}
