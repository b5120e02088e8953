package io.balsa.network.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.network.NetworkCounter;
import io.balsa.network.NodeIdentity;
import io.balsa.network.PeerAddress;
import io.balsa.network.TransportException;
import io.balsa.testing.CapturedLog;
import io.balsa.testing.Seeds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may connect to whom, and what becomes of the others. Node 1 listens, higher ones connect to it. */
class TcpHandshakeTest {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.balsa.network");

    private final TcpSettings settings = TcpSettings.forMessagesUpTo(4096).withReconnect(1, 1);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final RecordingHandler handler1 = new RecordingHandler();
    private final TcpNode node1 =
            opened(new TcpNode(1, settings, handler1, TcpNode.member(1), TcpNode.member(2), TcpNode.member(3)));

    @AfterEach
    void closeAll() throws Exception {
        for (final AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void shouldConnectBothWhenTheyMeanEachOther() {
        final RecordingHandler handler2 = new RecordingHandler();
        final TcpNode node2 = opened(new TcpNode(2, settings, handler2, node1.address()));

        awaitConnected(node2);

        assertThat(handler1.events()).containsExactly("connected 2");
        assertThat(handler2.events()).containsExactly("connected 1");
        assertThat(node1.transport().isConnected(2)).isTrue();
        assertThat(node1.transport().isConnected(3)).isFalse();
        assertThat(node1.transport().isConnected(99)).isFalse();
    }

    @Test
    void shouldConnectWhenHostIsAName() {
        final PeerAddress byName =
                new PeerAddress(1, "localhost", node1.address().port());

        awaitConnected(opened(new TcpNode(2, settings, new RecordingHandler(), byName)));
    }

    @Test
    void shouldRefuseNamingBothWhenClusterIsAnother() {
        final TcpNode stranger = opened(new TcpNode(43, 2, settings, new RecordingHandler(), node1.address()));

        awaitRefusals(stranger, 3);

        assertThat(log.linesWith("refused a connection"))
                .singleElement()
                .asString()
                .contains("clusterId=43", "clusterId=42", "node 2", "node 1");
        assertThat(log.linesWith("cannot connect"))
                .singleElement()
                .asString()
                .contains("clusterId=43", "clusterId=42", "node 2", "node 1");
        assertThat(handler1.events()).isEmpty();
    }

    @Test
    void shouldRefuseNamingBothWhenAnotherNodeWasMeant() {
        final PeerAddress wrong =
                new PeerAddress(2, "127.0.0.1", node1.address().port());
        final TcpNode node3 = opened(new TcpNode(3, settings, new RecordingHandler(), wrong));

        awaitRefusals(node3, 2);

        assertThat(log.linesWith("cannot connect"))
                .singleElement()
                .asString()
                .contains("looks for nodeId=2", "this is nodeId=1");
    }

    @Test
    void shouldRefuseNamingItWhenNodeIsNoMember() {
        final TcpNode stranger = opened(new TcpNode(9, settings, new RecordingHandler(), node1.address()));

        awaitRefusals(stranger, 2);

        assertThat(log.linesWith("cannot connect")).singleElement().asString().contains("not a member: nodeId=9");
    }

    @Test
    void shouldRefuseWhenNodeHasTheSameOrALowerId() {
        final TcpNode node5 =
                opened(new TcpNode(5, settings, new RecordingHandler(), TcpNode.member(4), TcpNode.member(5)));
        final RawPeer lower = opened(RawPeer.connect(node5));
        final RawPeer same = opened(RawPeer.connect(node5));

        lower.send(RawPeer.hello(4, 5, 1));
        same.send(RawPeer.hello(5, 5, 1));
        lower.awaitAnswer(node5);
        same.awaitAnswer(node5);

        assertThat(lower.refusal()).contains("wrong way round", "nodeId=4", "nodeId=5");
        assertThat(same.refusal()).contains("not a member: nodeId=5");
    }

    @Test
    void shouldRefuseNamingBothWhenVersionIsAnother() {
        final RawPeer peer = opened(RawPeer.connect(node1));
        final byte[] hello = HandshakeMessages.withVersion(RawPeer.hello(2, 1, 1), 9);

        peer.send(hello);
        peer.awaitAnswer(node1);

        assertThat(peer.isRefused()).isTrue();
        assertThat(peer.refusal()).contains("node 2 speaks version=9", "node 1 speaks version=0");
        TcpNode.await("the end of the connection", peer::isEnded, node1);
    }

    @Test
    void shouldTakeTheNewerWhenAPeerConnectsTwice() {
        final RawPeer older = opened(RawPeer.connectAs(2, 5, node1, 1));
        final RawPeer newer = opened(RawPeer.connectAs(2, 6, node1, 1));

        TcpNode.await("the end of the older connection", older::isEnded, node1);

        assertThat(newer.isWelcomed()).isTrue();
        assertThat(newer.isEnded()).isFalse();
        assertThat(handler1.events()).containsExactly("connected 2", "disconnected 2", "connected 2");
        assertThat(node1.count(NetworkCounter.CONNECTIONS_REPLACED)).isEqualTo(1);
    }

    @Test
    void shouldRefuseTheOlderWhenItComesLate() {
        final RawPeer newer = opened(RawPeer.connectAs(2, 6, node1, 1));
        final RawPeer older = opened(RawPeer.connectAs(2, 5, node1, 1));
        final RawPeer twin = opened(RawPeer.connectAs(2, 6, node1, 1));

        assertThat(older.refusal()).contains("a newer connection of nodeId=2 is up at nodeId=1");
        assertThat(twin.isRefused()).isTrue();
        assertThat(newer.isEnded()).isFalse();
        assertThat(handler1.events()).containsExactly("connected 2");
    }

    @Test
    void shouldTakeAnyWhenNoneIsUp() {
        final RawPeer first = opened(RawPeer.connectAs(2, 6, node1, 1));
        first.close();
        TcpNode.await("the loss", () -> !node1.transport().isConnected(2), node1);

        assertThat(opened(RawPeer.connectAs(2, 1, node1, 1)).isWelcomed()).isTrue();
    }

    @Test
    void shouldEndWithTheNewestWhenManyConnectionsOfOnePeerRace() {
        Seeds.forEach(TcpHandshakeTest.class, 20, seed -> {
            final Random random = new Random(seed);
            final long base = node1.count(NetworkCounter.CONNECTIONS_OPENED) * 100 + 1000 * seed;
            final List<RawPeer> peers = new ArrayList<>();
            final List<Integer> toGreet = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                peers.add(opened(RawPeer.connect(node1)));
                toGreet.add(i);
            }
            while (!toGreet.isEmpty()) {
                final int next = toGreet.remove(random.nextInt(toGreet.size()));
                peers.get(next).send(RawPeer.hello(2, 1, base + next));
                TcpNode.run(random.nextInt(3), node1);
            }

            TcpNode.await(
                    "one connection left",
                    () -> peers.stream().filter(RawPeer::isEnded).count() == 5,
                    node1);

            assertThat(peers.get(5).isEnded()).isFalse();
            assertThat(node1.transport().isConnected(2)).isTrue();
        });
    }

    @Test
    void shouldWarnWhenPeerComesBackWithAnotherDataDirectory() {
        opened(RawPeer.connectAs(2, 5, node1, 1));
        final RawPeer wiped = opened(RawPeer.connect(node1));

        wiped.send(RawPeer.bytes(new Handshake(new NodeIdentity(TcpNode.CLUSTER_ID, 2, 8)).hello(1, 6)));
        wiped.awaitAnswer(node1);

        assertThat(log.linesWith("another data directory"))
                .singleElement()
                .asString()
                .contains("peer=2", "incarnation=8", "before=7");
    }

    @Test
    void shouldLetOthersInWhenPlacesAreTakenBySilentConnections() {
        final TcpSettings narrow = settings.withHandshakes(2, SECOND_NS);
        final TcpNode node = opened(new TcpNode(1, narrow, handler1, TcpNode.member(2)));
        final List<RawPeer> silent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            silent.add(opened(RawPeer.connect(node)));
        }
        final TcpNode node2 = opened(
                new TcpNode(2, settings.withHandshakes(1, 1000 * SECOND_NS), new RecordingHandler(), node.address()));
        TcpNode.run(50, node, node2);
        assertThat(node.transport().isConnected(2)).isFalse();
        assertThat(node.count(NetworkCounter.HANDSHAKE_TIMEOUTS)).isZero();

        for (int i = 0; i < 3; i++) {
            node.advance(SECOND_NS);
            TcpNode.run(50, node, node2);
        }

        TcpNode.await("a connection", () -> node.transport().isConnected(2), node, node2);
        node.advance(SECOND_NS);
        TcpNode.await("the end of the silent", () -> silent.stream().allMatch(RawPeer::isEnded), node, node2);
        assertThat(node.count(NetworkCounter.HANDSHAKE_TIMEOUTS)).isEqualTo(5);
        assertThat(node.transport().isConnected(2)).isTrue();
    }

    @Test
    void shouldTryAgainWhenNobodyAnswers() {
        try (RawPeer.Listener deaf = new RawPeer.Listener()) {
            final TcpNode node2 = opened(new TcpNode(2, settings, new RecordingHandler(), deaf.address(1)));
            final RawPeer first = opened(deaf.awaitConnection(node2));
            TcpNode.await("Hello", () -> first.receivedLength() == Handshake.HELLO_LENGTH, node2);
            assertThat(node2.count(NetworkCounter.HANDSHAKE_TIMEOUTS)).isZero();

            node2.advance(settings.handshakeTimeoutNs());
            TcpNode.await("the end of the attempt", first::isEnded, node2);
            opened(deaf.awaitAndWelcome(node2, 1));

            TcpNode.await("a connection", () -> node2.transport().isConnected(1), node2);
            assertThat(node2.count(NetworkCounter.HANDSHAKE_TIMEOUTS)).isEqualTo(1);
        }
    }

    @Test
    void shouldTryAgainWhenTheAnswerIsNotOurs() {
        try (RawPeer.Listener other = new RawPeer.Listener()) {
            final TcpNode node2 = opened(new TcpNode(2, settings, new RecordingHandler(), other.address(1)));
            opened(other.awaitConnection(node2)).send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
            opened(other.awaitAndWelcome(node2, 3));
            opened(other.awaitConnection(node2)).close();
            opened(other.awaitConnection(node2)).reset();
            opened(other.awaitConnection(node2)).send(RawPeer.hello(1, 2, 1));
            opened(other.awaitAndWelcome(node2, 1));

            TcpNode.await("a connection", () -> node2.transport().isConnected(1), node2);
            assertThat(node2.count(NetworkCounter.BAD_HANDSHAKES)).isEqualTo(3);
            assertThat(log.linesWith("another node answered: nodeId=3")).hasSize(1);
        }
    }

    @Test
    void shouldConnectLaterWhenPeerIsNotThereYet() throws IOException {
        final PeerAddress nobody;
        try (ServerSocket reserved = new ServerSocket(0)) {
            nobody = new PeerAddress(1, "127.0.0.1", reserved.getLocalPort());
        }
        final TcpNode node2 = opened(new TcpNode(2, settings, new RecordingHandler(), nobody));

        TcpNode.await("failures", () -> node2.count(NetworkCounter.CONNECTS_FAILED) >= 3, node2);

        assertThat(log.linesWith("cannot connect"))
                .singleElement()
                .asString()
                .contains("peer=1", "address=" + nobody, "Connection refused");
    }

    @Test
    void shouldSayWhatToDoWhenPortIsTaken() {
        assertThatThrownBy(() -> TcpNode.bind(node1.transport().localAddress()))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("address=" + node1.transport().localAddress())
                .hasMessageContaining("stop the process that holds the port");
    }

    @Test
    void shouldSayWhatToDoWhenTheHostIsUnknown() {
        assertThatThrownBy(() -> TcpNode.bind(InetSocketAddress.createUnresolved("nowhere.invalid", 7001)))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("reason=unknown host")
                .hasMessageContaining("check the node's address in the members list");
    }

    @Test
    void shouldFreeThePortWhenClosed() {
        final TcpNode node = new TcpNode(7, settings, new RecordingHandler());
        final InetSocketAddress address = node.transport().localAddress();
        node.close();
        node.transport().close();

        TcpNode.bind(address);

        assertThat(node.transport().offer(1, TestFrames.frame(1, 64), 0, 64, TestFrames.NO_BODY))
                .isFalse();
    }

    private void awaitConnected(final TcpNode node2) {
        TcpNode.await(
                "a connection",
                () -> node1.transport().isConnected(2) && node2.transport().isConnected(1),
                node1,
                node2);
    }

    private void awaitRefusals(final TcpNode refused, final int count) {
        TcpNode.await("refusals", () -> refused.count(NetworkCounter.REFUSED_BY_PEER) >= count, node1, refused);
        assertThat(node1.count(NetworkCounter.HANDSHAKES_REFUSED)).isGreaterThanOrEqualTo(count);
        assertThat(refused.transport().isConnected(1)).isFalse();
    }

    private <T extends AutoCloseable> T opened(final T closeable) {
        open.add(closeable);
        return closeable;
    }
}
