package io.balsa.consensus.simulation;

/** A message under way from one core to another. */
sealed interface Message {
    int from();

    int to();

    /** Hands the message to its receiver. */
    void deliver(SimulatedNode receiver);

    record VoteRequest(
            int from, int to, long term, boolean preVote, boolean transfer, int priority, long lastIndex, long lastTerm)
            implements Message {
        @Override
        public void deliver(final SimulatedNode receiver) {
            receiver.raft().onVoteRequest(from, term, preVote, transfer, priority, lastIndex, lastTerm);
        }
    }

    record VoteReply(int from, int to, long term, boolean preVote, boolean granted) implements Message {
        @Override
        public void deliver(final SimulatedNode receiver) {
            receiver.raft().onVoteReply(from, term, preVote, granted);
        }
    }

    /** @param values in place of the entries' payloads */
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
        public void deliver(final SimulatedNode receiver) {
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

    record AppendReply(
            int from, int to, long term, boolean rejected, long index, long hintIndex, long hintTerm, long readRound)
            implements Message {
        @Override
        public void deliver(final SimulatedNode receiver) {
            receiver.raft().onAppendReply(from, term, rejected, index, hintIndex, hintTerm, readRound);
        }
    }

    record Heartbeat(int from, int to, long term, long commitIndex, long readRound) implements Message {
        @Override
        public void deliver(final SimulatedNode receiver) {
            receiver.raft().onHeartbeat(from, term, commitIndex, readRound);
        }
    }

    record HeartbeatReply(int from, int to, long term, long readRound) implements Message {
        @Override
        public void deliver(final SimulatedNode receiver) {
            receiver.raft().onHeartbeatReply(from, term, readRound);
        }
    }

    record TimeoutNow(int from, int to, long term) implements Message {
        @Override
        public void deliver(final SimulatedNode receiver) {
            receiver.raft().onTimeoutNow(from, term);
        }
    }

    record ReadRequest(int from, int to, long term, long readId) implements Message {
        @Override
        public void deliver(final SimulatedNode receiver) {
            receiver.raft().onReadRequest(from, term, readId);
        }
    }

    record ReadReply(int from, int to, long term, long readId, long index) implements Message {
        @Override
        public void deliver(final SimulatedNode receiver) {
            receiver.raft().onReadReply(from, term, readId, index);
        }
    }
}
