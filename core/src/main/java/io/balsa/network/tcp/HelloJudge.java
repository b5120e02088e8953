package io.balsa.network.tcp;

import io.balsa.codec.sbe.peer.HelloDecoder;
import io.balsa.network.NetworkCounter;
import io.balsa.network.NetworkCounters;
import io.balsa.network.NodeIdentity;
import io.balsa.network.PeerMessage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.Set;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may connect: the members with a higher id, of the same cluster and protocol version, that meant this node, and of
 * two connections of one member the newer.
 *
 * <p>The newer one wins because the older may be half open: the other side lost it, restarted perhaps, and this side cannot know.
 * An older one must not win, or a Hello that was delayed on its way would break the connection that replaced it.
 *
 * <p>Threading: the transport's thread.
 */
final class HelloJudge {
    private static final Logger LOGGER = System.getLogger("io.balsa.network");
    private static final int MAX_REPORTED = 64;

    private final Handshake handshake;
    private final Int2ObjectHashMap<PeerLink> links;
    private final NetworkCounters counters;
    private final HelloDecoder hello = new HelloDecoder();
    /** Refusals that were logged: a node that is refused tries again for ever and is worth one line. */
    private final Set<String> reported = new LinkedHashSet<>();

    HelloJudge(final Handshake handshake, final Int2ObjectHashMap<PeerLink> links, final NetworkCounters counters) {
        this.handshake = handshake;
        this.links = links;
        this.counters = counters;
    }

    /** Welcomes or refuses a connection that sent its first message. */
    void onHello(final SocketChannel channel, final SelectionKey key, final HandshakeReader message)
            throws IOException {
        if (!message.is(HelloDecoder.TEMPLATE_ID, HelloDecoder.BLOCK_LENGTH)) {
            counters.increment(NetworkCounter.BAD_HANDSHAKES);
            Sockets.close(channel);
            return;
        }
        hello.wrap(message.buffer(), PeerMessage.BLOCK_OFFSET, HelloDecoder.BLOCK_LENGTH, message.version());
        final PeerLink link = links.get(hello.nodeId());
        final String refusal = refusal(link, message.version());
        if (refusal != null || link == null) {
            refuse(channel, String.valueOf(refusal));
        } else {
            welcome(channel, key, link);
        }
    }

    private @Nullable String refusal(final @Nullable PeerLink link, final int version) {
        final NodeIdentity self = handshake.identity();
        final int from = hello.nodeId();
        if (version != HelloDecoder.SCHEMA_VERSION) {
            return "another protocol version: node " + from + " speaks version=" + version + ", node " + self.nodeId()
                    + " speaks version=" + HelloDecoder.SCHEMA_VERSION + "; run the same release on both";
        }
        if (hello.clusterId() != self.clusterId()) {
            return "another cluster: node " + from + " belongs to clusterId=" + hello.clusterId() + ", node "
                    + self.nodeId() + " to clusterId=" + self.clusterId() + "; check cluster.id and the members list";
        }
        if (hello.targetId() != self.nodeId()) {
            return "another node: node " + from + " looks for nodeId=" + hello.targetId() + ", this is nodeId="
                    + self.nodeId() + "; check the members list";
        }
        if (link == null) {
            return "not a member: nodeId=" + from + " is not among the members that nodeId=" + self.nodeId()
                    + " knows; check node.id and the members list";
        }
        if (from < self.nodeId()) {
            return "wrong way round: the node with the higher id connects, and nodeId=" + from + " connected to nodeId="
                    + self.nodeId();
        }
        if (!link.isOlderThan(hello.attempt())) {
            return "a newer connection of nodeId=" + from + " is up at nodeId=" + self.nodeId()
                    + "; if this goes on, two processes run under one node id";
        }
        return null;
    }

    private void welcome(final SocketChannel channel, final SelectionKey key, final PeerLink link) throws IOException {
        write(channel, handshake.welcome());
        link.open(channel, key, hello.incarnation(), hello.attempt());
    }

    private void refuse(final SocketChannel channel, final String reason) throws IOException {
        counters.increment(NetworkCounter.HANDSHAKES_REFUSED);
        if (reported.add(reason)) {
            LOGGER.log(
                    Level.WARNING,
                    "refused a connection: address=" + Sockets.remoteAddress(channel) + ", reason=" + reason);
            forgetOldest();
        }
        try {
            write(channel, handshake.refused(reason));
        } finally {
            Sockets.close(channel);
        }
    }

    private void forgetOldest() {
        if (reported.size() > MAX_REPORTED) {
            reported.remove(reported.iterator().next());
        }
    }

    /** Writes the first bytes on a connection, for which its socket has room. */
    private static void write(final SocketChannel channel, final ByteBuffer message) throws IOException {
        channel.write(message);
        if (message.hasRemaining()) {
            throw new IOException("a new connection did not take the answer to its Hello");
        }
    }
}
