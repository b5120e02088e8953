package io.balsa.simulation;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.consensus.RaftStatus;
import io.balsa.consensus.Role;
import io.balsa.consensus.membership.Membership;
import io.balsa.log.LogRange;
import io.balsa.node.SteppedNode;
import io.balsa.statemachine.StateHash;
import org.agrona.DirectBuffer;

/**
 * Looks at one node after each of its steps and tells the checkers, and whoever looks at the run, what is new.
 *
 * <p>Threading: one thread.
 */
final class NodeWatch {
    private static final int MOST_ENTRIES = 4096;

    private final int nodeId;
    private final SimScheduler scheduler;
    private final Checkers checkers;
    private final Moments moments;
    private final RunTrace trace;
    private final ObservedLog log = new ObservedLog();
    private final LogRange range = new LogRange();
    private long ledTerm;
    private long commitIndex;
    private Membership membership = Membership.NONE;
    private long shown;
    private long shownPersisted;

    NodeWatch(
            final int nodeId,
            final SimScheduler scheduler,
            final Checkers checkers,
            final Moments moments,
            final RunTrace trace) {
        this.nodeId = nodeId;
        this.scheduler = scheduler;
        this.checkers = checkers;
        this.moments = moments;
        this.trace = trace;
    }

    /** A process of the node has begun. */
    void onStart(final SteppedNode node) {
        ledTerm = 0;
        commitIndex = 0;
        membership = node.raft().membership();
        trace.onMembership(scheduler.nowNs(), nodeId, membership.toString());
        log.restart(node.raft().baseIndex() + 1);
        checkers.monotonicCommit().onStart(nodeId);
        readEntries(node);
        checkers.leaderAppendOnly().onLog(nodeId, 0, log.lastIndex(), log.lastIndex());
        checkers.durability().onRecovered(nodeId, log);
        look(node);
    }

    /** A step of the node is done. */
    void look(final SteppedNode node) {
        final RaftStatus raft = node.raft();
        lookAtLog(node, raft);
        lookAtRole(raft);
        lookAtCommit(raft);
        lookAtMembership(raft);
        checkers.monotonicCommit().onState(nodeId, raft.term(), raft.commitIndex(), node.appliedIndex());
        if (trace != RunTrace.NONE) {
            show(node, raft);
        }
    }

    private void lookAtLog(final SteppedNode node, final RaftStatus raft) {
        if (raft.baseIndex() >= log.firstIndex()) {
            if (raft.baseIndex() > log.lastIndex()) {
                moments.on(Moment.SNAPSHOT_INSTALLED, nodeId);
            }
            log.compact(raft.baseIndex() + 1);
        }
        long kept = Math.min(log.lastIndex(), raft.lastIndex());
        while (kept >= log.firstIndex() && raft.termAt(kept) != log.termAt(kept)) {
            kept--;
        }
        if (kept < log.lastIndex()) {
            log.cut(kept);
            moments.on(Moment.LOG_CUT, nodeId);
            checkers.durability().onCut(nodeId, kept, kept >= log.firstIndex() ? log.termAt(kept) : 0);
        }
        if (kept < raft.lastIndex()) {
            readEntries(node);
        }
        checkers.leaderAppendOnly().onLog(nodeId, raft.role() == Role.LEADER ? raft.term() : 0, kept, log.lastIndex());
        checkers.durability().onLog(nodeId, log);
        final long persisted = raft.persistedIndex();
        checkers.quorum().onLog(nodeId, log, persisted);
        if (persisted >= log.firstIndex() && persisted <= log.lastIndex()) {
            checkers.durability().onAcknowledged(nodeId, persisted, log.termAt(persisted));
        }
    }

    private void readEntries(final SteppedNode node) {
        final long lastIndex = node.raft().lastIndex();
        while (log.lastIndex() < lastIndex) {
            final long count = Math.min(MOST_ENTRIES, lastIndex - log.lastIndex());
            node.log().map(log.lastIndex() + 1, (int) count, Integer.MAX_VALUE, range);
            final DirectBuffer buffer = range.buffer();
            int offset = range.offset();
            for (int i = 0; i < range.entryCount(); i++) {
                readEntry(buffer, offset);
                offset += EntryFrame.align(EntryFrame.length(buffer, offset));
            }
        }
    }

    private void readEntry(final DirectBuffer buffer, final int offset) {
        final long index = EntryFrame.index(buffer, offset);
        final long term = EntryFrame.term(buffer, offset);
        final int type = EntryFrame.type(buffer, offset);
        // The checksum stands for the content.
        final long content = EntryFrame.checksum(buffer, offset);
        final long previousTerm = index == 1 ? 0 : index > log.firstIndex() ? log.termAt(index - 1) : -1;
        checkers.logMatching().onEntry(nodeId, index, term, previousTerm, content);
        log.append(term, content);
        if (trace != RunTrace.NONE) {
            final int length = EntryFrame.length(buffer, offset) - EntryFrame.HEADER_LENGTH;
            trace.onAppend(
                    scheduler.nowNs(),
                    nodeId,
                    index,
                    term,
                    EntryType.name(type),
                    EntryText.of(type, buffer, offset + EntryFrame.HEADER_LENGTH, length));
        }
    }

    private void lookAtRole(final RaftStatus raft) {
        final long nowLed = raft.role() == Role.LEADER ? raft.term() : 0;
        if (nowLed != ledTerm) {
            ledTerm = nowLed;
            if (nowLed != 0) {
                moments.on(Moment.ELECTED, nodeId);
                checkers.electionSafety().onLeader(nodeId, nowLed);
                checkers.quorum().onLeader(nodeId, nowLed, membership, raft.membership());
                checkers.leaderCompleteness().onLeader(nodeId, nowLed, log);
            }
        }
    }

    private void lookAtCommit(final RaftStatus raft) {
        final long now = raft.commitIndex();
        if (now <= commitIndex) {
            return;
        }
        if (now > log.lastIndex()) {
            throw new SimViolation(
                    MonotonicCommitChecker.PROPERTY,
                    "node=" + nodeId + " commits what it does not hold: commitIndex=" + now + ", lastIndex="
                            + log.lastIndex());
        }
        for (long index = Math.max(commitIndex + 1, log.firstIndex()); index <= now; index++) {
            checkers.stateMachineSafety()
                    .onCommitted(nodeId, raft.term(), index, log.termAt(index), log.contentAt(index));
        }
        commitIndex = now;
        if (raft.role() == Role.LEADER && now >= log.firstIndex()) {
            moments.on(Moment.COMMIT, nodeId);
            checkers.quorum().onCommit(nodeId, now, log.termAt(now), membership, raft.membership());
        }
    }

    private void lookAtMembership(final RaftStatus raft) {
        final Membership now = raft.membership();
        if (!membership.equals(now)) {
            moments.on(Moment.MEMBERSHIP_APPLIED, nodeId);
            membership = now;
            trace.onMembership(scheduler.nowNs(), nodeId, now.toString());
        }
    }

    private void show(final SteppedNode node, final RaftStatus raft) {
        if (raft.persistedIndex() != shownPersisted) {
            shownPersisted = raft.persistedIndex();
            trace.onPersist(scheduler.nowNs(), nodeId, shownPersisted);
        }
        final long now = StateHash.mix(
                StateHash.mix(
                        StateHash.mix(raft.term(), raft.role().ordinal() * 1_000L + raft.leaderId()),
                        raft.votedFor() * 1_000_000L + raft.lastIndex()),
                raft.commitIndex() * 1_000_000L + node.appliedIndex() + (raft.baseIndex() << 40));
        if (now != shown) {
            shown = now;
            trace.onState(
                    scheduler.nowNs(),
                    nodeId,
                    raft.role(),
                    raft.term(),
                    raft.votedFor(),
                    raft.leaderId(),
                    raft.baseIndex() + 1,
                    raft.lastIndex(),
                    raft.lastTerm(),
                    raft.commitIndex(),
                    node.appliedIndex());
        }
    }
}
