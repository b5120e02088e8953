package io.balsa.consensus.scenario;

import io.balsa.consensus.ElectionTimeouts;
import io.balsa.consensus.Raft;
import io.balsa.consensus.RecoveredState;
import io.balsa.consensus.Refusal;
import io.balsa.consensus.SnapshotVerdict;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChanger;
import io.balsa.consensus.membership.MembershipRefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A core with a log in memory, a storage and a state machine, in one life; {@link #restarted} begins the next.
 *
 * <p>The core is drained after every input, and what it tells is kept until the script lets the node handle its Ready. Then it is
 * written, reported as durable, and applied, or given to the node's threads.
 */
final class ScenarioNode {
    private final int id;
    private final NodeOptions options;
    private final Storage storage;
    private final EntryLog log;
    private final Raft raft;
    private final Effects effects;
    private final Proposals proposals;
    private final StorageThreads threads = new StorageThreads();
    private final List<StateSnapshot> wantedSnapshots = new ArrayList<>();
    private StateSnapshot state;
    private HardState toldHardState;
    private String toldRole;
    private long clockNs;
    private long newestReadId;

    private ScenarioNode(
            final int id,
            final NodeOptions options,
            final Storage storage,
            final StateSnapshot state,
            final long firstReadId,
            final long clockNs,
            final long voteFromIndex) {
        this.id = id;
        this.options = options;
        this.storage = storage;
        this.state = state;
        this.clockNs = clockNs;
        newestReadId = firstReadId - 1;
        log = EntryLog.copyOf(storage.log());
        final HardState stored = storage.hardState();
        final long commit = Math.max(state.index(), Math.min(stored.commit(), log.lastIndex()));
        raft = new Raft(
                options.config(id, firstReadId),
                new RecoveredState(
                        state.membership(),
                        stored.term(),
                        stored.vote(),
                        log.termTable(),
                        commit,
                        state.index(),
                        voteFromIndex));
        tellMemberships(state.index() + 1);
        effects = new Effects(id, log, state);
        proposals = new Proposals(id, raft, log, effects, options.changesUnchecked());
        proposals.onApplied(state.index());
        toldHardState = hardState();
        toldRole = role();
    }

    static ScenarioNode create(final int id, final NodeOptions options) {
        final Storage storage = new Storage();
        storage.install(options.start());
        return new ScenarioNode(id, options, storage, options.start(), 1, 0, 0);
    }

    /** Returns this node as it comes back with what it has stored and applied. */
    ScenarioNode restarted() {
        return new ScenarioNode(id, options, storage, state, newestReadId + 1, clockNs, 0);
    }

    /** Begins the next life of a node that lost what it had applied, too, and votes once it knows that this index is committed. */
    ScenarioNode restartedWithLoss(final long voteFromIndex) {
        return new ScenarioNode(id, options, storage, options.start(), newestReadId + 1, clockNs, voteFromIndex);
    }

    int id() {
        return id;
    }

    Raft raft() {
        return raft;
    }

    Storage storage() {
        return storage;
    }

    StorageThreads threads() {
        return threads;
    }

    List<String> takeNotes() {
        return effects.takeNotes();
    }

    // ---- inputs

    /** Lets the core tell what follows from the input before. */
    void drain() {
        raft.onClock(clockNs);
        do {
            raft.drain(effects);
        } while (proposals.retry());
    }

    void tick() {
        clockNs += NodeOptions.TICK_NS;
        raft.tick();
        drain();
    }

    String propose(final Payload payload) {
        final String error = proposals.propose(payload);
        drain();
        return error;
    }

    void readIndex(final String context) {
        final long readId = options.leaseReads() ? raft.requestLeaseRead(clockNs) : raft.requestRead();
        if (readId < 0) {
            effects.note("refuses a read: " + Refusal.name(readId));
            return;
        }
        newestReadId = readId;
        effects.onReadAsked(readId, context);
        drain();
    }

    /** Transfers leadership, or asks the leader to. */
    void transferTo(final int targetId) {
        if (raft.isLeader()) {
            final int refusal = raft.transferLeadership(targetId);
            if (refusal < 0) {
                effects.note("refuses a transfer: " + Refusal.name(refusal));
            }
        } else if (raft.leaderId() != 0) {
            effects.send(Message.text("MsgTransferLeader", targetId, raft.leaderId(), raft.term())
                    .request(to -> {
                        to.transferTo(targetId);
                        return "";
                    }));
        }
        drain();
    }

    void electionTimeout(final int ticks) {
        ElectionTimeouts.set(raft, ticks);
    }

    void compact(final long index) {
        storage.log().compact(index);
        log.compact(index);
        raft.onCompacted(index);
        drain();
    }

    Message snapshotOffer(final int peerId) {
        return effects.snapshotOffer(peerId, raft.term());
    }

    /** Takes the entries of an append from {@code firstIndex} on into the log; 0 for none of them. */
    void write(final long firstIndex, final List<Entry> entries) {
        if (firstIndex > 0) {
            log.write(entries.stream()
                    .filter(entry -> entry.index() >= firstIndex)
                    .toList());
            tellMemberships(firstIndex);
        }
    }

    void receiveSnapshot(final int from, final long term, final StateSnapshot snapshot) {
        final SnapshotVerdict verdict = raft.onSnapshotOffer(from, term, snapshot.index(), snapshot.term());
        if (verdict == SnapshotVerdict.WANTED) {
            wantedSnapshots.clear();
            wantedSnapshots.add(snapshot);
        }
    }

    private void tellMemberships(final long firstIndex) {
        for (final Entry entry : log.range(firstIndex, log.lastIndex())) {
            if (entry.payload().isChange()) {
                raft.onMembershipEntry(entry.index());
            }
        }
    }

    // ---- what a node does

    /** Takes what is to be done now; what is committed meanwhile is for the next time. */
    Ready takeReady() {
        final long appliedIndex = effects.takenIndex();
        final long budget = options.maxCommittedBytes() - threads.applyingBytes();
        effects.beginCommits(wantedSnapshots.isEmpty() ? budget : 0);
        drain();
        final boolean waitsForNothing = options.asyncStorage() || raft.isLeader();
        if (waitsForNothing) {
            effects.endCommits();
        }
        final HardState hardState = hardState();
        final List<Entry> entries = effects.takeUnwritten();
        final String role = role();
        final Ready ready = new Ready(
                role.equals(toldRole) ? "" : role,
                hardState,
                !hardState.equals(toldHardState),
                !entries.isEmpty() || !hardState.sameElectionAs(toldHardState),
                effects.takeReadStates(),
                entries,
                List.copyOf(wantedSnapshots),
                new ArrayList<>(log.range(appliedIndex + 1, effects.takenIndex())),
                effects.takeMessages(),
                effects.takeSequence());
        toldRole = role;
        toldHardState = hardState;
        wantedSnapshots.clear();
        return ready;
    }

    /** Does all of it; a follower's messages that waited for the write leave with the others, as do the entries it covers. */
    List<String> handle(final Ready ready) {
        if (options.asyncStorage()) {
            return giveToThreads(ready);
        }
        final long appliedIndex = effects.takenIndex();
        final boolean led = raft.isLeader();
        storage.write(ready.hardState(), ready.entries());
        onWritten(ready.snapshots(), ready.sequence());
        if (!led && !raft.isLeader()) {
            drain();
            ready.messages().addAll(effects.takeMessages());
            ready.committed().addAll(log.range(appliedIndex + 1, effects.takenIndex()));
        }
        effects.endCommits();
        apply(ready.committed());
        return List.of();
    }

    private List<String> giveToThreads(final Ready ready) {
        final List<String> messages = new ArrayList<>();
        if (ready.writes()) {
            final StorageThreads.Write write = new StorageThreads.Write(
                    ready.hardState(), ready.hardStateChanged(), ready.entries(), ready.snapshots(), ready.sequence());
            threads.writes().add(write);
            messages.add(write.describe(id));
        }
        if (!ready.committed().isEmpty()) {
            threads.addApply(ready.committed());
            messages.add(StorageThreads.describeApply(id, ready.committed()));
        }
        return messages;
    }

    /**
     * Does the oldest write that waits. What a follower or candidate may say then leaves at once; a leader learns of it by a message to
     * itself.
     *
     * @return the messages that leave
     */
    List<Message> doWrite(final StorageThreads.Write write) {
        storage.write(write.changes() ? write.hardState() : storage.hardState(), write.entries());
        if (raft.isLeader()) {
            final long lastIndex = write.entries().isEmpty()
                    ? 0
                    : write.entries().get(write.entries().size() - 1).index();
            return write.sequence() == 0
                    ? List.of()
                    : List.of(Message.text("MsgAppResp", id, id, raft.term())
                            .log(0, lastIndex)
                            .request(to -> {
                                to.onWritten(List.of(), write.sequence());
                                return "";
                            }));
        }
        final int kept = effects.messageCount();
        onWritten(write.snapshots(), write.sequence());
        drain();
        return effects.takeMessagesAfter(kept);
    }

    /** Applies the oldest entries that wait, and returns the message that says so. */
    Message doApply(final List<Entry> entries) {
        apply(entries);
        final String text = "ApplyThread->" + Integer.toHexString(id) + " MsgStorageApplyResp Term:0 Log:0/0"
                + Message.list(entries);
        return new Message("MsgStorageApplyResp", id, id, false, text, to -> {
            to.threads().onApplied(entries);
            return "";
        });
    }

    private void onWritten(final List<StateSnapshot> snapshots, final long sequence) {
        for (final StateSnapshot snapshot : snapshots) {
            storage.install(snapshot);
            if (raft.installSnapshot(snapshot.index(), snapshot.term(), snapshot.membership())) {
                log.beginAfter(snapshot.index(), snapshot.term());
                onApplied(snapshot);
            }
        }
        if (sequence > 0) {
            raft.onPersisted(sequence);
        }
    }

    private void apply(final List<Entry> entries) {
        for (final Entry entry : entries) {
            Membership membership = state.membership();
            if (entry.payload().isChange()) {
                try {
                    membership =
                            MembershipChanger.apply(membership, entry.payload().change());
                } catch (final MembershipRefusedException e) {
                    effects.note("does not make a change of the membership: " + e.reason());
                }
                raft.applyMembership(entry.index(), membership);
            }
            onApplied(state.after(entry, membership));
        }
        drain();
    }

    private void onApplied(final StateSnapshot newState) {
        state = newState;
        effects.onApplied(newState);
        proposals.onApplied(newState.index());
    }

    private HardState hardState() {
        final long snapshotIndex =
                wantedSnapshots.isEmpty() ? 0 : wantedSnapshots.get(0).index();
        return new HardState(raft.term(), raft.status().votedFor(), Math.max(raft.commitIndex(), snapshotIndex));
    }

    private String role() {
        return "Lead:" + raft.leaderId() + " State:" + Words.role(raft.role());
    }
}
