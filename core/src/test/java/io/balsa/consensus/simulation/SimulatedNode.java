package io.balsa.consensus.simulation;

import static io.balsa.consensus.simulation.SafetyChecker.require;

import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.RecoveredState;
import io.balsa.consensus.Role;
import io.balsa.consensus.SnapshotVerdict;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import org.jspecify.annotations.Nullable;

/** A core with its disk and its state machine: carries out what the core tells, and checks each promise that leaves against the disk. */
final class SimulatedNode extends MessagingOutput implements Receiver {
    private final Membership firstMembership;
    private final SimulatedCluster cluster;
    private final SimulatedDisk disk = new SimulatedDisk();
    private final SimulatedClock clock;
    private final PendingRequests requests = new PendingRequests();
    private RaftConfig config;
    private Raft raft;
    private boolean up = true;
    private long takenIndex;
    private long appliedIndex;
    private long seenCommitIndex;
    private long ledTerm;
    private long wantedSnapshotIndex;
    private Message.@Nullable SnapshotOffer offer;
    private boolean offerSaved;
    private boolean doubting;

    SimulatedNode(
            final RaftConfig config,
            final Membership firstMembership,
            final SimulatedClock clock,
            final SimulatedCluster cluster) {
        this.config = config;
        this.firstMembership = firstMembership;
        this.clock = clock;
        this.cluster = cluster;
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

    SimulatedDisk disk() {
        return disk;
    }

    SimulatedClock clock() {
        return clock;
    }

    RaftConfig config() {
        return config;
    }

    boolean isUp() {
        return up;
    }

    long appliedIndex() {
        return appliedIndex;
    }

    PendingRequests requests() {
        return requests;
    }

    // ---- what happens to the node

    void crash() {
        up = false;
        requests.clear();
        endOffer(false);
        disk.crash(cluster.random());
    }

    void restart() {
        up = true;
        ledTerm = 0;
        config = config.toBuilder()
                .firstReadId(config.firstReadId() + 1_000_000)
                .seed(cluster.random().nextLong())
                .build();
        raft = recover();
        // What recovery had to mend is on disk before the node takes part.
        drain();
        if (disk.needsSync()) {
            disk.beginSync();
            raft.onPersisted(disk.endSync());
        }
    }

    private Raft recover() {
        final @Nullable Snapshot snapshot = disk.snapshot();
        final long snapshotIndex = snapshot == null ? 0 : snapshot.index();
        takenIndex = snapshotIndex;
        appliedIndex = snapshotIndex;
        seenCommitIndex = 0;
        wantedSnapshotIndex = 0;
        doubting = false;
        final Raft recovered = new Raft(
                config,
                new RecoveredState(
                        snapshot == null ? firstMembership : snapshot.membership(),
                        disk.term(),
                        disk.votedFor(),
                        disk.log().termTable(),
                        snapshotIndex,
                        snapshotIndex));
        tellMembershipEntries(recovered, snapshotIndex + 1);
        return recovered;
    }

    void drain() {
        raft.onClock(clock.nowNs());
        raft.drain(this);
        check();
    }

    void propose(final int count) {
        final long firstIndex = raft.propose(count, cluster.random().nextInt(20));
        if (firstIndex > 0) {
            for (int i = 0; i < count; i++) {
                append(raft.term(), cluster.nextValue());
            }
        }
    }

    void proposeMembership(final MembershipChange change) {
        final long index = raft.proposeMembership(change, 1);
        cluster.note("    %s: %d", change, index);
        if (index > 0) {
            append(raft.term(), cluster.nextChange(change));
        }
    }

    void requestRead() {
        onReadAsked(raft.requestRead());
    }

    void requestLeaseRead() {
        onReadAsked(raft.requestLeaseRead(clock.nowNs()));
    }

    private void onReadAsked(final long readId) {
        if (readId > 0) {
            requests.onReadAsked(readId, cluster.checker().committedIndex());
        }
    }

    void transferLeadership(final int targetId) {
        final boolean joins = raft.status().transferTargetId() == targetId;
        if (raft.transferLeadership(targetId) == 0 && !joins) {
            requests.onTransferAsked(targetId);
        }
    }

    void configure(final RaftConfig newConfig) {
        config = newConfig;
        raft.configure(newConfig);
    }

    // ---- log and state machine

    @Override
    public void write(final long firstIndex, final long prevIndex, final long term, final long[] values) {
        if (firstIndex <= disk.log().lastIndex()) {
            disk.log().truncate(firstIndex);
        }
        require(firstIndex == disk.log().lastIndex() + 1, "contract", "a gap: node=%s first=%d", this, firstIndex);
        for (int i = (int) (firstIndex - prevIndex) - 1; i < values.length; i++) {
            append(term, values[i]);
        }
        tellMembershipEntries(raft, firstIndex);
    }

    private void tellMembershipEntries(final Raft told, final long firstIndex) {
        for (long index = firstIndex; index <= disk.log().lastIndex(); index++) {
            if (cluster.changeOf(disk.log().valueAt(index)) != null) {
                told.onMembershipEntry(index);
            }
        }
    }

    private void append(final long term, final long value) {
        disk.log().append(term, value);
        cluster.checker().onWritten(this, disk.log().lastIndex());
    }

    /** Applies so many of the entries that were handed out. */
    void apply(final int most) {
        for (int i = 0; i < most && appliedIndex < takenIndex; i++) {
            appliedIndex++;
            final @Nullable MembershipChange change =
                    cluster.changeOf(disk.log().valueAt(appliedIndex));
            if (change != null) {
                final Membership next = SafetyChecker.changed(raft.membership(), change);
                cluster.checker().onMembershipApplied(this, appliedIndex, next);
                raft.applyMembership(appliedIndex, next);
            }
        }
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

    // ---- snapshots

    /** Saves what is applied, and drops some of the log that it holds. */
    void takeSnapshot() {
        if (appliedIndex == 0) {
            return;
        }
        disk.save(new Snapshot(raft.membership(), disk.log().prefix((int) appliedIndex)));
        final long newest = Math.min(appliedIndex, raft.status().persistedIndex());
        final long base = disk.log().baseIndex();
        final long index = base + cluster.random().nextInt((int) Math.max(newest - base, 0) + 1);
        disk.compact(index);
        raft.onCompacted(index);
        wantedSnapshotIndex = 0;
    }

    /** Tells whether somebody waits for a snapshot that this node can take by now. */
    boolean isSnapshotDue() {
        return wantedSnapshotIndex > 0 && appliedIndex >= wantedSnapshotIndex;
    }

    /** This node doubts its state machine. */
    void askForSnapshot() {
        doubting = true;
        raft.requestSnapshot();
    }

    boolean doubtsItself() {
        return doubting;
    }

    boolean isFetching() {
        return offer != null;
    }

    @Override
    public void onSnapshotOffer(final Message.SnapshotOffer newOffer, final SnapshotVerdict verdict) {
        cluster.note("    %s", verdict);
        if (verdict == SnapshotVerdict.WANTED) {
            endOffer(false);
            offer = newOffer;
            offerSaved = false;
        } else {
            cluster.report(newOffer, verdict == SnapshotVerdict.UNNEEDED);
        }
    }

    /** Saves the snapshot that was offered, or installs it once it is saved. */
    void fetch() {
        if (offer == null) {
            return;
        }
        if (!offerSaved) {
            disk.save(offer.snapshot());
            offerSaved = true;
            return;
        }
        final Snapshot snapshot = offer.snapshot();
        final boolean installed = raft.installSnapshot(snapshot.index(), snapshot.term(), snapshot.membership());
        cluster.note("    installed=%s", installed);
        if (installed) {
            doubting = false;
            disk.installSnapshot(snapshot);
            takenIndex = snapshot.index();
            appliedIndex = snapshot.index();
            cluster.checker().onMembershipApplied(this, snapshot.index(), snapshot.membership());
        }
        endOffer(true);
    }

    void abandonFetch() {
        if (offer != null) {
            raft.abandonSnapshot();
            endOffer(false);
        }
    }

    private void endOffer(final boolean succeeded) {
        if (offer != null) {
            cluster.report(offer, succeeded);
            offer = null;
        }
    }

    // ---- what the core tells

    @Override
    protected boolean send(final Message message) {
        return cluster.network().send(message);
    }

    @Override
    protected SimulatedLog log() {
        return disk.log();
    }

    @Override
    protected int entriesTaken(final int entryCount) {
        return entryCount > 1 && cluster.random().nextInt(4) == 0 ? entryCount - 1 : entryCount;
    }

    @Override
    protected @Nullable Snapshot newestSnapshot(final long minIndex) {
        final @Nullable Snapshot snapshot = disk.snapshot();
        if (snapshot == null || snapshot.index() < minIndex) {
            wantedSnapshotIndex = Math.max(minIndex, 1);
            return null;
        }
        return snapshot;
    }

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
        require(index == disk.log().lastIndex() + 1, "contract", "leave joint: node=%s index=%d", this, index);
        append(term, cluster.nextChange(MembershipChange.leaveJoint()));
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
            final long lastTerm,
            final long commitIndex,
            final long commitTerm) {
        require(preVote || disk.isVoteDurable(term, id()), "persist before asking", "node=%s term=%d", this, term);
        return super.sendVoteRequest(
                peerId, term, preVote, leadershipTransfer, priority, lastIndex, lastTerm, commitIndex, commitTerm);
    }

    @Override
    public boolean sendVoteReply(
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean granted,
            final long commitIndex,
            final long commitTerm) {
        require(
                preVote || !granted || disk.isVoteDurable(term, peerId),
                "persist before answer",
                "vote: node=%s term=%d candidate=%d",
                this,
                term,
                peerId);
        return super.sendVoteReply(peerId, term, preVote, granted, commitIndex, commitTerm);
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
        return super.sendAppendRequest(
                peerId, term, prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound);
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
        return super.sendAppendReply(peerId, term, rejected, index, hintIndex, hintTerm, readRound);
    }

    @Override
    public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
        require(disk.isTermDurable(term), "persist before answer", "term: node=%s", this);
        return super.sendHeartbeatReply(peerId, term, readRound);
    }

    @Override
    public long onCommit(final long commitIndex) {
        require(commitIndex > takenIndex, "contract", "commit told falls: node=%s index=%d", this, commitIndex);
        require(commitIndex <= raft.commitIndex(), "contract", "commit: node=%s index=%d", this, commitIndex);
        require(
                config.maxApplyAheadEntries() > 0 || disk.durableLog().lastIndex() >= commitIndex,
                "persist before apply",
                "node=%s index=%d",
                this,
                commitIndex);
        final boolean takesAll = cluster.isCalm() || cluster.random().nextInt(3) > 0;
        takenIndex = takesAll ? commitIndex : takenIndex + cluster.random().nextInt((int) (commitIndex - takenIndex));
        return takenIndex;
    }

    @Override
    public void onReadReady(final long readId, final long index) {
        requests.onReadReady(readId, index);
        require(index <= cluster.checker().committedIndex() || index <= raft.commitIndex(), "reads", "node=%s", this);
    }

    @Override
    public void onReadRefused(final long readId) {
        requests.onReadRefused(readId);
    }

    @Override
    public void onTransferEnded(final int targetId, final boolean succeeded) {
        cluster.note("    transfer ended: target=%d succeeded=%s", targetId, succeeded);
        requests.onTransferEnded(targetId);
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
        return id() + "[" + raft.role() + " term=" + raft.term() + " commit=" + raft.commitIndex() + "/" + appliedIndex
                + " last=" + disk.log().lastIndex() + "/"
                + disk.log().termAt(disk.log().lastIndex()) + " base="
                + disk.log().baseIndex() + " " + raft.membership() + (requests.isEmpty() ? "" : " " + requests) + "]";
    }
}
