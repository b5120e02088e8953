package io.balsa.consensus;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChanger;
import io.balsa.consensus.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * One core under a script: the test plays its peers and its disk, and reads what the core tells as lines of text.
 *
 * <p>An index with its term is written {@code index/term}. Nothing is durable before {@link #sync}.
 */
final class ScriptedRaft implements RaftOutput {
    static final int ELECTION_TICKS = 10;
    static final int HEARTBEAT_TICKS = 2;

    private final Raft raft;
    private final List<String> lines = new ArrayList<>();
    private final List<String> toldCommits = new ArrayList<>();
    private long issuedSequence;
    private int unreachablePeer;
    private int mostEntriesTaken = Integer.MAX_VALUE;
    private int entriesTakenInstead;
    private long bytesPerEntry = 1;
    private long snapshotIndex;
    private boolean tooOldSnapshots;
    private long mostCommitted = Long.MAX_VALUE;
    private long committed;
    private long appliedInstead;

    private ScriptedRaft(final RecoveredState recovered, final UnaryOperator<RaftConfig.Builder> settings) {
        final RaftConfig.Builder config = RaftConfig.builder(1)
                .ticks(ELECTION_TICKS, HEARTBEAT_TICKS)
                .preVote(false)
                .checkQuorum(false);
        raft = new Raft(settings.apply(config).build(), recovered);
    }

    /** Returns node 1 of a new cluster of the nodes 1 to {@code size}, without pre-vote and check of the quorum. */
    static ScriptedRaft ofNew(final int size) {
        return of(size, settings -> settings);
    }

    static ScriptedRaft of(final int size, final UnaryOperator<RaftConfig.Builder> settings) {
        return recovered(size, 0, 0, settings);
    }

    /** Returns node 1 as it comes back with a durable term and vote and a log of entries of these terms. */
    static ScriptedRaft recovered(final int size, final long term, final int votedFor, final long... logTerms) {
        return recovered(size, term, votedFor, settings -> settings, logTerms);
    }

    static ScriptedRaft recovered(
            final int size,
            final long term,
            final int votedFor,
            final UnaryOperator<RaftConfig.Builder> settings,
            final long... logTerms) {
        return of(Membership.ofVoters(IntStream.rangeClosed(1, size).toArray()), term, votedFor, settings, logTerms);
    }

    static ScriptedRaft of(
            final Membership membership,
            final long term,
            final int votedFor,
            final UnaryOperator<RaftConfig.Builder> settings,
            final long... logTerms) {
        final TermTable terms = new TermTable();
        for (final long entryTerm : logTerms) {
            terms.append(1, entryTerm);
        }
        return new ScriptedRaft(RecoveredState.of(membership, term, votedFor, terms), settings);
    }

    /** Returns node 1 as it comes back with what recovery found. */
    static ScriptedRaft of(final RecoveredState recovered, final UnaryOperator<RaftConfig.Builder> settings) {
        return new ScriptedRaft(recovered, settings);
    }

    /** Returns node 1 as the leader of a new cluster; all members hold its first entry, and it has nothing to say. */
    static ScriptedRaft settledLeader(final int size, final UnaryOperator<RaftConfig.Builder> settings) {
        return of(size, settings).leader().acceptAll();
    }

    static ScriptedRaft settledLeader(final int size) {
        return settledLeader(size, settings -> settings);
    }

    /** Returns node 1 of three as a follower of node 2 in a term; its log, of entries of these terms, is acknowledged. */
    static ScriptedRaft follower(
            final UnaryOperator<RaftConfig.Builder> settings, final long term, final long... logTerms) {
        final ScriptedRaft node = recovered(3, term, 0, settings, logTerms);
        final long lastTerm = logTerms.length == 0 ? 0 : logTerms[logTerms.length - 1];
        node.raft.onAppendRequest(2, term, logTerms.length, lastTerm, 0, 0, 0, 0);
        node.settle();
        return node;
    }

    static ScriptedRaft follower(final long term, final long... logTerms) {
        return follower(settings -> settings, term, logTerms);
    }

    Raft raft() {
        return raft;
    }

    /** Returns the terms of all entries. */
    List<Long> logTerms() {
        final List<Long> terms = new ArrayList<>();
        for (long index = 1; index <= raft.lastIndex(); index++) {
            terms.add(raft.status().termAt(index));
        }
        return terms;
    }

    // ---- what a test lets happen

    /** Returns what the core tells now. */
    List<String> drain() {
        lines.clear();
        raft.drain(this);
        return List.copyOf(lines);
    }

    /** Returns what vote messages said of this node's commit index so far, to whom. */
    List<String> toldCommits() {
        return toldCommits;
    }

    /** Returns those lines of what the core tells now that begin with {@code kind}. */
    List<String> drain(final String kind) {
        return drain().stream().filter(line -> line.startsWith(kind)).toList();
    }

    /** Makes durable what the core asked for so far. */
    ScriptedRaft sync() {
        raft.onPersisted(issuedSequence);
        return this;
    }

    /** Returns the sequence of the newest write asked for. */
    long issuedSequence() {
        return issuedSequence;
    }

    /** Drains and syncs until nothing new is told. */
    List<String> settle() {
        final List<String> told = new ArrayList<>();
        List<String> round = drain();
        while (!round.isEmpty()) {
            told.addAll(round);
            sync();
            round = drain();
        }
        return told;
    }

    ScriptedRaft tick(final int times) {
        for (int i = 0; i < times; i++) {
            raft.tick();
        }
        return this;
    }

    /** Ticks until the core campaigns, and returns how long that took. */
    int tickUntilCampaign() {
        final long term = raft.term();
        int ticks = 0;
        while (raft.term() == term && raft.role() != Role.PRE_CANDIDATE) {
            raft.tick();
            ticks++;
        }
        return ticks;
    }

    /** Campaigns and asks for votes. */
    ScriptedRaft candidate() {
        raft.campaign();
        settle();
        return this;
    }

    /** Campaigns and is elected by all others; the first entry of the term is told, sent and durable. */
    ScriptedRaft leader() {
        candidate();
        if (raft.role() == Role.PRE_CANDIDATE) {
            grantAll(true, raft.term() + 1);
            settle();
        }
        grantAll(false, raft.term());
        settle();
        return this;
    }

    private void grantAll(final boolean preVote, final long term) {
        final Membership membership = raft.membership();
        for (int slot = 0; slot < membership.memberCount(); slot++) {
            raft.onVoteReply(membership.memberAt(slot), term, preVote, true);
        }
    }

    /** The follower holds everything up to {@code index}. */
    ScriptedRaft accept(final int from, final long index) {
        raft.onAppendReply(from, raft.term(), false, index, 0, 0, 0);
        return this;
    }

    /** Every member holds the whole log, and says so. */
    ScriptedRaft acceptAll() {
        settle();
        final Membership membership = raft.membership();
        for (int slot = 0; slot < membership.memberCount(); slot++) {
            if (membership.memberAt(slot) != 1) {
                accept(membership.memberAt(slot), raft.lastIndex());
            }
        }
        settle();
        return this;
    }

    /** The leader proposes entries, and every member holds them. */
    ScriptedRaft commit(final int entryCount) {
        raft.propose(entryCount);
        return acceptAll();
    }

    /** Proposes a change of the membership, commits it by the members' acknowledgements, and applies it. */
    ScriptedRaft change(final MembershipChange change) {
        final long index = raft.proposeMembership(change, 0);
        acceptAll();
        raft.applyMembership(index, MembershipChanger.apply(raft.membership(), change));
        settle();
        return this;
    }

    ScriptedRaft addVoter(final int nodeId) {
        return change(MembershipChange.of(MembershipChange.Operation.ADD_VOTER, nodeId));
    }

    /** Returns what the leader knows of a member. */
    Progress progress(final int nodeId) {
        return raft.status().progressAt(raft.membership().slotOf(nodeId));
    }

    /** All messages to this peer fail until it is another's turn; 0 for none. */
    ScriptedRaft disconnect(final int peerId) {
        unreachablePeer = peerId;
        return this;
    }

    /** The network takes no more entries than this in one append. */
    ScriptedRaft takeAtMost(final int entries) {
        mostEntriesTaken = entries;
        return this;
    }

    /** The network claims to have taken so many entries, whatever it was given. */
    ScriptedRaft takeInstead(final int entries) {
        entriesTakenInstead = entries;
        return this;
    }

    /** What each entry counts in bytes. */
    ScriptedRaft bytesPerEntry(final long bytes) {
        bytesPerEntry = bytes;
        return this;
    }

    /** The newest snapshot reaches so far; 0 for none. */
    ScriptedRaft snapshotAt(final long index) {
        snapshotIndex = index;
        return this;
    }

    /** The newest snapshot is offered though it does not reach far enough. */
    ScriptedRaft offersTooOldSnapshots() {
        tooOldSnapshots = true;
        return this;
    }

    /** The state machine takes entries no further than this index. */
    ScriptedRaft applyAtMost(final long index) {
        mostCommitted = index;
        return this;
    }

    /** The state machine claims to have taken entries up to this index, whatever it was given. */
    ScriptedRaft applyInstead(final long index) {
        appliedInstead = index;
        return this;
    }

    // ---- what the core tells

    private boolean send(final int peerId, final String line, final Object... values) {
        if (peerId == unreachablePeer) {
            return false;
        }
        lines.add(String.format(line, values));
        return true;
    }

    @Override
    public void onHardState(final long sequence, final long term, final int votedFor) {
        issuedSequence = sequence;
        lines.add("hard-state term=" + term + " vote=" + votedFor);
    }

    @Override
    public void onEntriesLost(final long index) {
        lines.add("entries-lost up-to=" + index);
    }

    @Override
    public void onTermStart(final long index, final long term) {
        lines.add("term-start " + index + "/" + term);
    }

    @Override
    public void onLeaveJoint(final long index, final long term) {
        lines.add("leave-joint " + index + "/" + term);
    }

    @Override
    public void onAppend(final long sequence, final long firstIndex, final long lastIndex) {
        issuedSequence = sequence;
        lines.add("write " + firstIndex + ".." + lastIndex);
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
        toldCommits.add("to=" + peerId + " " + commitIndex + "/" + commitTerm);
        return send(
                peerId,
                "vote-request to=%d term=%d last=%d/%d%s%s%s",
                peerId,
                term,
                lastIndex,
                lastTerm,
                preVote ? " pre-vote" : "",
                leadershipTransfer ? " transfer" : "",
                priority == 0 ? "" : " priority=" + priority);
    }

    @Override
    public boolean sendVoteReply(
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean granted,
            final long commitIndex,
            final long commitTerm) {
        toldCommits.add("to=" + peerId + " " + commitIndex + "/" + commitTerm);
        return send(
                peerId,
                "vote-reply to=%d term=%d %s%s",
                peerId,
                term,
                granted ? "granted" : "refused",
                preVote ? " pre-vote" : "");
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
        final int taken = entriesTakenInstead > 0 ? entriesTakenInstead : Math.min(entryCount, mostEntriesTaken);
        final String entries = taken == 0 ? "none" : (prevIndex + 1) + ".." + (prevIndex + taken) + "@" + entriesTerm;
        final boolean sent = send(
                peerId,
                "append to=%d term=%d prev=%d/%d entries=%s commit=%d round=%d",
                peerId,
                term,
                prevIndex,
                prevTerm,
                entries,
                commitIndex,
                readRound);
        return sent ? Taken.of(taken, taken * bytesPerEntry) : Taken.NOTHING;
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
        return send(
                peerId,
                "append-reply to=%d term=%d %s round=%d",
                peerId,
                term,
                rejected ? "rejected=" + index + " hint=" + hintIndex + "/" + hintTerm : "index=" + index,
                readRound);
    }

    @Override
    public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
        return send(peerId, "heartbeat to=%d term=%d commit=%d round=%d", peerId, term, commitIndex, readRound);
    }

    @Override
    public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
        return send(peerId, "heartbeat-reply to=%d term=%d round=%d", peerId, term, readRound);
    }

    @Override
    public boolean sendTimeoutNow(final int peerId, final long term) {
        return send(peerId, "timeout-now to=%d term=%d", peerId, term);
    }

    @Override
    public long sendSnapshotOffer(final int peerId, final long term, final long minIndex) {
        return (snapshotIndex >= minIndex || tooOldSnapshots)
                        && send(peerId, "snapshot-offer to=%d term=%d", peerId, term)
                ? snapshotIndex
                : 0;
    }

    @Override
    public boolean sendSnapshotRequest(final int peerId, final long term, final long minIndex) {
        return send(peerId, "snapshot-request to=%d term=%d min=%d", peerId, term, minIndex);
    }

    @Override
    public boolean sendReadRequest(final int peerId, final long term, final long readId) {
        return send(peerId, "read-request to=%d term=%d read=%d", peerId, term, readId);
    }

    @Override
    public boolean sendReadReply(final int peerId, final long term, final long readId, final long index) {
        return send(peerId, "read-reply to=%d term=%d read=%d index=%d", peerId, term, readId, index);
    }

    @Override
    public long onCommit(final long commitIndex) {
        final long taken = appliedInstead > 0 ? appliedInstead : Math.min(commitIndex, mostCommitted);
        final boolean full = mostCommitted < commitIndex && taken == committed;
        if (!full) {
            lines.add("commit " + taken);
        }
        committed = taken;
        return taken;
    }

    @Override
    public void onTransferEnded(final int targetId, final boolean succeeded) {
        lines.add("transfer-ended to=" + targetId + (succeeded ? " succeeded" : " failed"));
    }

    @Override
    public void onReadReady(final long readId, final long index) {
        lines.add("read-ready " + readId + " at " + index);
    }

    @Override
    public void onReadRefused(final long readId) {
        lines.add("read-refused " + readId);
    }

    @Override
    public void onRoleChange(final Role role, final long term, final int leaderId) {
        lines.add("role " + role + " term=" + term + " leader=" + leaderId);
    }
}
