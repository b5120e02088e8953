package io.balsa.network;

import io.balsa.snapshot.SnapshotId;
import org.agrona.DirectBuffer;

/**
 * What members tell each other about snapshots, decoded and checked. The leader offers one, the follower pulls its parts from any
 * node that has the file, and tells the leader how it ended (paper, section 7).
 *
 * <p>Threading: the transport's thread. Ownership: buffers are borrowed for the call. {@code from} is the node that sent it.
 */
public interface SnapshotMessageHandler {
    /** The leader of a term offers a snapshot. */
    void onSnapshotOffer(int from, long term, SnapshotId id);

    /**
     * A node asks for parts.
     *
     * @param fromPart the first part wanted, from 0
     * @param partCount most parts to be sent, at least 1
     */
    void onSnapshotPull(int from, SnapshotId id, int fromPart, int partCount);

    /** A part came; its bytes are not checked yet. */
    void onSnapshotPart(int from, SnapshotId id, int number, DirectBuffer buffer, int offset, int length);

    /**
     * The node that was asked for parts does not have them.
     *
     * @param newest what it has instead, of index 0 when it has none
     */
    void onSnapshotGone(int from, SnapshotId newest);

    /** A snapshot that this node may have offered ended there. */
    void onSnapshotEnded(int from, long term, long index, boolean succeeded);

    /** The connection to a member is gone, and what was under way with it may be lost. */
    void onPeerDisconnected(int peerId);
}
