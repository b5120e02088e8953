package io.balsa.consensus.simulation;

import static io.balsa.consensus.simulation.SafetyChecker.require;

import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.RaftOutput;
import io.balsa.consensus.RecoveredState;
import io.balsa.consensus.Role;
import io.balsa.consensus.Taken;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChanger;
import java.util.ArrayDeque;
import java.util.Queue;

/** A core with its disk: carries out what the core tells, and checks each promise that leaves against the disk. */
final class SimulatedNode implements RaftOutput {
    /** @param committedIndex what was committed anywhere when the read was asked for, so what it must see */
    private record Read(long readId, long committedIndex) {}

    private final RaftConfig config;
    private final Membership membership;
    private final SimulatedCluster cluster;
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Queue<Read> reads = new ArrayDeque<>();
    private Raft raft;
    private boolean up = true;
    private long appliedIndex;
    private long membershipAppliedIndex;
    private long seenCommitIndex;
    private long committedWhenAsked;
    private long ledTerm;

    SimulatedNode(final RaftConfig config, final Membership membership, final SimulatedCluster cluster) {
        this.config = config;
        this.membership = membership;
        this.cluster = cluster;
        raft = recover();
    }

    int id() {
        return config.nodeId();
    }

    Raft raft() {
        return raft;
    }

    SimulatedDisk disk() {
        return disk;
    }

    boolean isUp() {
        return up;
    }

    long appliedIndex() {
        return appliedIndex;
    }

    int readsUnderWay() {
        return reads.size();
    }

    // ---- what happens to the node

    void crash() {
        up = false;
        reads.clear();
        disk.crash(cluster.random());
    }

    void restart() {
        up = true;
        appliedIndex = 0;
        membershipAppliedIndex = 0;
        seenCommitIndex = 0;
        ledTerm = 0;
        raft = recover();
        tellMembershipEntries(1);
        // What recovery had to mend is on disk before the node takes part.
        drain();
        if (disk.needsSync()) {
            disk.beginSync();
            raft.onPersisted(disk.endSync());
        }
    }

    private Raft recover() {
        return new Raft(
                config,
                RecoveredState.of(
                        membership, disk.term(), disk.votedFor(), disk.log().termTable()));
    }

    void drain() {
        raft.drain(this);
        applyMemberships();
        check();
    }

    private void tellMembershipEntries(final long firstIndex) {
        for (long index = firstIndex; index <= disk.log().lastIndex(); index++) {
            if (cluster.leavesJoint(disk.log().valueAt(index))) {
                raft.onMembershipEntry(index);
            }
        }
    }

    private void applyMemberships() {
        while (membershipAppliedIndex < appliedIndex) {
            membershipAppliedIndex++;
            if (cluster.leavesJoint(disk.log().valueAt(membershipAppliedIndex))) {
                raft.applyMembership(membershipAppliedIndex, MembershipChanger.leaveJoint(raft.membership()));
            }
        }
    }

    void propose(final int count) {
        final long firstIndex = raft.propose(count);
        if (firstIndex > 0) {
            for (int i = 0; i < count; i++) {
                append(raft.term(), cluster.nextValue());
            }
        }
        check();
    }

    void requestRead() {
        final long readId = raft.requestRead();
        if (readId > 0) {
            reads.add(new Read(readId, cluster.checker().committedIndex()));
        }
    }

    /** Writes entries of an append from {@code firstIndex} on, over whatever was there. */
    void write(final long firstIndex, final long prevIndex, final long term, final long[] values) {
        if (firstIndex <= disk.log().lastIndex()) {
            disk.log().truncate(firstIndex);
        }
        require(firstIndex == disk.log().lastIndex() + 1, "contract", "a gap: node=%s first=%d", this, firstIndex);
        for (int i = (int) (firstIndex - prevIndex) - 1; i < values.length; i++) {
            append(term, values[i]);
        }
        tellMembershipEntries(firstIndex);
    }

    /** Compares the core with what it told, and shows the checker what is new. */
    void check() {
        final SafetyChecker checker = cluster.checker();
        final long untold = raft.lastIndex() - disk.log().lastIndex();
        // Only a leader that has not told of its term's first entry is ahead of its log.
        require(
                untold == 0 || (untold == 1 && raft.isLeader()),
                "contract",
                "the core knows another log than the disk: node=%s lastIndex=%d",
                this,
                raft.lastIndex());
        require(raft.commitIndex() >= seenCommitIndex, "commit index fell", "node=%s was=%d", this, seenCommitIndex);
        while (seenCommitIndex < raft.commitIndex()) {
            checker.onCommitted(this, ++seenCommitIndex);
        }
        if (raft.isLeader() && raft.term() > ledTerm) {
            ledTerm = raft.term();
            checker.onElected(this);
        }
    }

    private void append(final long term, final long value) {
        disk.log().append(term, value);
        cluster.checker().onWritten(this, disk.log().lastIndex());
    }

    // ---- what the core tells

    @Override
    public void onHardState(final long sequence, final long term, final int votedFor) {
        disk.storeHardState(term, votedFor);
        disk.request(sequence);
    }

    @Override
    public void onTermStart(final long index, final long term) {
        require(index == disk.log().lastIndex() + 1, "contract", "term start: node=%s index=%d", this, index);
        append(term, cluster.nextValue());
    }

    @Override
    public void onLeaveJoint(final long index, final long term) {
        append(term, cluster.nextLeaveJointValue());
    }

    @Override
    public void onAppend(final long sequence, final long firstIndex, final long lastIndex) {
        require(lastIndex == disk.log().lastIndex(), "contract", "append: node=%s last=%d", this, lastIndex);
        disk.request(sequence);
    }

    @Override
    public boolean sendVoteRequest(
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean leadershipTransfer,
            final int priority,
            final long lastIndex,
            final long lastTerm) {
        require(
                preVote || disk.isVoteDurable(term, id()),
                "persist before asking",
                "a candidate asks for votes before its own would survive: node=%s term=%d",
                this,
                term);
        return cluster.send(new Message.VoteRequest(
                id(), peerId, term, preVote, leadershipTransfer, priority, lastIndex, lastTerm));
    }

    @Override
    public boolean sendVoteReply(final int peerId, final long term, final boolean preVote, final boolean granted) {
        require(
                preVote || !granted || disk.isVoteDurable(term, peerId),
                "persist before answer",
                "vote: node=%s term=%d candidate=%d",
                this,
                term,
                peerId);
        return cluster.send(new Message.VoteReply(id(), peerId, term, preVote, granted));
    }

    @Override
    public long sendAppendRequest(
            final int peerId,
            final long term,
            final long prevIndex,
            final long prevTerm,
            final long entriesTerm,
            final int entryCount,
            final long commitIndex,
            final long readRound) {
        require(disk.isTermDurable(term), "persist before leading", "node=%s", this);
        final int taken = entryCount > 1 && cluster.random().nextInt(4) == 0 ? entryCount - 1 : entryCount;
        for (long index = prevIndex + 1; index <= prevIndex + taken; index++) {
            require(disk.log().holds(index, entriesTerm), "contract", "append: node=%s index=%d", this, index);
        }
        final long[] values = disk.log().valuesOf(prevIndex + 1, taken);
        final boolean sent = cluster.send(new Message.Append(
                id(), peerId, term, prevIndex, prevTerm, entriesTerm, values, commitIndex, readRound));
        return sent ? Taken.of(taken, taken) : Taken.NOTHING;
    }

    @Override
    public boolean sendAppendReply(
            final int peerId,
            final long term,
            final boolean rejected,
            final long index,
            final long hintIndex,
            final long hintTerm,
            final long readRound) {
        require(disk.isTermDurable(term), "persist before answer", "term: node=%s", this);
        require(
                rejected || disk.durableLog().holds(index, disk.log().termAt(index)),
                "persist before answer",
                "append: node=%s index=%d durable=%s",
                this,
                index,
                disk.durableLog());
        return cluster.send(
                new Message.AppendReply(id(), peerId, term, rejected, index, hintIndex, hintTerm, readRound));
    }

    @Override
    public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
        return cluster.send(new Message.Heartbeat(id(), peerId, term, commitIndex, readRound));
    }

    @Override
    public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
        require(disk.isTermDurable(term), "persist before answer", "term: node=%s", this);
        return cluster.send(new Message.HeartbeatReply(id(), peerId, term, readRound));
    }

    @Override
    public boolean sendTimeoutNow(final int peerId, final long term) {
        return cluster.send(new Message.TimeoutNow(id(), peerId, term));
    }

    @Override
    public long sendSnapshotOffer(final int peerId, final long term, final long minIndex) {
        return 0;
    }

    @Override
    public boolean sendSnapshotRequest(final int peerId, final long term, final long minIndex) {
        return false;
    }

    @Override
    public boolean sendReadRequest(final int peerId, final long term, final long readId) {
        return cluster.send(new Message.ReadRequest(id(), peerId, term, readId));
    }

    @Override
    public boolean sendReadReply(final int peerId, final long term, final long readId, final long index) {
        return cluster.send(new Message.ReadReply(id(), peerId, term, readId, index));
    }

    @Override
    public long onCommit(final long commitIndex) {
        require(commitIndex > appliedIndex, "contract", "commit told falls: node=%s index=%d", this, commitIndex);
        require(commitIndex <= raft.commitIndex(), "contract", "commit: node=%s index=%d", this, commitIndex);
        require(
                config.maxApplyAheadEntries() > 0 || disk.durableLog().lastIndex() >= commitIndex,
                "persist before apply",
                "node=%s index=%d",
                this,
                commitIndex);
        appliedIndex = commitIndex;
        return commitIndex;
    }

    @Override
    public void onReadReady(final long readId, final long index) {
        require(endReads(readId) > 0, "contract", "a read ended twice: node=%s readId=%d", this, readId);
        require(
                index <= Math.max(raft.commitIndex(), cluster.checker().committedIndex()),
                "linearizable reads",
                "node=%s index=%d",
                this,
                index);
        require(
                index >= committedWhenAsked,
                "linearizable reads",
                "stale: node=%s index=%d committedWhenAsked=%d",
                this,
                index,
                committedWhenAsked);
    }

    @Override
    public void onReadRefused(final long readId) {
        require(endReads(readId) > 0, "contract", "a read ended twice: node=%s readId=%d", this, readId);
    }

    /** Ends reads and remembers the highest index that one of them must see. */
    private int endReads(final long readId) {
        int count = 0;
        committedWhenAsked = 0;
        while (!reads.isEmpty() && reads.element().readId <= readId) {
            committedWhenAsked = Math.max(committedWhenAsked, reads.remove().committedIndex);
            count++;
        }
        return count;
    }

    @Override
    public void onTransferEnded(final int targetId, final boolean succeeded) {
        cluster.note("    transfer ended: target=%d succeeded=%s", targetId, succeeded);
    }

    @Override
    public void onRoleChange(final Role role, final long term, final int leaderId) {
        require(
                role == raft.role() && term == raft.term() && leaderId == raft.leaderId(),
                "contract",
                "role told: node=%s",
                this);
    }

    @Override
    public String toString() {
        return id() + "[" + raft.role() + " term=" + raft.term() + " commit=" + raft.commitIndex() + " last="
                + disk.log().lastIndex() + "/" + disk.log().termAt(disk.log().lastIndex()) + "]";
    }
}
