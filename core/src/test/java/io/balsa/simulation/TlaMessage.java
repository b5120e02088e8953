package io.balsa.simulation;

/** A message in the words of etcd's raft; {@code type} is for example {@code MsgApp}. */
record TlaMessage(String type, int from, int to, long term, MessageFields fields) {

    /** Returns a message that a node sends to itself, which Balsa counts without sending it. */
    static TlaMessage toItself(final String type, final int nodeId, final long term, final long index) {
        return new TlaMessage(type, nodeId, nodeId, term, new MessageFields(index, 0, 0, 0, false, false));
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

    boolean isFromLeader() {
        return event().equals("AppendEntriesRequest");
    }

    /** Returns the last index that its receiver holds when it accepts it. */
    long endIndex() {
        return fields.index() + fields.entryCount();
    }

    /** Returns the commit index that the specification's message would say. */
    long commit() {
        return type.equals("MsgApp") ? Math.min(fields.commitIndex(), endIndex()) : fields.commitIndex();
    }
}
