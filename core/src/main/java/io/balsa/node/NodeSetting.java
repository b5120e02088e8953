package io.balsa.node;

import java.util.Locale;

/** The numbers a node can be tuned with: key in a properties file, default, range (inclusive) and meaning. */
public enum NodeSetting {
    /** Length of a tick, the unit of all time-outs of the consensus core. */
    TICK_MS("tick.ms", 10, 1, 10_000, "milliseconds per tick"),
    /** The time-out is drawn from [this, twice this) ticks. */
    ELECTION_TICKS("election.ticks", 40, 2, 100_000, "ticks without a leader before a node campaigns"),
    /** Must be below {@link #ELECTION_TICKS}. */
    HEARTBEAT_TICKS("heartbeat.ticks", 8, 1, 100_000, "ticks between a leader's heartbeats"),
    /** Log segments are preallocated with this size. */
    SEGMENT_BYTES("segment.bytes", 64 << 20, 64 << 10, 1 << 30, "bytes per log segment"),
    /** Entries wait here for their write; wants to hold what is appended while one sync runs. */
    APPEND_BUFFER_BYTES("append.buffer.bytes", 4 << 20, 64 << 10, 256 << 20, "bytes of entries not yet written"),
    /** Largest command and largest query. */
    MAX_COMMAND_BYTES("max.command.bytes", 64 << 10, 16, 8 << 20, "bytes in a command or query"),
    /** Largest response; the same on every node of a cluster. */
    MAX_RESPONSE_BYTES("max.response.bytes", 64 << 10, 16, 8 << 20, "bytes in a response"),
    /** A power of two; a command may take an eighth. */
    INGRESS_RING_BYTES("ingress.ring.bytes", 4 << 20, 64 << 10, 1 << 30, "bytes of the ring before consensus"),
    /** A power of two; a response may take an eighth. */
    EGRESS_RING_BYTES("egress.ring.bytes", 4 << 20, 64 << 10, 1 << 30, "bytes of the ring before the gateway"),
    /** Queries that wait for their turn. */
    READ_QUEUE_BYTES("read.queue.bytes", 4 << 20, 64 << 10, 1 << 30, "bytes of queries that wait to be served"),
    /** Requests taken off the ingress ring per duty cycle. */
    INGRESS_BATCH("ingress.batch", 1024, 1, 1 << 20, "requests taken per duty cycle"),
    /** Entries applied per duty cycle. */
    APPLY_BATCH("apply.batch", 1024, 1, 1 << 20, "entries applied per duty cycle"),
    /** Commands a client session may have outstanding. */
    SESSION_WINDOW("session.window", 1024, 1, 1 << 16, "outstanding commands per client session"),
    /** Beyond, the least recently used session is evicted. */
    MAX_SESSIONS("session.max", 1024, 1, 1 << 20, "client sessions kept"),
    /** Saves wake-ups, at the price of a core per thread; with a tick's length or more no thread ever sleeps. */
    IDLE_SPIN_US("idle.spin.us", 0, 0, 1_000_000, "microseconds without work before a thread sleeps"),
    /** Client connections at a time. */
    MAX_CONNECTIONS("connection.max", 256, 1, 65_000, "client connections"),
    /** Receive buffer and send buffer of a client connection. */
    CONNECTION_BUFFER_BYTES("connection.buffer.bytes", 256 << 10, 4 << 10, 64 << 20, "bytes per client buffer"),
    /** A connection without a byte for so long is closed; clients ping more often. */
    CLIENT_IDLE_MS("connection.idle.ms", 60_000, 1_000, 86_400_000, "milliseconds a client may be silent"),
    /** Most bytes of entries in one append message. */
    APPEND_MAX_BYTES("append.max.bytes", 256 << 10, 4 << 10, 16 << 20, "bytes in an append message"),
    /** Most entries in one append message. */
    APPEND_MAX_ENTRIES("append.max.entries", 4096, 1, 1 << 20, "entries in an append message"),
    /** Append messages under way to one follower. */
    INFLIGHT_MAX("inflight.max", 256, 1, 1 << 16, "append messages under way per follower"),
    /** Entries proposed and not yet committed. */
    UNCOMMITTED_MAX("uncommitted.max", 1 << 18, 1, 1 << 30, "entries not yet committed"),
    /** 1: followers learn of a commit at once; 0: with the next append or heartbeat. */
    EAGER_COMMIT("commit.eager", 0, 0, 1, "1 to send a new commit index at once"),
    /** 1: a leader applies what a quorum holds before its own disk does (dissertation, 10.2.1). */
    APPLY_BEFORE_PERSIST("apply.before.persist", 1, 0, 1, "1 to let a leader apply before its own sync"),
    /** 0: no snapshots are taken and the log is kept whole. */
    SNAPSHOT_ENTRIES("snapshot.entries", 1_000_000, 0, Long.MAX_VALUE / 2, "entries applied between snapshots"),
    /** A follower that lacks no more than these is sent entries; one that lacks more is sent a snapshot. */
    LOG_TAIL_ENTRIES("log.tail.entries", 100_000, 0, Long.MAX_VALUE / 2, "entries kept that a snapshot holds"),
    /** Snapshots kept, the newest included. */
    SNAPSHOT_RETAINED("snapshot.retained", 2, 1, 1_000, "snapshots kept"),
    /** What is checked, sent and asked for at once. */
    SNAPSHOT_CHUNK_BYTES("snapshot.chunk.bytes", 128 << 10, 4 << 10, 256 << 10, "bytes per chunk of a snapshot"),
    /** The log shares the disk with them. */
    SNAPSHOT_WRITE_BYTES("snapshot.write.bytes.per.second", 64 << 20, 1 << 20, 1L << 40, "pace of writing snapshots"),
    /** 1: a node that needs a snapshot asks other followers first, to spare the leader. */
    SNAPSHOT_FROM_FOLLOWERS("snapshot.from.followers", 0, 0, 1, "1 to ask followers for snapshots first"),
    /** Shared by all nodes that are sent snapshots. */
    SNAPSHOT_SEND_BYTES(
            "snapshot.send.bytes.per.second", 64 << 20, 1 << 20, 1L << 40, "bandwidth for sending snapshots"),
    /** 0: it waits however long. */
    SYNC_STALL_MS("sync.stall.ms", 5_000, 0, 3_600_000, "milliseconds in one sync after which a leader steps down"),
    /** Address space for the log: as many segments as this are mapped at a time. */
    MAPPED_SEGMENTS("log.mapped.segments", 64, 4, 1 << 16, "log segments mapped at a time"),
    /** Bytes that may wait for a slow peer. */
    PEER_QUEUE_BYTES("peer.queue.bytes", 4 << 20, 64 << 10, 1 << 30, "bytes queued per peer"),
    /** What one read from a peer can take; at least one append message is always held. */
    PEER_RECEIVE_BYTES("peer.receive.bytes", 1 << 20, 64 << 10, 1 << 30, "bytes of a peer's receive buffer"),
    /** 0: none are recorded. Else the newest are in the file {@link StageFile#NAME} of the data directory. */
    STAGE_CAPACITY("stages.capacity", 0, 0, 1 << 22, "samples of stage times kept, 0 to record none"),
    /** Commands whose log index is a multiple of this have their stage times recorded. */
    STAGE_EVERY("stages.every", 1, 1, 1 << 20, "commands to one sample of stage times");

    private final String key;
    private final long defaultValue;
    private final long min;
    private final long max;
    private final String meaning;

    NodeSetting(final String key, final long defaultValue, final long min, final long max, final String meaning) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
        this.meaning = meaning;
    }

    /** Returns the key in a properties file. */
    public String key() {
        return key;
    }

    /** Returns the value where none is set. */
    public long defaultValue() {
        return defaultValue;
    }

    /** Returns what the number means, with its unit. */
    public String meaning() {
        return meaning;
    }

    /**
     * Returns a value that is in range.
     *
     * @throws IllegalArgumentException naming the setting, its range and what was found
     */
    public long check(final long value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "setting out of range: " + key + "=" + value + " (" + meaning + "); take " + min + " to " + max);
        }
        return value;
    }

    /** Reads a number, with k, m or g for powers of 1024. */
    long parse(final String text) {
        final String trimmed = text.trim().toLowerCase(Locale.ROOT);
        int shift = 0;
        if (!trimmed.isEmpty()) {
            shift = switch (trimmed.charAt(trimmed.length() - 1)) {
                case 'k' -> 10;
                case 'm' -> 20;
                case 'g' -> 30;
                default -> 0;
            };
        }
        final String digits = shift == 0 ? trimmed : trimmed.substring(0, trimmed.length() - 1);
        try {
            return check(Math.multiplyExact(Long.parseLong(digits), 1L << shift));
        } catch (final NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("setting is not a number: " + key + "=" + text + " (" + meaning
                    + "); write digits, with k, m or g for powers of 1024");
        }
    }
}
