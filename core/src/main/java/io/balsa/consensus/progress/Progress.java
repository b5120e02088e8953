package io.balsa.consensus.progress;

/**
 * A leader's view of one member: what it holds, and what to send next.
 *
 * <p>Invariant: {@code 0 <= matchIndex < nextIndex}. Entries up to {@code matchIndex} are durable there and equal the leader's,
 * unless the member's disk has lost them since, which shows itself when it rejects an append;
 * entries from {@code nextIndex} on were not sent. In {@link ProgressState#PROBE} at most one append is under way; in
 * {@link ProgressState#REPLICATE} up to the window's size; in {@link ProgressState#SNAPSHOT} none.
 *
 * <p>What to send is never queued: it follows from {@code nextIndex} whenever the core drains. The few facts that do not follow are
 * flags here: an append owed (the follower must be probed though nothing is new) and a heartbeat owed.
 *
 * <p>Threading: the owner of the core. Source: paper, section 5.3; the three states are those of the dissertation's
 * section 10.2 pipelining in the form that replicated databases use.
 */
public final class Progress {
    private static final long NO_REQUEST = -1;

    private final Inflights inflights;
    private ProgressState state = ProgressState.PROBE;
    private long matchIndex;
    private long acknowledgedIndex;
    private long nextIndex;
    private long pendingSnapshotIndex;
    private long requestedSnapshotIndex = NO_REQUEST;
    private long sentCommitIndex;
    private long sentReadRound;
    private long ackedReadRound;
    private boolean paused;
    private boolean active;
    private boolean appendOwed;
    private boolean heartbeatOwed;

    /**
     * Creates the progress of a member of which nothing is known.
     *
     * @param nextIndex the first index to send, at least 1
     * @param maxInflightAppends window in messages, at least 1
     * @param maxInflightBytes window in bytes, at least 1
     */
    public Progress(final long nextIndex, final int maxInflightAppends, final long maxInflightBytes) {
        this.inflights = new Inflights(maxInflightAppends, maxInflightBytes);
        reset(nextIndex);
    }

    /** Forgets everything: a new leader knows nothing of the member. */
    public void reset(final long newNextIndex) {
        inflights.clear();
        state = ProgressState.PROBE;
        matchIndex = 0;
        acknowledgedIndex = 0;
        nextIndex = newNextIndex;
        pendingSnapshotIndex = 0;
        requestedSnapshotIndex = NO_REQUEST;
        sentCommitIndex = 0;
        sentReadRound = 0;
        ackedReadRound = 0;
        paused = false;
        active = false;
        appendOwed = true;
        heartbeatOwed = false;
    }

    /** Returns how the leader sends to the member. */
    public ProgressState state() {
        return state;
    }

    /** Returns the highest index known to be durable there and equal to the leader's, 0 for none. */
    public long matchIndex() {
        return matchIndex;
    }

    /**
     * Returns the highest index the member ever acknowledged to this leader: above {@link #matchIndex} when it lost entries since and
     * has not caught up, which heartbeats tell it.
     */
    public long acknowledgedIndex() {
        return acknowledgedIndex;
    }

    /** Returns the next index to send. */
    public long nextIndex() {
        return nextIndex;
    }

    /** Returns the index of the snapshot under way, 0 for none. */
    public long pendingSnapshotIndex() {
        return pendingSnapshotIndex;
    }

    /** Changes the window. */
    public void configure(final int maxInflightAppends, final long maxInflightBytes) {
        inflights.configure(maxInflightAppends, maxInflightBytes);
        if (state == ProgressState.REPLICATE) {
            paused = inflights.isFull();
        }
    }

    /** Tells whether nothing is to be appended until the member answers. */
    public boolean isPaused() {
        return state == ProgressState.SNAPSHOT || paused;
    }

    /** Returns the number of append messages under way. */
    public int inflightCount() {
        return inflights.count();
    }

    /** Returns the bytes of entries under way. */
    public long inflightBytes() {
        return inflights.bytes();
    }

    /** Tells whether the window is full. */
    public boolean isInflightFull() {
        return inflights.isFull();
    }

    /** Tells whether the member was heard since {@link #beginActivityCheck}. */
    public boolean isActive() {
        return active;
    }

    /** Starts a new period in which the member must be heard. */
    public void beginActivityCheck() {
        active = false;
    }

    /** Something came from the member. */
    public void onHeard() {
        active = true;
    }

    /**
     * Tells whether an append is to be sent now.
     *
     * @param lastIndex of the leader's log
     * @param commitIndex to carry, 0 where it may wait for the next append or heartbeat
     */
    public boolean needsAppend(final long lastIndex, final long commitIndex) {
        if (state == ProgressState.SNAPSHOT) {
            return false;
        }
        if (appendOwed) {
            return true;
        }
        return !paused && (nextIndex <= lastIndex || canBumpCommit(commitIndex));
    }

    /** Tells whether the next append may carry entries; else it goes empty. */
    public boolean mayCarryEntries() {
        return state == ProgressState.PROBE || !inflights.isFull();
    }

    /** What was lost needs no memory: every append carries the commit index, and one follows whatever ends a pipeline. */
    private boolean canBumpCommit(final long commitIndex) {
        return state == ProgressState.REPLICATE && commitIndex > sentCommitIndex && sentCommitIndex < nextIndex - 1;
    }

    /**
     * An append was handed to the network.
     *
     * @param entryCount of entries in it, from {@code nextIndex} on
     * @param bytes of those entries
     */
    public void onAppendSent(final int entryCount, final long bytes, final long commitIndex, final long readRound) {
        appendOwed = false;
        sentCommitIndex = Math.max(sentCommitIndex, commitIndex);
        sentReadRound = Math.max(sentReadRound, readRound);
        if (entryCount == 0) {
            return;
        }
        if (state == ProgressState.REPLICATE) {
            nextIndex += entryCount;
            inflights.add(nextIndex - 1, bytes);
            paused = inflights.isFull();
        } else {
            paused = true;
        }
    }

    /**
     * The member acknowledged entries.
     *
     * @return true when it holds more than was known
     */
    public boolean onAppendAccepted(final long index, final long firstIndexInLog) {
        final boolean advanced = index > matchIndex;
        if (advanced) {
            matchIndex = index;
            acknowledgedIndex = Math.max(acknowledgedIndex, index);
            nextIndex = Math.max(nextIndex, index + 1);
            paused = false;
        }
        switch (state) {
            case PROBE -> {
                if (index == matchIndex) {
                    becomeReplicate();
                }
            }
            case SNAPSHOT -> {
                // Any snapshot that reconnects the log will do, be it older or newer than the one offered.
                if ((advanced || index >= pendingSnapshotIndex) && matchIndex + 1 >= firstIndexInLog) {
                    becomeReplicate();
                }
            }
            case REPLICATE -> {
                inflights.freeUpTo(index);
                paused = inflights.isFull();
            }
        }
        return advanced;
    }

    /**
     * The member does not hold the entry before an append.
     *
     * @param rejectedPrevIndex the index it does not hold
     * @param highestMatchIndex highest index at which the logs may agree
     * @return false when the answer is an old one and tells nothing
     */
    public boolean onAppendRejected(final long rejectedPrevIndex, final long highestMatchIndex) {
        if (state == ProgressState.REPLICATE) {
            if (rejectedPrevIndex <= matchIndex) {
                return false;
            }
            becomeProbe();
            return true;
        }
        if (state == ProgressState.SNAPSHOT || nextIndex - 1 != rejectedPrevIndex) {
            return false;
        }
        if (rejectedPrevIndex == matchIndex && matchIndex > 0) {
            // It acknowledged this entry once, and holds it no more: part of its disk was lost. What is committed stays
            // so. The member may not know, and must not vote before it has caught up: a heartbeat tells it.
            matchIndex = Math.min(rejectedPrevIndex - 1, highestMatchIndex);
            heartbeatOwed = true;
        }
        nextIndex = Math.max(Math.min(rejectedPrevIndex, highestMatchIndex + 1), matchIndex + 1);
        paused = false;
        appendOwed = true;
        return true;
    }

    /** The member answered a heartbeat: what was lost shows itself in the answer to one more append. */
    public void onHeartbeatAnswered(final long lastIndex) {
        if (state == ProgressState.PROBE || matchIndex < lastIndex) {
            appendOwed = true;
        }
        paused = state == ProgressState.REPLICATE && inflights.isFull();
    }

    /** The member asks for a snapshot that reaches at least {@code minIndex}. */
    public void onSnapshotRequested(final long minIndex) {
        requestedSnapshotIndex = minIndex;
    }

    /**
     * Tells whether a snapshot is to be offered now, the member being heard. After one that failed the next heartbeat's answer
     * comes first: a member that cannot store it would else be offered one after the other without a pause.
     *
     * @param baseIndex the last index that the leader's log no longer holds
     */
    public boolean needsSnapshot(final long baseIndex) {
        return state != ProgressState.SNAPSHOT
                && active
                && !(state == ProgressState.PROBE && paused)
                && (nextIndex <= baseIndex || requestedSnapshotIndex != NO_REQUEST);
    }

    /** Returns the least index that a snapshot must reach to be of use, 0 for any. */
    public long minSnapshotIndex() {
        return Math.max(requestedSnapshotIndex, 0);
    }

    /**
     * A snapshot up to {@code index} was offered: nothing is appended until it is there or failed. What comes next is what follows it,
     * so that the late answer to a probe sent before means nothing.
     */
    public void onSnapshotOffered(final long index) {
        state = ProgressState.SNAPSHOT;
        inflights.clear();
        pendingSnapshotIndex = index;
        nextIndex = Math.max(index, matchIndex) + 1;
        sentCommitIndex = Math.max(sentCommitIndex, index);
        requestedSnapshotIndex = NO_REQUEST;
        paused = false;
        appendOwed = false;
    }

    /** The snapshot under way ended. Its success shows in the answer to the next append, which is sent after the next heartbeat. */
    public void onSnapshotReport(final boolean succeeded) {
        if (state != ProgressState.SNAPSHOT) {
            return;
        }
        final long heldIndex = succeeded ? Math.max(matchIndex, pendingSnapshotIndex) : matchIndex;
        becomeProbe();
        nextIndex = heldIndex + 1;
        paused = true;
        appendOwed = false;
    }

    /** The connection to the member broke: what was under way may be lost. */
    public void onUnreachable() {
        if (state == ProgressState.REPLICATE) {
            becomeProbe();
        }
    }

    /** Returns the newest read round the member confirmed. */
    public long ackedReadRound() {
        return ackedReadRound;
    }

    /** The member confirmed a read round by still following this leader. */
    public void onReadRoundAcked(final long readRound) {
        ackedReadRound = Math.max(ackedReadRound, readRound);
    }

    /** Makes a heartbeat due. */
    public void oweHeartbeat() {
        heartbeatOwed = true;
    }

    /** Tells whether a heartbeat is due, by time or to confirm a read round that no append carried. */
    public boolean needsHeartbeat(final long readRound) {
        return heartbeatOwed || sentReadRound < readRound;
    }

    /** A heartbeat was handed to the network. */
    public void onHeartbeatSent(final long commitIndex, final long readRound) {
        heartbeatOwed = false;
        sentCommitIndex = Math.max(sentCommitIndex, commitIndex);
        sentReadRound = Math.max(sentReadRound, readRound);
    }

    /** This node's own log: durable up to {@code persistedIndex}, nothing to send. */
    public void onOwnLogPersisted(final long persistedIndex) {
        state = ProgressState.REPLICATE;
        matchIndex = persistedIndex;
        nextIndex = persistedIndex + 1;
        active = true;
        appendOwed = false;
    }

    private void becomeProbe() {
        state = ProgressState.PROBE;
        inflights.clear();
        nextIndex = matchIndex + 1;
        pendingSnapshotIndex = 0;
        paused = false;
        appendOwed = true;
    }

    private void becomeReplicate() {
        state = ProgressState.REPLICATE;
        inflights.clear();
        nextIndex = matchIndex + 1;
        pendingSnapshotIndex = 0;
        paused = false;
        appendOwed = false;
    }
}
