package io.balsa.simulation;

/**
 * A message in the words of etcd's raft; {@code type} is for example {@code MsgApp}. Indexes and terms are Balsa's.
 *
 * @param answered whether its sender, a leader, had an answer from the receiver before
 */
record TlaMessage(String type, int from, int to, long term, MessageFields fields, boolean answered) {

    /** Returns a message that a node sends to itself, which Balsa counts without sending it. */
    static TlaMessage toItself(final String type, final int nodeId, final long term, final long index) {
        return new TlaMessage(type, nodeId, nodeId, term, new MessageFields(index, 0, 0, 0, false, false), false);
    }

    /** Returns what the event of sending or receiving it is called after its first word. */
    String event() {
        return switch (type) {
            case "MsgVote" -> "RequestVoteRequest";
            case "MsgVoteResp" -> "RequestVoteResponse";
            case "MsgApp", "MsgHeartbeat" -> "AppendEntriesRequest";
            case "MsgAppResp", "MsgHeartbeatResp" -> "AppendEntriesResponse";
            default -> throw new IllegalArgumentException("not a message of the specification: type=" + type);
        };
    }

    /** Tells whether it is an answer to a leader that refuses nothing. */
    boolean answersLeader() {
        return event().equals("AppendEntriesResponse") && !fields.rejected();
    }

    boolean isAboutVote() {
        return type.startsWith("MsgVote") || type.startsWith("MsgPreVote");
    }

    boolean isFromLeader() {
        return event().equals("AppendEntriesRequest");
    }

    /** Returns the last index that its receiver holds when it accepts it. */
    long endIndex() {
        return fields.index() + fields.entryCount();
    }

    /** Tells whether the message speaks of a place in the log. */
    boolean isAboutLog() {
        return type.equals("MsgVote") || type.equals("MsgApp") || type.equals("MsgAppResp");
    }

    /** Returns the message as one that was sent after an answer, or before any. */
    TlaMessage afterAnswer(final boolean any) {
        return new TlaMessage(type, from, to, term, fields, any);
    }

    /** Returns the commit index as the specification counts; a heartbeat says no more than what the receiver is known to hold. */
    long toldCommit() {
        if (!isFromLeader() || (type.equals("MsgHeartbeat") && !answered)) {
            return 0;
        }
        return commit() + 1;
    }

    /** Returns the commit index that the specification's message would say, in Balsa's indexes. */
    long commit() {
        return type.equals("MsgApp") ? Math.min(fields.commitIndex(), endIndex()) : fields.commitIndex();
    }
}
