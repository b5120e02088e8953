package io.balsa.simulation;

import io.balsa.consensus.Role;

/**
 * Is told what happens in a run, in order of simulated time, for those who want to look at it. Nothing in a run depends on it.
 *
 * <p>Threading: the run's one thread.
 */
public interface RunTrace {
    /** Keeps nothing. */
    RunTrace NONE = new RunTrace() {};

    /** Something that shows of a node changed, or it started. {@code votedFor} and {@code leaderId} are 0 for none. */
    default void onState(
            final long timeNs,
            final int nodeId,
            final Role role,
            final long term,
            final int votedFor,
            final int leaderId,
            final long firstIndex,
            final long lastIndex,
            final long lastTerm,
            final long commitIndex,
            final long appliedIndex) {}

    /** A node appended (or wrote again, after a truncation) an entry. {@code label} is a few words on its content. */
    default void onAppend(
            final long timeNs,
            final int nodeId,
            final long index,
            final long term,
            final String type,
            final String label) {}

    /** A node's log is on its disk up to and with {@code lastIndex}; less than before when the log was truncated. */
    default void onPersist(final long timeNs, final int nodeId, final long lastIndex) {}

    /** A node's membership is another one than before, as {@code toString} of the membership says. */
    default void onMembership(final long timeNs, final int nodeId, final String membership) {}

    /**
     * A message left a node.
     *
     * @param messageId never used before; every copy of a message has an own one
     * @param type the message's name in the schema, for example {@code AppendRequest}
     * @param detail its fields, for people, for example {@code term=3 prev=6/2 entries=2 commit=5}
     */
    default void onSend(
            final long timeNs,
            final long messageId,
            final int from,
            final int to,
            final String type,
            final long term,
            final String detail) {}

    /** What a message of elections or replication says, for machines; told right after {@link #onSend}. */
    default void onFields(final long messageId, final MessageFields fields) {}

    /** A message reached its node. */
    default void onDeliver(final long timeNs, final long messageId) {}

    /** A message is lost. {@code reason} is one word: dropped, partition, crash. */
    default void onLose(final long timeNs, final long messageId, final String reason) {}

    /**
     * A fault begins, or ends where {@code text} says so.
     *
     * @param nodeId that it concerns, 0 for the cluster
     * @param text for people; of a partition the sides, for example {@code 1 2 | 3}
     * @param kind crash, restart, pause, resume, partition, heal, network, disk, clock, membership, transfer, snapshot, slow, address
     */
    default void onFault(final long timeNs, final int nodeId, final String kind, final String text) {}

    /** A client asked (node it asks) or was answered. */
    default void onClient(final long timeNs, final int clientId, final int nodeId, final String text) {}

    /** A property does not hold. */
    default void onViolation(final long timeNs, final String property, final String text) {}
}
