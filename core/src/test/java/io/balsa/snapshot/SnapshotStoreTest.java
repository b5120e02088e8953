package io.balsa.snapshot;

import static io.balsa.snapshot.SnapshotFixture.CHUNK;
import static io.balsa.snapshot.SnapshotFixture.CONFIG;
import static io.balsa.snapshot.SnapshotFixture.CONTENT_PER_CHUNK;
import static io.balsa.snapshot.SnapshotFixture.DATA;
import static io.balsa.snapshot.SnapshotFixture.DIRECTORY;
import static io.balsa.snapshot.SnapshotFixture.MEMBERSHIP;
import static io.balsa.snapshot.SnapshotFixture.OTHER;
import static io.balsa.snapshot.SnapshotFixture.OWNER;
import static io.balsa.snapshot.SnapshotFixture.TERM;
import static io.balsa.snapshot.SnapshotFixture.open;
import static io.balsa.snapshot.SnapshotFixture.read;
import static io.balsa.snapshot.SnapshotFixture.state;
import static io.balsa.snapshot.SnapshotFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.codec.StoredRecord;
import io.balsa.consensus.membership.Membership;
import io.balsa.disk.DiskFile;
import io.balsa.disk.SimDisk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import io.balsa.testing.Allocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotStoreTest {
    private final SimDisk disk = new SimDisk();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 480, 481, 4063, 4064, 4065, 2 * 4064, 2 * 4064 + 1, 100_000})
    void shouldReadWhatWasWrittenWhenItsLengthIsAtABound(final int length) throws IOException {
        final SnapshotFile written = write(open(disk), 5, state(5, length));

        final SnapshotStore again = open(disk);
        assertThat(again.latest()).isEqualTo(written);
        assertThat(read(again, written)).isEqualTo(state(5, length));
        assertThat(written.length()).isEqualTo(disk.contentOf(written.path()).length);
    }

    @Test
    void shouldHoldNothingWhenNew() {
        assertThat(open(disk).latest()).isNull();
        assertThat(open(disk).latest()).isNull();
    }

    @Test
    void shouldKeepHeadWhenMembershipIsOfEveryKind() throws IOException {
        final Membership joint = Membership.of(
                        new int[] {1, 2, 3, 9}, new int[] {2, 3, 4, 9}, new int[] {5, 6}, new int[] {4}, true)
                .withWitnesses(9);
        final Membership largest =
                Membership.ofVoters(IntStream.rangeClosed(1, 64).toArray());
        for (final Membership membership : new Membership[] {joint, largest, Membership.NONE}) {
            final SimDisk fresh = new SimDisk();
            final SnapshotStore store = open(fresh);
            final SnapshotHead head = store.nextHead(Long.MAX_VALUE, 9, membership);
            try (SnapshotWriter writer = store.newWriter(head)) {
                writer.publish();
            }

            assertThat(open(fresh).latest())
                    .isNotNull()
                    .extracting(SnapshotFile::head)
                    .isEqualTo(head);
        }
    }

    @Test
    void shouldKeepAsManyAsConfiguredWhenNewOnesArePublished() throws IOException {
        final SnapshotStore store = open(disk);
        for (int index = 1; index <= 4; index++) {
            assertThat(write(store, index, state(index, 10)).head().sequence()).isEqualTo(index);
        }

        assertThat(names()).containsExactly(name(3), name(4));
        assertThat(open(disk).latest()).isEqualTo(store.latest());
    }

    @Test
    void shouldDeleteTheFileWhenAWriterIsGivenUp() throws IOException {
        final SnapshotStore store = open(disk);
        final SnapshotFile old = write(store, 1, state(1, 10));
        try (SnapshotWriter writer = store.newWriter(store.nextHead(2, TERM, MEMBERSHIP))) {
            writer.write(new UnsafeBuffer(new byte[10_000]), 0, 10_000);
            assertThat(names()).hasSize(2);
        }

        assertThat(names()).containsExactly(name(1));
        assertThat(store.latest()).isEqualTo(old);
    }

    @Test
    void shouldGiveWayWhenANewerOneWasPublishedMeanwhile() throws IOException {
        final SnapshotStore store = open(disk);
        final SnapshotFile newer;
        try (SnapshotWriter late = store.newWriter(store.nextHead(2, TERM, MEMBERSHIP))) {
            newer = write(store, 9, state(9, 10));
            assertThat(late.publish()).isEqualTo(newer);
        }

        assertThat(names()).containsExactly(name(9));
        assertThat(store.latest()).isEqualTo(newer);
        assertThatThrownBy(() -> store.newWriter(store.nextHead(9, TERM, MEMBERSHIP)))
                .hasMessageContaining("index=9, newest=");
    }

    @Test
    void shouldRefuseWhenAWriterIsUsedAfterItsEnd() throws IOException {
        final SnapshotStore store = open(disk);
        final SnapshotWriter writer = store.newWriter(store.nextHead(2, TERM, MEMBERSHIP));
        writer.publish();

        assertThatThrownBy(() -> writer.write(new UnsafeBuffer(new byte[1]), 0, 1))
                .hasMessageContaining("CLOSED");
        assertThatThrownBy(writer::publish).hasMessageContaining("CLOSED");
        writer.close();
        assertThat(names()).containsExactly(name(2));
    }

    @Test
    void shouldFindEveryFlippedByteWhenAFileIsRead() throws IOException {
        final SnapshotFile file = write(open(disk), 5, state(5, CONTENT_PER_CHUNK + 700));
        final byte[] whole = disk.contentOf(file.path());
        for (int position = 0; position < whole.length; position++) {
            final byte[] flipped = {(byte) (whole[position] ^ (1 << position % 8))};
            disk.damage(file.path(), position, flipped);
            assertThatThrownBy(() -> read(open(disk), file))
                    .as("byte %d", position)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(file.path().toString());
            disk.damage(file.path(), position, new byte[] {whole[position]});
        }
        assertThat(read(open(disk), file)).isEqualTo(state(5, CONTENT_PER_CHUNK + 700));
    }

    @Test
    void shouldRefuseWhenTheNewestFileEndsTooEarly() throws IOException {
        final SnapshotFile file = write(open(disk), 5, state(5, 3 * CHUNK));
        final byte[] whole = disk.contentOf(file.path());
        for (int length = 0; length < whole.length; length += 100) {
            final SimDisk cut = new SimDisk();
            open(cut);
            put(cut, file.path(), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> open(cut))
                    .as("length %d", length)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(file.path().toString())
                    .hasMessageContaining("expected=");
        }
    }

    @Test
    void shouldFindExchangedChunksWhenEachIsWhole() throws IOException {
        final SnapshotFile file = write(open(disk), 5, state(5, 3 * CONTENT_PER_CHUNK));
        final byte[] whole = disk.contentOf(file.path());
        disk.damage(file.path(), 512, Arrays.copyOfRange(whole, 512 + CHUNK, 512 + 2 * CHUNK));

        assertThatThrownBy(() -> read(open(disk), file))
                .hasMessageContaining(
                        "offset=512, expected=part 1 of the snapshot of index 5, term 3, found=chunk 2 of");
    }

    @Test
    void shouldFindAChunkOfAnotherFileWhenItIsOfTheSameIndex() throws IOException {
        final SnapshotFile file = write(open(disk), 5, state(5, CONTENT_PER_CHUNK));
        final SimDisk otherDisk = new SimDisk();
        final SnapshotFile other = write(open(otherDisk), 5, state(6, CONTENT_PER_CHUNK));
        final byte[] foreign = Arrays.copyOfRange(otherDisk.contentOf(other.path()), 512, 512 + CHUNK);
        disk.damage(file.path(), 512, foreign);

        assertThatThrownBy(() -> read(open(disk), file)).hasMessageContaining("expected=a checksum of all parts");
    }

    @Test
    void shouldFindAHeadOfAnotherFileWhenThereAreNoChunks() throws IOException {
        final SnapshotFile file = write(open(disk), 5, state(5, 0));
        final SimDisk otherDisk = new SimDisk();
        final SnapshotFile other = write(open(otherDisk, OTHER), 5, state(5, 0));
        disk.damage(file.path(), 0, Arrays.copyOf(otherDisk.contentOf(other.path()), SnapshotHead.LENGTH));

        assertThatThrownBy(() -> open(disk)).hasMessageContaining("offset=512, expected=a checksum of all parts");
    }

    @Test
    void shouldUseTheOneBeforeWhenTheNewestIsDamagedAndSomebodySaysSo() throws IOException {
        final SnapshotStore store = open(disk);
        final SnapshotFile old = write(store, 1, state(1, 10));
        final SnapshotFile newest = write(store, 2, state(2, 10));
        disk.damage(newest.path(), 20, new byte[] {1, 2, 3, 4});

        assertThatThrownBy(() -> open(disk))
                .hasMessageContaining("file=" + newest.path() + ", offset=0, expected=the head of a snapshot");
        final SnapshotStore forced = SnapshotStore.open(disk, DATA, OWNER, CONFIG, SnapshotStore.Damaged.SET_ASIDE);

        assertThat(forced.latest()).isEqualTo(old);
        assertThat(names()).containsExactly(name(1), name(2).replace(".snapshot", ".damaged"));
        assertThat(open(disk).latest()).isEqualTo(old);
        assertThat(write(forced, 2, state(2, 10)).head().index()).isEqualTo(2);
    }

    @Test
    void shouldRefuseWhenASnapshotIsOfAnotherClusterOrFormatOrName() throws IOException {
        final SnapshotFile file = write(open(disk), 5, state(5, 10));
        assertThat(open(disk, OTHER).latest())
                .as("of another node of the cluster")
                .isEqualTo(file);
        assertThatThrownBy(() -> open(disk, new StorageIdentity(8, 1, 1)))
                .hasMessageContaining("snapshot of another cluster: file=" + file.path() + ", expected cluster=8");

        final byte[] whole = disk.contentOf(file.path());
        final Path renamed = DIRECTORY.resolve(name(6));
        put(disk, renamed, whole);
        assertThatThrownBy(() -> open(disk)).hasMessageContaining("under the name of another: file=" + renamed);
        disk.delete(renamed);

        final StoredRecord record = new StoredRecord();
        record.copyFrom(new UnsafeBuffer(whole), 0);
        record.buffer().putInt(16, 2, ByteOrder.LITTLE_ENDIAN);
        record.seal(SnapshotHead.SEALED_LENGTH);
        final byte[] sealed = new byte[512];
        record.bytes().get(sealed);
        disk.damage(file.path(), 0, sealed);
        assertThatThrownBy(() -> open(disk))
                .hasMessageContaining("unknown format version")
                .hasMessageContaining("found=2");
    }

    @Test
    void shouldRefuseToReadMoreWhenThereIsNoMore() throws IOException {
        final SnapshotStore store = open(disk);
        try (SnapshotReader reader = store.newReader(write(store, 5, state(5, 10)))) {
            assertThatThrownBy(() -> reader.read(new UnsafeBuffer(new byte[20]), 0, 11))
                    .hasMessageContaining("expected=11 bytes more, found=10");
            assertThatThrownBy(() -> reader.part(3)).hasMessageContaining("number=3, partCount=3");
            assertThatThrownBy(() -> reader.part(-1)).hasMessageContaining("number=-1");
        }
    }

    @Test
    void shouldRefuseToReadWhenClosed() throws IOException {
        final SnapshotStore store = open(disk);
        final SnapshotReader reader = store.newReader(write(store, 5, state(5, 10)));
        reader.read(new UnsafeBuffer(new byte[20]), 0, 5);
        reader.close();
        reader.close();

        assertThatThrownBy(() -> reader.read(new UnsafeBuffer(new byte[20]), 0, 1))
                .hasMessageContaining("found=0");
        assertThatThrownBy(() -> reader.part(1)).hasMessageContaining("closed");
        assertThatThrownBy(reader::verify).hasMessageContaining("closed");
    }

    @Test
    void shouldFindDamageWhenHeadOrEndChangeAfterTheFileWasOpened() throws IOException {
        final SnapshotStore store = open(disk);
        final SnapshotFile file = write(store, 5, state(5, 10));
        try (SnapshotReader reader = store.newReader(file)) {
            disk.damage(file.path(), 500, new byte[] {1});
            disk.damage(file.path(), 1024 + 500, new byte[] {1});

            assertThatThrownBy(() -> reader.part(0)).hasMessageContaining("offset=0, expected=part 0");
            assertThatThrownBy(() -> reader.part(2)).hasMessageContaining("offset=1024, expected=part 2");
        }
    }

    @Test
    void shouldAllocateNothingPerChunkWhenWriting() throws Exception {
        final UnsafeBuffer piece = new UnsafeBuffer(ByteBuffer.allocateDirect(3_000));
        final SnapshotStore store = open(new HoleDisk());
        try (SnapshotWriter writer = store.newWriter(store.nextHead(2, TERM, MEMBERSHIP))) {
            assertThat(Allocation.leastBytesPerRound(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            writer.write(piece, 0, piece.capacity());
                        }
                    }))
                    .isZero();
        }
    }

    @Test
    void shouldRefuseSettingsWhenTheyAreOutOfRange() {
        assertThatThrownBy(() -> new SnapshotConfig(CHUNK - 512, 1, 1 << 20)).hasMessageContaining("chunkLength=3584");
        assertThatThrownBy(() -> new SnapshotConfig((256 << 10) + 512, 1, 1 << 30))
                .hasMessageContaining("most=262144");
        assertThatThrownBy(() -> new SnapshotConfig(CHUNK + 1, 1, 1 << 20)).hasMessageContaining("multiple of=512");
        assertThatThrownBy(() -> new SnapshotConfig(CHUNK, 0, 1 << 20)).hasMessageContaining("retainedCount=0");
        assertThatThrownBy(() -> new SnapshotConfig(CHUNK, 1, CHUNK - 1))
                .hasMessageContaining("sendBytesPerSecond=4095");
        assertThat(new SnapshotConfig(CHUNK, 1, CHUNK).retainedCount()).isEqualTo(1);
        assertThat(new SnapshotConfig(256 << 10, 1, 1 << 20).chunkLength()).isEqualTo(256 << 10);
        assertThatThrownBy(() -> new SnapshotHead(OWNER, 1, 0, 1, MEMBERSHIP, CHUNK))
                .hasMessageContaining("index=0");
        assertThatThrownBy(() -> new SnapshotHead(OWNER, 1, 1, 0, MEMBERSHIP, CHUNK))
                .hasMessageContaining("term=0");
    }

    private List<String> names() {
        return disk.list(DIRECTORY).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    private static String name(final int index) {
        return SnapshotStore.name(index, TERM) + ".snapshot";
    }

    private static void put(final SimDisk target, final Path path, final byte[] bytes) throws IOException {
        try (DiskFile file = target.create(path)) {
            file.write(0, ByteBuffer.wrap(bytes));
        }
    }
}
