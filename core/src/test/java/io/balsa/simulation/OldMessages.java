package io.balsa.simulation;

import io.balsa.network.PeerMessage;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last message of each kind that a node had from another in each term: what a network that loses its way may deliver once more.
 *
 * <p>Threading: one thread.
 */
final class OldMessages {
    private static final int TERM_OFFSET = PeerMessage.BLOCK_OFFSET + Long.BYTES;

    private record Kind(int from, int to, int templateId, long term) {}

    private final Map<Kind, SimMessage> kept = new LinkedHashMap<>();

    /** A message has arrived. */
    void keep(final SimMessage message) {
        final Kind kind = new Kind(
                message.from(),
                message.to(),
                PeerMessage.templateId(message.buffer(), 0),
                message.length() < TERM_OFFSET + Long.BYTES
                        ? 0
                        : message.buffer().getLong(TERM_OFFSET, ByteOrder.LITTLE_ENDIAN));
        kept.put(kind, message.copy());
    }

    /** Returns what a node had on connections that have not been lost since, oldest first. */
    List<SimMessage> to(final int nodeId) {
        final List<SimMessage> old = new ArrayList<>();
        for (final SimMessage message : kept.values()) {
            final SimConnection connection = message.connection();
            if (message.to() == nodeId && connection.isUp() && connection.session() == message.session()) {
                old.add(message);
            }
        }
        return old;
    }
}
