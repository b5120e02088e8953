package io.balsa.network.inprocess;

import io.balsa.network.FrameHandler;
import io.balsa.network.NetworkCounters;
import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Joins the nodes of one process: two rings between any two of them.
 *
 * <p>Threading: any thread may call. Ownership: all memory is allocated by the constructor, for each pair of nodes two rings of
 * at least eight messages of the greatest length.
 */
public final class InProcessNetwork {
    private static final int MESSAGES_PER_RING = 8;
    private static final int MIN_RING_BYTES = 64 * 1024;

    private final int[] nodeIds;
    private final int maxMessageLength;
    /** One for each pair, found under either node first. */
    private final Int2ObjectHashMap<Int2ObjectHashMap<Wire>> wires = new Int2ObjectHashMap<>();

    /**
     * Lays the wires; each comes up when both its nodes have joined.
     *
     * @param maxMessageLength longest message in bytes; see {@link io.balsa.network.PeerPublisher#maxMessageLength}
     * @param nodeIds of all nodes, no two the same
     */
    public InProcessNetwork(final int maxMessageLength, final int... nodeIds) {
        this.nodeIds = nodeIds.clone();
        this.maxMessageLength = maxMessageLength;
        final int ringBytes = Math.multiplyExact(MESSAGES_PER_RING, maxMessageLength + RecordDescriptor.HEADER_LENGTH);
        final int ringCapacity = BitUtil.findNextPositivePowerOfTwo(Math.max(ringBytes, MIN_RING_BYTES));
        for (final int nodeId : nodeIds) {
            wires.put(nodeId, new Int2ObjectHashMap<>());
        }
        for (final int low : nodeIds) {
            for (final int high : nodeIds) {
                if (low < high) {
                    final Wire wire = new Wire(low, ringCapacity);
                    wires.get(low).put(high, wire);
                    wires.get(high).put(low, wire);
                }
            }
        }
    }

    /**
     * Connects a node, one that has not joined or whose transport was closed.
     *
     * @param wakeup called by other threads when {@link InProcessTransport#doWork} has something to do; must not block
     * @throws IllegalArgumentException when the network has no such node
     */
    public InProcessTransport join(
            final int nodeId, final FrameHandler handler, final NetworkCounters counters, final Runnable wakeup) {
        final Int2ObjectHashMap<Wire> own = wires.get(nodeId);
        if (own == null) {
            throw new IllegalArgumentException(
                    "no such node: nodeId=" + nodeId + ", nodeIds=" + Arrays.toString(nodeIds));
        }
        final InProcessLink[] links = Arrays.stream(nodeIds)
                .filter(peerId -> peerId != nodeId)
                .mapToObj(peerId -> new InProcessLink(nodeId, peerId, wireBetween(nodeId, peerId), handler, counters))
                .toArray(InProcessLink[]::new);
        own.values().forEach(wire -> wire.attach(nodeId, wakeup));
        return new InProcessTransport(links, maxMessageLength);
    }

    /** Cuts the wire between two nodes, both ways: what is under way is lost. */
    public void cut(final int nodeId, final int peerId) {
        wireBetween(nodeId, peerId).setCut(true);
    }

    /** Mends what {@link #cut} did. */
    public void mend(final int nodeId, final int peerId) {
        wireBetween(nodeId, peerId).setCut(false);
    }

    private Wire wireBetween(final int nodeId, final int peerId) {
        final Int2ObjectHashMap<Wire> own = wires.get(nodeId);
        final @Nullable Wire wire = own == null ? null : own.get(peerId);
        if (wire == null) {
            throw new IllegalArgumentException("no such pair of nodes: nodeId=" + nodeId + ", peerId=" + peerId
                    + ", nodeIds=" + Arrays.toString(nodeIds));
        }
        return wire;
    }
}
