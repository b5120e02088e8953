package io.balsa.client;

/**
 * What the leader answered to {@link SnapshotRequest}.
 *
 * @param address the leader's, {@code host:port} for clients
 * @param nodeId the leader's
 * @param index a snapshot of this index or a later one holds whatever was acknowledged before the request; the leader takes one
 *     now, and its {@link StatusReport#snapshotIndex} tells when it is there
 */
public record SnapshotPromise(String address, int nodeId, long index) {}
