package io.balsa.consensus.scenario;

import io.balsa.consensus.RaftOutput;
import io.balsa.consensus.Role;
import io.balsa.consensus.Taken;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Collects what a core tells until the script lets it happen: messages until they are sent, writes until they are done, commits
 * until they are handed out.
 */
final class Effects implements RaftOutput {
    private final int nodeId;
    private final EntryLog log;
    private final Map<Long, String> contextByReadId = new TreeMap<>();
    private List<Message> messages = new ArrayList<>();
    private List<String> readStates = new ArrayList<>();
    private List<String> notes = new ArrayList<>();
    private long firstUnwritten;
    private long sequence;
    private StateSnapshot newestState;
    private long takenIndex;
    private long budgetBytes;
    private boolean budgetUntouched;

    Effects(final int nodeId, final EntryLog log, final StateSnapshot appliedState) {
        this.nodeId = nodeId;
        this.log = log;
        newestState = appliedState;
        takenIndex = appliedState.index();
    }

    // ---- what the driver takes and adds

    List<Message> takeMessages() {
        final List<Message> taken = messages;
        messages = new ArrayList<>();
        return taken;
    }

    /** Takes the messages that came after the first {@code kept}. */
    List<Message> takeMessagesAfter(final int kept) {
        final List<Message> taken = new ArrayList<>(messages.subList(kept, messages.size()));
        messages.subList(kept, messages.size()).clear();
        return taken;
    }

    int messageCount() {
        return messages.size();
    }

    List<String> takeReadStates() {
        final List<String> taken = readStates;
        readStates = new ArrayList<>();
        return taken;
    }

    List<String> takeNotes() {
        final List<String> taken = notes;
        notes = new ArrayList<>();
        return taken;
    }

    /** Takes the entries that are in the log and that no write covers yet. */
    List<Entry> takeUnwritten() {
        final List<Entry> unwritten = firstUnwritten == 0 ? List.of() : log.range(firstUnwritten, log.lastIndex());
        firstUnwritten = 0;
        return unwritten;
    }

    /** Takes the sequence that is durable when all asked for so far is, 0 for none. */
    long takeSequence() {
        final long taken = sequence;
        sequence = 0;
        return taken;
    }

    /** Lets commits be taken until {@link #endCommits}, for so many bytes of entries. */
    void beginCommits(final long bytes) {
        budgetBytes = bytes;
        budgetUntouched = true;
    }

    void endCommits() {
        budgetBytes = 0;
    }

    /** Returns up to where committed entries were taken. */
    long takenIndex() {
        return takenIndex;
    }

    void onApplied(final StateSnapshot state) {
        newestState = state;
        takenIndex = Math.max(takenIndex, state.index());
    }

    void note(final String text) {
        notes.add(nodeId + " " + text);
    }

    void send(final Message message) {
        messages.add(message);
    }

    void onReadAsked(final long readId, final String context) {
        contextByReadId.put(readId, context);
    }

    // ---- what the core tells

    @Override
    public void onHardState(final long newSequence, final long term, final int votedFor) {
        sequence = newSequence;
    }

    @Override
    public void onTermStart(final long index, final long term) {
        log.append(term, Payload.EMPTY);
    }

    @Override
    public void onLeaveJoint(final long index, final long term) {
        log.append(term, Payload.LEAVE_JOINT);
    }

    @Override
    public void onAppend(final long newSequence, final long firstIndex, final long lastIndex) {
        sequence = newSequence;
        firstUnwritten = firstUnwritten == 0 ? firstIndex : Math.min(firstUnwritten, firstIndex);
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
        messages.add(Message.text(preVote ? "MsgPreVote" : "MsgVote", nodeId, peerId, term)
                .log(Words.term(lastIndex, lastTerm), lastIndex)
                .request(to -> done(() -> {
                    to.raft().onVoteRequest(nodeId, term, preVote, leadershipTransfer, priority, lastIndex, lastTerm);
                    to.raft().onCommitTold(commitIndex, commitTerm);
                })));
        return true;
    }

    @Override
    public boolean sendVoteReply(
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean granted,
            final long commitIndex,
            final long commitTerm) {
        messages.add(Message.text(preVote ? "MsgPreVoteResp" : "MsgVoteResp", nodeId, peerId, term)
                .rejectedIf(!granted, 0)
                .answer(to -> done(() -> {
                    to.raft().onVoteReply(nodeId, term, preVote, granted);
                    to.raft().onCommitTold(commitIndex, commitTerm);
                })));
        return true;
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
        final List<Entry> entries = log.range(prevIndex + 1, prevIndex + entryCount);
        messages.add(Message.text("MsgApp", nodeId, peerId, term)
                .log(Words.term(prevIndex, prevTerm), prevIndex)
                .commit(commitIndex)
                .entries(entries)
                .request(to -> {
                    final long first = to.raft()
                            .onAppendRequest(
                                    nodeId, term, prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound);
                    to.write(first, entries);
                    return "";
                }));
        return Taken.of(
                entryCount,
                entries.stream().mapToLong(entry -> entry.payload().sizeBytes()).sum());
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
        // A rejection of index 0 only tells of a higher term.
        messages.add(Message.text("MsgAppResp", nodeId, peerId, term)
                .log(rejected ? Words.term(hintIndex, hintTerm) : 0, index)
                .rejectedIf(rejected && index > 0, hintIndex)
                .answer(to -> done(
                        () -> to.raft().onAppendReply(nodeId, term, rejected, index, hintIndex, hintTerm, readRound))));
        return true;
    }

    @Override
    public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
        messages.add(Message.text("MsgHeartbeat", nodeId, peerId, term)
                .commit(commitIndex)
                .request(to -> done(() -> to.raft().onHeartbeat(nodeId, term, commitIndex, readRound))));
        return true;
    }

    @Override
    public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
        messages.add(Message.text("MsgHeartbeatResp", nodeId, peerId, term)
                .answer(to -> done(() -> to.raft().onHeartbeatReply(nodeId, term, readRound))));
        return true;
    }

    @Override
    public boolean sendTimeoutNow(final int peerId, final long term) {
        messages.add(Message.text("MsgTimeoutNow", nodeId, peerId, term)
                .request(to -> done(() -> to.raft().onTimeoutNow(nodeId, term))));
        return true;
    }

    @Override
    public long sendSnapshotOffer(final int peerId, final long term, final long minIndex) {
        if (newestState.index() < minIndex) {
            return 0;
        }
        messages.add(snapshotOffer(peerId, term));
        return newestState.index();
    }

    /** Returns a message that carries the newest state. */
    Message snapshotOffer(final int peerId, final long term) {
        final StateSnapshot snapshot = newestState;
        return Message.text("MsgSnap", nodeId, peerId, term)
                .snapshot(snapshot)
                .request(to -> done(() -> to.receiveSnapshot(nodeId, term, snapshot)));
    }

    @Override
    public boolean sendSnapshotRequest(final int peerId, final long term, final long minIndex) {
        messages.add(Message.text("MsgSnapRequest", nodeId, peerId, term)
                .log(0, minIndex)
                .answer(to -> done(() -> to.raft().onSnapshotRequest(nodeId, term, minIndex))));
        return true;
    }

    @Override
    public boolean sendReadRequest(final int peerId, final long term, final long readId) {
        final Payload context = Payload.data(contextByReadId.getOrDefault(readId, ""));
        messages.add(Message.text("MsgReadIndex", nodeId, peerId, 0)
                .entries(List.of(new Entry(0, 0, context)))
                .request(to -> done(() -> to.raft().onReadRequest(nodeId, term, readId))));
        return true;
    }

    @Override
    public boolean sendReadReply(final int peerId, final long term, final long readId, final long index) {
        messages.add(Message.text("MsgReadIndexResp", nodeId, peerId, term)
                .log(0, index)
                .answer(to -> done(() -> to.raft().onReadReply(nodeId, term, readId, index))));
        return true;
    }

    /** Takes as many entries as fit, and one at the least where any may be taken. */
    @Override
    public long onCommit(final long commitIndex) {
        while (takenIndex < commitIndex && budgetBytes > 0) {
            final int bytes = log.at(takenIndex + 1).payload().sizeBytes();
            if (bytes > budgetBytes && !budgetUntouched) {
                break;
            }
            budgetUntouched = false;
            budgetBytes -= bytes;
            takenIndex++;
        }
        return takenIndex;
    }

    @Override
    public void onReadReady(final long readId, final long index) {
        endReads(readId, context -> readStates.add("{" + index + " [" + Words.bytes(context) + "]}"));
    }

    @Override
    public void onReadRefused(final long readId) {
        endReads(readId, context -> note("read " + context + " refused: its leader is lost"));
    }

    @Override
    public void onTransferEnded(final int targetId, final boolean succeeded) {
        note("transfer of leadership to " + targetId + (succeeded ? " succeeded" : " failed"));
    }

    @Override
    public void onRoleChange(final Role role, final long term, final int leaderId) {
        // Printed from the core's state when a Ready is taken.
    }

    private void endReads(final long readId, final Consumer<String> end) {
        final Iterator<Map.Entry<Long, String>> reads =
                contextByReadId.entrySet().iterator();
        while (reads.hasNext()) {
            final Map.Entry<Long, String> read = reads.next();
            if (read.getKey() <= readId) {
                end.accept(read.getValue());
                reads.remove();
            }
        }
    }

    private static String done(final Runnable step) {
        step.run();
        return "";
    }
}
