package io.balsa.consensus.simulation;

/** A message under way from one core to another. */
public sealed interface Message {
    /** Who sent it. */
    int from();

    /** Whom it is for. */
    int to();

    /** Hands the message to its receiver. */
    void deliver(Receiver receiver);

    /** A candidate asks. */
    record VoteRequest(
            int from,
            int to,
            long term,
            boolean preVote,
            boolean transfer,
            int priority,
            long lastIndex,
            long lastTerm,
            long commitIndex,
            long commitTerm)
            implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            receiver.raft().onVoteRequest(from, term, preVote, transfer, priority, lastIndex, lastTerm);
            receiver.raft().onCommitTold(commitIndex, commitTerm);
        }
    }

    /** A voter answers. */
    record VoteReply(int from, int to, long term, boolean preVote, boolean granted, long commitIndex, long commitTerm)
            implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            receiver.raft().onVoteReply(from, term, preVote, granted);
            receiver.raft().onCommitTold(commitIndex, commitTerm);
        }
    }

    /**
     * A leader replicates entries.
     *
     * @param values in place of the entries' payloads
     */
    record Append(
            int from,
            int to,
            long term,
            long prevIndex,
            long prevTerm,
            long entriesTerm,
            long[] values,
            long commitIndex,
            long readRound)
            implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            final long firstToWrite = receiver.raft()
                    .onAppendRequest(
                            from, term, prevIndex, prevTerm, entriesTerm, values.length, commitIndex, readRound);
            if (firstToWrite != 0) {
                receiver.write(firstToWrite, prevIndex, entriesTerm, values);
            }
        }

        @Override
        public String toString() {
            return "Append[from=" + from + ", to=" + to + ", term=" + term + ", prev=" + prevIndex + "/" + prevTerm
                    + ", entries=" + values.length + "@" + entriesTerm + ", commit=" + commitIndex + ", round="
                    + readRound + "]";
        }
    }

    /** A follower answers an append. */
    record AppendReply(
            int from, int to, long term, boolean rejected, long index, long hintIndex, long hintTerm, long readRound)
            implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            receiver.raft().onAppendReply(from, term, rejected, index, hintIndex, hintTerm, readRound);
        }
    }

    /** A leader lives. */
    record Heartbeat(int from, int to, long term, long commitIndex, long readRound) implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            receiver.raft().onHeartbeat(from, term, commitIndex, readRound);
        }
    }

    /** A follower answers a heartbeat. */
    record HeartbeatReply(int from, int to, long term, long readRound) implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            receiver.raft().onHeartbeatReply(from, term, readRound);
        }
    }

    /** A leader hands over. */
    record TimeoutNow(int from, int to, long term) implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            receiver.raft().onTimeoutNow(from, term);
        }
    }

    /** A follower wants its reads confirmed. */
    record ReadRequest(int from, int to, long term, long readId) implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            receiver.raft().onReadRequest(from, term, readId);
        }
    }

    /** A leader confirms them. */
    record ReadReply(int from, int to, long term, long readId, long index) implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            receiver.raft().onReadReply(from, term, readId, index);
        }
    }

    /** A leader offers a snapshot; here it carries it at once. */
    record SnapshotOffer(int from, int to, long term, Snapshot snapshot) implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            receiver.onSnapshotOffer(
                    this, receiver.raft().onSnapshotOffer(from, term, snapshot.index(), snapshot.term()));
        }

        @Override
        public String toString() {
            return "SnapshotOffer[from=" + from + ", to=" + to + ", term=" + term + ", " + snapshot + "]";
        }
    }

    /** How an offer ended, as the transport tells the leader. */
    record SnapshotReport(int from, int to, boolean succeeded) implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            receiver.raft().onSnapshotReport(from, succeeded);
        }
    }

    /** A follower wants a snapshot. */
    record SnapshotRequest(int from, int to, long term, long minIndex) implements Message {
        @Override
        public void deliver(final Receiver receiver) {
            receiver.raft().onSnapshotRequest(from, term, minIndex);
        }
    }
}
