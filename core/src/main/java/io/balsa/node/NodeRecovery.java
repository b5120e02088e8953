package io.balsa.node;

import io.balsa.codec.EntryType;
import io.balsa.consensus.RecoveredState;
import io.balsa.consensus.TermTable;
import io.balsa.consensus.membership.Membership;
import io.balsa.disk.Disk;
import io.balsa.disk.StorageException;
import io.balsa.log.DataDirectory;
import io.balsa.log.HardStateFile;
import io.balsa.log.LogConfig;
import io.balsa.log.LogCursor;
import io.balsa.log.SegmentedLog;
import io.balsa.snapshot.SnapshotConfig;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotReader;
import io.balsa.snapshot.SnapshotStore;
import io.balsa.statemachine.ApplyAgent;
import java.util.function.LongConsumer;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * What a node finds in its data directory when it starts: identity, hard state, newest snapshot, log and the log's terms.
 *
 * <p>Everything is checked before anything is believed; what does not hold stops the start with a message that says what to do.
 * Threading: one owner, who closes it.
 */
final class NodeRecovery implements AutoCloseable {
    private final NodeConfig config;
    private final DataDirectory directory;
    private final HardStateFile hardState;
    private final SnapshotStore snapshots;
    private final @Nullable SnapshotFile snapshot;
    private final SegmentedLog log;
    private long mustCatchUpTo;
    private long membershipIndex;

    private NodeRecovery(
            final NodeConfig config,
            final DataDirectory directory,
            final HardStateFile hardState,
            final SnapshotStore snapshots,
            final SegmentedLog log) {
        this.config = config;
        this.directory = directory;
        this.hardState = hardState;
        this.snapshots = snapshots;
        this.log = log;
        snapshot = snapshots.latest();
        mustCatchUpTo = directory.mustCatchUpTo();
        membershipIndex = directory.membershipIndex();
    }

    /** Locks and reads the data directory, which is made when there is none. */
    static NodeRecovery open(final Environment environment, final NodeConfig config) {
        final Disk disk = environment.disk();
        final DataDirectory directory = DataDirectory.open(
                disk,
                config.dataDirectory(),
                config.clusterId(),
                config.nodeId(),
                environment.nextRandom(),
                new LogConfig(
                        config.getInt(NodeSetting.SEGMENT_BYTES),
                        config.getInt(NodeSetting.APPEND_BUFFER_BYTES),
                        config.getInt(NodeSetting.MAPPED_SEGMENTS)));
        HardStateFile hardState = null;
        SegmentedLog log = null;
        try {
            hardState = directory.openHardState();
            final SnapshotStore snapshots = SnapshotStore.open(
                    disk,
                    config.dataDirectory(),
                    directory.identity(),
                    new SnapshotConfig(
                            config.getInt(NodeSetting.SNAPSHOT_CHUNK_BYTES),
                            config.getInt(NodeSetting.SNAPSHOT_RETAINED),
                            config.get(NodeSetting.SNAPSHOT_SEND_BYTES)),
                    SnapshotStore.Damaged.REFUSE);
            log = directory.openLog();
            final NodeRecovery recovery = new NodeRecovery(config, directory, hardState, snapshots, log);
            recovery.joinSnapshotAndLog();
            NodeEvents.recovered(config, hardState.term(), log.firstIndex(), log.lastIndex());
            return recovery;
        } catch (final RuntimeException | Error e) {
            CloseHelper.quietCloseAll(log, hardState, directory);
            throw e;
        }
    }

    /** A snapshot was received, and the log was still to be replaced when the node stopped. */
    private void joinSnapshotAndLog() {
        final long index = snapshot == null ? 0 : snapshot.head().index();
        final long term = snapshot == null ? 0 : snapshot.head().term();
        if (index < log.baseIndex()) {
            throw new StorageException(
                    "snapshot and log do not meet: directory=" + directory.path() + ", log begins after="
                            + log.baseIndex() + ", newest snapshot holds up to=" + index
                            + "; a snapshot is missing, put it back, or replace this node");
        }
        final TermTable terms = terms();
        if (!terms.matches(index, term)) {
            log.reset(index, term);
        }
    }

    /** Returns the number that tells this data directory from any other the node had or will have. */
    long incarnation() {
        return directory.identity().incarnation();
    }

    HardStateFile hardState() {
        return hardState;
    }

    SegmentedLog log() {
        return log;
    }

    SnapshotStore snapshots() {
        return snapshots;
    }

    /** Returns what the core begins with. */
    RecoveredState recoveredState() {
        final Membership first = Membership.ofVoters(
                config.members().stream().mapToInt(Member::nodeId).toArray());
        final long appliedIndex = appliedIndex();
        return new RecoveredState(
                snapshot == null ? first : snapshot.head().membership(),
                hardState.term(),
                hardState.votedFor(),
                terms(),
                Math.max(appliedIndex, Math.min(membershipIndex, log.lastIndex())),
                appliedIndex,
                mustCatchUpTo);
    }

    /** Passes on the indexes of membership entries that are to be applied (again), in order. */
    void forEachMembershipEntry(final LongConsumer consumer) {
        final LogCursor cursor = log.newCursor();
        cursor.seek(appliedIndex() + 1);
        while (cursor.next(log.lastIndex())) {
            if (cursor.type() == EntryType.MEMBERSHIP) {
                consumer.accept(cursor.index());
            }
        }
    }

    /** Gives the state machine the newest snapshot's state; without one it begins with nothing. */
    void restore(final ApplyAgent apply) {
        if (snapshot != null) {
            try (SnapshotReader reader = snapshots.newReader(snapshot)) {
                apply.restore(reader);
            }
        }
    }

    /** Notes durably that the node acknowledged entries up to an index which it does not hold: it votes once it does. */
    void noteLoss(final long index) {
        mustCatchUpTo = Math.max(mustCatchUpTo, index);
        directory.mustCatchUp(mustCatchUpTo);
        NodeEvents.entriesLost(config.nodeId(), log.lastIndex(), mustCatchUpTo);
    }

    /** A node that lost entries takes part in elections again once it holds durably, and knows to be committed, what it acknowledged. */
    void noteDurable(final long durablyCommittedIndex) {
        if (mustCatchUpTo > 0 && durablyCommittedIndex >= mustCatchUpTo) {
            directory.caughtUp();
            NodeEvents.caughtUp(config.nodeId(), mustCatchUpTo);
            mustCatchUpTo = 0;
        }
    }

    /**
     * Notes durably that an entry that changes the membership is committed, before the change takes effect: who was removed may be
     * switched off then, and a node that came back with the members of before would wait for its vote for ever.
     */
    void noteMembership(final long index) {
        if (index > membershipIndex) {
            directory.membershipIndex(index);
            membershipIndex = index;
        }
    }

    private long appliedIndex() {
        return snapshot == null ? 0 : snapshot.head().index();
    }

    private TermTable terms() {
        final TermTable terms = new TermTable(log.baseIndex(), log.baseTerm());
        final TermRunCollector collector = new TermRunCollector(terms);
        // What recovery found is gone when the log was replaced since.
        if (log.lastIndex() > log.baseIndex()) {
            log.forEachTermRun(collector::onTermRun);
            collector.end(log.lastIndex());
        }
        return terms;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(log, hardState, directory);
    }

    /** A run ends where the next begins. */
    private static final class TermRunCollector {
        private final TermTable terms;
        private long firstIndex;
        private long term;

        TermRunCollector(final TermTable terms) {
            this.terms = terms;
        }

        void onTermRun(final long nextFirstIndex, final long nextTerm) {
            end(nextFirstIndex - 1);
            firstIndex = nextFirstIndex;
            term = nextTerm;
        }

        void end(final long lastIndex) {
            if (firstIndex > 0 && lastIndex >= firstIndex) {
                terms.append(Math.toIntExact(lastIndex - firstIndex + 1), term);
            }
        }
    }
}
