package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import io.balsa.disk.SimDisk;
import io.balsa.disk.StorageIdentity;
import io.balsa.snapshot.SnapshotConfig;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotId;
import io.balsa.snapshot.SnapshotStore;
import io.balsa.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From whom a snapshot is pulled, and what happens when that node does not answer. Node 1 leads, node 3 needs a snapshot. */
class SnapshotTransferTest {
    private static final int CHUNK = SnapshotConfig.MIN_CHUNK_LENGTH;
    private static final int STATE_LENGTH = 40 * CHUNK;
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MOST_STEPS = 20_000;

    private final List<Peer> peers = new ArrayList<>();
    private final List<String> served = new ArrayList<>();
    private long nowNs;
    private int silentId;
    private int damagingId;

    /** A node, as far as its snapshot thread is concerned; the test is its network and its consensus thread. */
    private final class Peer {
        private final int id;
        private final SnapshotStore store;
        private final SnapshotRing in = new SnapshotRing(CHUNK);
        private final SnapshotRing out = new SnapshotRing(CHUNK);
        private final SnapshotTransfer transfer;
        private final List<String> ends = new ArrayList<>();

        private Peer(final int id, final boolean prefersFollowers) {
            this.id = id;
            final SimDisk disk = new SimDisk();
            store = SnapshotStore.open(
                    disk,
                    Path.of("/data"),
                    new StorageIdentity(7, id, id),
                    new SnapshotConfig(CHUNK, 2, 1 << 20),
                    SnapshotStore.Damaged.REFUSE);
            final NodeConfig config = NodeConfig.builder()
                    .clusterId(7)
                    .nodeId(id)
                    .members(new Member(1, "a", 1, 2), new Member(2, "b", 1, 2), new Member(3, "c", 1, 2))
                    .dataDirectory(Path.of("/data"))
                    .set(NodeSetting.SNAPSHOT_FROM_FOLLOWERS, prefersFollowers ? 1 : 0)
                    .build();
            transfer = new SnapshotTransfer(config, () -> nowNs, store, in, out, () -> {});
        }

        private SnapshotId take(final long index) throws IOException {
            try (SnapshotWriter writer = store.newWriter(store.nextHead(index, 3, Membership.ofVoters(1, 2, 3)))) {
                writer.write(new UnsafeBuffer(new byte[STATE_LENGTH]), 0, STATE_LENGTH);
                return writer.publish().id();
            }
        }

        private long newestIndex() {
            final SnapshotFile newest = store.latest();
            return newest == null ? 0 : newest.head().index();
        }

        private void work() {
            transfer.doWork();
            out.poll(this::onMessage, 100);
        }

        private void onMessage(
                final SnapshotRing.Kind kind,
                final int to,
                final SnapshotId snapshot,
                final int number,
                final int count,
                final ByteBuffer buffer,
                final int offset,
                final int length) {
            if (kind == SnapshotRing.Kind.RECEIVED || kind == SnapshotRing.Kind.FAILED) {
                ends.add(kind + " " + snapshot.index());
                return;
            }
            if (id == silentId || to == silentId) {
                return;
            }
            if (kind == SnapshotRing.Kind.PART) {
                served.add("node " + id + " index " + snapshot.index());
                final UnsafeBuffer part = new UnsafeBuffer(buffer, offset, length);
                if (id == damagingId) {
                    part.putByte(length / 2, (byte) ~part.getByte(length / 2));
                }
                peer(to).in.offerPart(id, snapshot, number, part, 0, length);
            } else {
                peer(to).in.offer(kind, id, snapshot, number, count);
            }
        }
    }

    @BeforeEach
    void startNodes() {
        start(false);
    }

    private void start(final boolean prefersFollowers) {
        peers.clear();
        for (int id = 1; id <= 3; id++) {
            peers.add(new Peer(id, prefersFollowers));
        }
    }

    @Test
    void shouldPullFromTheLeaderWhenNothingElseIsSaid() throws IOException {
        final SnapshotId offered = peer(1).take(100);
        peer(2).take(120);

        assertThat(offerAndRun(offered)).containsExactly("RECEIVED 100");

        assertThat(served).containsOnly("node 1 index 100");
        assertThat(peer(3).newestIndex()).isEqualTo(100);
    }

    @Test
    void shouldPullAnotherSnapshotFromAFollowerWhenToldToSpareTheLeader() throws IOException {
        start(true);
        final SnapshotId offered = peer(1).take(100);
        peer(2).take(120);

        assertThat(offerAndRun(offered)).containsExactly("RECEIVED 120");

        assertThat(served).containsOnly("node 2 index 120");
    }

    @Test
    void shouldPullFromTheLeaderWhenNoFollowersSnapshotReachesAsFar() throws IOException {
        start(true);
        final SnapshotId offered = peer(1).take(100);
        peer(2).take(80);

        assertThat(offerAndRun(offered)).containsExactly("RECEIVED 100");

        assertThat(served).containsOnly("node 1 index 100");
    }

    @Test
    void shouldAskAnotherMemberWhenTheLeaderFallsSilent() throws IOException {
        final SnapshotId offered = peer(1).take(100);
        peer(2).take(120);
        silentId = 1;

        assertThat(offerAndRun(offered)).containsExactly("RECEIVED 120");
    }

    @Test
    void shouldAskAnotherMemberWhenPartsComeDamaged() throws IOException {
        final SnapshotId offered = peer(1).take(100);
        peer(2).take(120);
        damagingId = 1;

        assertThat(offerAndRun(offered)).containsExactly("RECEIVED 120");
    }

    @Test
    void shouldGiveUpWhenNobodyHasASnapshotThatReachesAsFar() throws IOException {
        final SnapshotId offered = peer(1).take(100);
        peer(2).take(80);
        silentId = 1;

        assertThat(offerAndRun(offered)).containsExactly("FAILED 100");
        assertThat(peer(3).newestIndex()).isZero();
    }

    @Test
    void shouldGoOnWhereItWasWhenTheSameSnapshotIsOfferedAgain() throws IOException {
        final SnapshotId offered = peer(1).take(100);
        peer(3).in.offer(SnapshotRing.Kind.RECEIVE, 1, offered, 0, 0);
        while (served.size() < 15) {
            step();
        }
        silentId = 1;
        while (peer(3).ends.isEmpty()) {
            step();
        }
        assertThat(peer(3).ends).containsExactly("FAILED 100");
        peer(3).ends.clear();
        served.clear();
        silentId = 0;

        assertThat(offerAndRun(offered)).containsExactly("RECEIVED 100");

        assertThat(served).as("what had come is not sent again").hasSizeLessThan(STATE_LENGTH / CHUNK);
    }

    private List<String> offerAndRun(final SnapshotId offered) {
        peer(3).in.offer(SnapshotRing.Kind.RECEIVE, 1, offered, 0, 0);
        for (int i = 0; i < MOST_STEPS && peer(3).ends.isEmpty(); i++) {
            step();
        }
        return peer(3).ends;
    }

    private void step() {
        peers.forEach(Peer::work);
        nowNs += STEP_NS;
    }

    private Peer peer(final int id) {
        return Objects.requireNonNull(peers.get(id - 1));
    }
}
