package io.balsa.simulation;

import org.agrona.collections.Long2LongHashMap;

/** However often a client sends a command, it is applied at one index (dissertation, 6.3). */
final class ExactlyOnceChecker {
    static final String PROPERTY = "exactly once";

    private static final long NEVER = -1;

    private final Long2LongHashMap indexes = new Long2LongHashMap(NEVER);

    /** A node applied an operation; the same one at the same index is another node, or the same after a restart. */
    void onApplied(final int nodeId, final long operationId, final long index) {
        final long before = indexes.putIfAbsent(operationId, index);
        if (before != NEVER && before != index) {
            throw new SimViolation(
                    PROPERTY,
                    "node=" + nodeId + " applies an operation again: operation=" + operationId + ", index=" + index
                            + ", before at=" + before);
        }
    }

    /** A client was told that its operation is done. */
    void onAcknowledged(final int clientId, final long operationId) {
        if (indexes.get(operationId) == NEVER) {
            throw new SimViolation(
                    PROPERTY,
                    "client=" + clientId + " was told of an operation that no node applied: operation=" + operationId);
        }
    }
}
