package io.balsa.bench.election;

import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftOutput;
import io.balsa.consensus.Role;
import io.balsa.consensus.Taken;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A core with a disk and a network whose times are drawn. Its log holds terms and no bytes, which is all that a vote looks at.
 *
 * <p>Threading: one thread.
 */
final class SimulatedServer implements RaftOutput {
    private final Raft core;
    private final SimulatedServer[] peers;
    private final ElectionSetup setup;
    private final VirtualTime time;
    private final SplittableRandom random;
    private long askedSequence;
    private boolean writing;
    private boolean stirred;

    /**
     * Makes a server.
     *
     * @param peers all that live, by id - 1, filled by the caller; who has a higher id has crashed
     */
    SimulatedServer(
            final Raft core,
            final SimulatedServer[] peers,
            final ElectionSetup setup,
            final VirtualTime time,
            final SplittableRandom random) {
        this.core = core;
        this.peers = peers;
        this.setup = setup;
        this.time = time;
        this.random = random;
    }

    Raft core() {
        return core;
    }

    /** A message is on its way to this server. */
    void send(final Consumer<Raft> message) {
        time.after(setup.oneWay().draw(random), () -> {
            message.accept(core);
            stirred = true;
        });
    }

    /** A tick passes. A follower that heard nothing has nothing to say. */
    void tick() {
        core.tick();
        if (stirred || core.role() != Role.FOLLOWER) {
            stirred = false;
            core.drain(this);
        }
    }

    private boolean sendTo(final int peerId, final Consumer<Raft> message) {
        if (peerId <= peers.length) {
            peers[peerId - 1].send(message);
        }
        return true;
    }

    private int id() {
        return core.status().config().nodeId();
    }

    /** One write at a time; what is asked for meanwhile goes into the next. */
    private void write(final long sequence) {
        askedSequence = sequence;
        if (!writing) {
            writing = true;
            writeAsked();
        }
    }

    private void writeAsked() {
        final long sequence = askedSequence;
        time.after(setup.write().draw(random), () -> {
            core.onPersisted(sequence);
            stirred = true;
            writing = askedSequence > sequence;
            if (writing) {
                writeAsked();
            }
        });
    }

    @Override
    public void onHardState(final long sequence, final long term, final int votedFor) {
        write(sequence);
    }

    @Override
    public void onTermStart(final long index, final long term) {
        // The core's own table of terms is all of the log that there is.
    }

    @Override
    public void onLeaveJoint(final long index, final long term) {
        throw new UnsupportedOperationException("nobody changes the membership here");
    }

    @Override
    public void onAppend(final long sequence, final long firstIndex, final long lastIndex) {
        write(sequence);
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
        final int from = id();
        return sendTo(peerId, peer -> {
            peer.onVoteRequest(from, term, preVote, leadershipTransfer, priority, lastIndex, lastTerm);
            peer.onCommitTold(commitIndex, commitTerm);
        });
    }

    @Override
    public boolean sendVoteReply(
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean granted,
            final long commitIndex,
            final long commitTerm) {
        final int from = id();
        return sendTo(peerId, peer -> {
            peer.onVoteReply(from, term, preVote, granted);
            peer.onCommitTold(commitIndex, commitTerm);
        });
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
        final int from = id();
        sendTo(
                peerId,
                peer -> peer.onAppendRequest(
                        from, term, prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound));
        return Taken.of(entryCount, 0);
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
        final int from = id();
        return sendTo(peerId, peer -> peer.onAppendReply(from, term, rejected, index, hintIndex, hintTerm, readRound));
    }

    @Override
    public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
        final int from = id();
        return sendTo(peerId, peer -> peer.onHeartbeat(from, term, commitIndex, readRound));
    }

    @Override
    public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
        final int from = id();
        return sendTo(peerId, peer -> peer.onHeartbeatReply(from, term, readRound));
    }

    @Override
    public boolean sendTimeoutNow(final int peerId, final long term) {
        throw new UnsupportedOperationException("nobody hands over here");
    }

    @Override
    public long onCommit(final long commitIndex) {
        return commitIndex;
    }

    @Override
    public void onReadReady(final long readId, final long index) {
        throw new UnsupportedOperationException("nobody reads here");
    }

    @Override
    public void onReadRefused(final long readId) {
        throw new UnsupportedOperationException("nobody reads here");
    }
}
