package io.balsa.node;

import io.balsa.consensus.TermTable;
import io.balsa.disk.Disk;
import io.balsa.log.DataDirectory;
import io.balsa.log.HardStateFile;
import io.balsa.log.LogConfig;
import io.balsa.log.SegmentedLog;
import java.security.SecureRandom;
import org.agrona.CloseHelper;

/**
 * What a node finds in its data directory when it starts: identity, hard state, log and the log's terms.
 *
 * <p>Everything is checked before anything is believed; what does not hold stops the start with a message that says what to do.
 * Threading: one owner, who closes it.
 */
final class NodeRecovery implements AutoCloseable {
    private final DataDirectory directory;
    private final HardStateFile hardState;
    private final SegmentedLog log;

    private NodeRecovery(final DataDirectory directory, final HardStateFile hardState, final SegmentedLog log) {
        this.directory = directory;
        this.hardState = hardState;
        this.log = log;
    }

    /** Locks and reads the data directory, which is made when there is none. */
    static NodeRecovery open(final Disk disk, final NodeConfig config) {
        final DataDirectory directory = DataDirectory.open(
                disk,
                config.dataDirectory(),
                config.clusterId(),
                config.nodeId(),
                new SecureRandom().nextLong(),
                new LogConfig(
                        config.getInt(NodeSetting.SEGMENT_BYTES), config.getInt(NodeSetting.APPEND_BUFFER_BYTES)));
        HardStateFile hardState = null;
        try {
            hardState = directory.openHardState();
            final NodeRecovery recovery = new NodeRecovery(directory, hardState, directory.openLog());
            NodeEvents.recovered(config, hardState.term(), recovery.log.firstIndex(), recovery.log.lastIndex());
            return recovery;
        } catch (final RuntimeException | Error e) {
            CloseHelper.quietCloseAll(hardState, directory);
            throw e;
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

    /** Returns the terms of all entries in the log. */
    TermTable terms() {
        final TermTable terms = new TermTable(log.baseIndex(), log.baseTerm());
        final TermRunCollector collector = new TermRunCollector(terms);
        log.forEachTermRun(collector::onTermRun);
        collector.end(log.lastIndex());
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
