package io.balsa.consensus.explorer;

import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.RecoveredState;
import io.balsa.consensus.Role;
import io.balsa.consensus.SnapshotVerdict;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChanger;
import io.balsa.consensus.membership.MembershipRefusedException;
import io.balsa.consensus.simulation.Message;
import io.balsa.consensus.simulation.MessagingOutput;
import io.balsa.consensus.simulation.Receiver;
import io.balsa.consensus.simulation.SimulatedLog;
import io.balsa.consensus.simulation.Snapshot;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A core with its disk, made of arrays and numbers alone so that {@link ObjectGraph} can copy it. */
final class ExploredNode extends MessagingOutput implements Receiver {
    /**
     * A write under way: of the hard state or of the log, which are separate files.
     *
     * @param log null for the hard state; never changed
     */
    private record Write(
            long sequence,
            long term,
            int votedFor,
            @Nullable SimulatedLog log) {}

    private static final Write[] NO_WRITES = {};
    private static final Message[] NO_MESSAGES = {};

    private final RaftConfig config;
    private final Membership firstMembership;
    private final boolean syncs;
    private Raft raft;
    private SimulatedLog log;
    private SimulatedLog durableLog;
    private long durableTerm;
    private int durableVote;
    private Membership committedUnder;
    private Write[] writes = NO_WRITES;
    private Message[] sent = NO_MESSAGES;
    private long takenIndex;
    private long appliedIndex;
    private long readId;
    private long readMustSee;

    ExploredNode(final RaftConfig config, final Membership firstMembership, final boolean syncs) {
        this.config = config;
        this.firstMembership = firstMembership;
        this.syncs = syncs;
        committedUnder = firstMembership;
        log = SimulatedLog.empty();
        durableLog = SimulatedLog.empty();
        raft = recover();
    }

    @Override
    public int id() {
        return config.nodeId();
    }

    @Override
    public Raft raft() {
        return raft;
    }

    @Override
    public SimulatedLog log() {
        return log;
    }

    /** Returns the membership whose quorum made the present commit index. */
    Membership committedUnder() {
        return committedUnder;
    }

    SimulatedLog durableLog() {
        return durableLog;
    }

    boolean hasWrites() {
        return writes.length > 0;
    }

    /** Returns what was sent since the last call. */
    Message[] takeSent() {
        final Message[] taken = sent;
        sent = NO_MESSAGES;
        return taken;
    }

    // ---- what happens to the node

    void persist() {
        final Write write = writes[0];
        writes = Arrays.copyOfRange(writes, 1, writes.length);
        if (write.log == null) {
            durableTerm = write.term;
            durableVote = write.votedFor;
        } else {
            durableLog = write.log;
        }
        raft.onPersisted(write.sequence);
    }

    /** @param logWritten whether the operating system wrote the log, though not the hard state */
    void crash(final boolean logWritten) {
        if (logWritten) {
            durableLog = log.copy();
        }
        log = durableLog.copy();
        writes = NO_WRITES;
        takenIndex = 0;
        appliedIndex = 0;
        readId = 0;
        raft = recover();
        // What recovery had to mend is on disk before the node takes part.
        raft.drain(this);
        while (hasWrites()) {
            persist();
        }
    }

    private Raft recover() {
        final Raft recovered =
                new Raft(config, RecoveredState.of(firstMembership, durableTerm, durableVote, log.termTable()));
        tellMembershipEntries(recovered, 1);
        return recovered;
    }

    /** Drains until there is nothing left to tell. */
    void settle(final long nowNs) {
        raft.onClock(nowNs);
        boolean told;
        do {
            final long commitIndex = raft.commitIndex();
            told = raft.drain(this);
            if (raft.commitIndex() > commitIndex) {
                committedUnder = raft.membership();
            }
            while (!syncs && hasWrites()) {
                persist();
                told = true;
            }
            told |= apply();
        } while (told);
    }

    void timeOut() {
        for (int i = 0; i < Plan.ELECTION_TICKS; i++) {
            raft.tick();
        }
    }

    void propose() {
        final long index = raft.propose(1);
        if (index > 0) {
            log.append(raft.term(), valueOf(index));
        }
    }

    void proposeMembership(final MembershipChange change, final int number) {
        final long index = raft.proposeMembership(change, 0);
        if (index > 0) {
            log.append(raft.term(), Changes.valueOf(number));
        }
    }

    void read(final long mustSee, final boolean byLease, final long nowNs) {
        final long id = byLease ? raft.requestLeaseRead(nowNs) : raft.requestRead();
        if (id > 0) {
            readId = id;
            readMustSee = mustSee;
        }
    }

    @Override
    public void write(final long firstIndex, final long prevIndex, final long term, final long[] values) {
        if (firstIndex <= log.lastIndex()) {
            log.truncate(firstIndex);
        }
        for (int i = (int) (firstIndex - prevIndex) - 1; i < values.length; i++) {
            log.append(term, values[i]);
        }
        tellMembershipEntries(raft, firstIndex);
    }

    @Override
    public void onSnapshotOffer(final Message.SnapshotOffer offer, final SnapshotVerdict verdict) {
        throw new IllegalStateException("no snapshots here: offer=" + offer);
    }

    private void tellMembershipEntries(final Raft told, final long firstIndex) {
        for (long index = firstIndex; index <= log.lastIndex(); index++) {
            if (Changes.isChange(log.valueAt(index))) {
                told.onMembershipEntry(index);
            }
        }
    }

    private boolean apply() {
        boolean applied = false;
        while (appliedIndex < takenIndex) {
            appliedIndex++;
            final long value = log.valueAt(appliedIndex);
            if (Changes.isChange(value)) {
                raft.applyMembership(appliedIndex, changed(raft.membership(), Changes.changeOf(value)));
            }
            applied = true;
        }
        return applied;
    }

    private static Membership changed(final Membership membership, final MembershipChange change) {
        try {
            return MembershipChanger.apply(membership, change);
        } catch (final MembershipRefusedException e) {
            return membership;
        }
    }

    /** No other entry has this value: a node leads a term once, and writes an index once in it. */
    private long valueOf(final long index) {
        return raft.term() * 10_000 + id() * 1_000L + index;
    }

    private void request(final Write write) {
        writes = Arrays.copyOf(writes, writes.length + 1);
        writes[writes.length - 1] = write;
    }

    // ---- what the core tells

    @Override
    protected boolean send(final Message message) {
        sent = Arrays.copyOf(sent, sent.length + 1);
        sent[sent.length - 1] = message;
        return true;
    }

    @Override
    protected int entriesTaken(final int entryCount) {
        return entryCount;
    }

    @Override
    protected @Nullable Snapshot newestSnapshot(final long minIndex) {
        return null;
    }

    @Override
    public void onHardState(final long sequence, final long term, final int votedFor) {
        request(new Write(sequence, term, votedFor, null));
    }

    @Override
    public void onTermStart(final long index, final long term) {
        log.append(term, valueOf(index));
    }

    @Override
    public void onLeaveJoint(final long index, final long term) {
        log.append(term, Changes.LEAVE_JOINT);
    }

    @Override
    public void onAppend(final long sequence, final long firstIndex, final long lastIndex) {
        request(new Write(sequence, 0, 0, log.copy()));
    }

    @Override
    public long onCommit(final long commitIndex) {
        takenIndex = commitIndex;
        return commitIndex;
    }

    @Override
    public void onReadReady(final long id, final long index) {
        if (readId != 0 && id >= readId) {
            Violation.unless(
                    index >= readMustSee,
                    "linearizable reads: a read on node %d sees index %d, but %d was committed before it was asked for",
                    id(),
                    index,
                    readMustSee);
            readId = 0;
        }
    }

    @Override
    public void onReadRefused(final long id) {
        readId = 0;
    }

    @Override
    public void onTransferEnded(final int targetId, final boolean succeeded) {}

    @Override
    public void onRoleChange(final Role role, final long term, final int leaderId) {}

    @Override
    public String toString() {
        return id() + ": " + raft.role() + " term=" + raft.term() + " commit=" + raft.commitIndex() + " log=" + log
                + " durable=" + durableLog + " " + raft.membership();
    }
}
