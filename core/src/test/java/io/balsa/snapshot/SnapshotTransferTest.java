package io.balsa.snapshot;

import static io.balsa.snapshot.SnapshotFixture.CHUNK;
import static io.balsa.snapshot.SnapshotFixture.CONTENT_PER_CHUNK;
import static io.balsa.snapshot.SnapshotFixture.DATA;
import static io.balsa.snapshot.SnapshotFixture.DIRECTORY;
import static io.balsa.snapshot.SnapshotFixture.OTHER;
import static io.balsa.snapshot.SnapshotFixture.TERM;
import static io.balsa.snapshot.SnapshotFixture.isWhole;
import static io.balsa.snapshot.SnapshotFixture.latest;
import static io.balsa.snapshot.SnapshotFixture.open;
import static io.balsa.snapshot.SnapshotFixture.state;
import static io.balsa.snapshot.SnapshotFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.Disk;
import io.balsa.disk.DiskFullException;
import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.PowerCut;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.disk.StorageIdentity;
import io.balsa.snapshot.SnapshotReceiver.Begun;
import io.balsa.snapshot.SnapshotReceiver.Received;
import io.balsa.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot goes from one node's directory to another's, part by part. */
class SnapshotTransferTest {
    private static final int LENGTH = 4 * CONTENT_PER_CHUNK + 100;
    private static final int PARTS = 7;
    private static final long INDEX = 50;

    private final SimDisk sourceDisk = new SimDisk();
    private final SnapshotStore source = open(sourceDisk, SnapshotFixture.OWNER);
    private final SimDisk targetDisk = targetDisk();
    private final SnapshotStore target = open(targetDisk, OTHER);
    private final SnapshotReceiver receiver = target.newReceiver();
    private final SnapshotFile file = write(INDEX);
    private final byte[][] parts = partsOf(source, file);

    @Test
    void shouldPublishTheSameBytesWhenAllPartsCame() throws IOException {
        assertThat(receiver.begin(file.id())).isEqualTo(Begun.STARTED);
        for (int number = 0; number < PARTS - 1; number++) {
            assertThat(receiver.wantedPart()).isEqualTo(number);
            assertThat(give(number)).isEqualTo(Received.ACCEPTED);
            assertThat(target.latest()).isNull();
        }
        assertThat(give(PARTS - 1)).isEqualTo(Received.COMPLETE);

        assertThat(latest(target).head()).isEqualTo(file.head());
        assertThat(targetDisk.contentOf(latest(target).path())).isEqualTo(sourceDisk.contentOf(file.path()));
        assertThat(open(targetDisk, OTHER).latest()).isEqualTo(target.latest());
        assertThat(receiver.begin(file.id())).isEqualTo(Begun.NOT_NEWER);
        assertThat(give(0)).isEqualTo(Received.OTHER_SNAPSHOT);
    }

    @Test
    void shouldBeServedByWhoReceivedItWhenAskedForTheSameFile() throws IOException {
        receiveAll();

        final SnapshotSender relay = new SnapshotSender(target, TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(relay.onRequest(3, file.id(), 2, 1)).isTrue();
        final List<byte[]> sent = new ArrayList<>();
        relay.send((nodeId, id, number, buffer, offset, length) -> {
            sent.add(bytesOf(buffer, offset, length));
            return true;
        });

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0)).isEqualTo(parts[2]);
        relay.close();
    }

    @Test
    void shouldChangeNothingWhenAPartIsNotTheOneWanted() throws IOException {
        receiver.begin(file.id());
        assertThat(give(1)).isEqualTo(Received.NOT_WANTED);
        give(0);
        give(1);
        assertThat(give(0)).isEqualTo(Received.NOT_WANTED);
        assertThat(give(1)).isEqualTo(Received.NOT_WANTED);
        assertThat(give(3)).isEqualTo(Received.NOT_WANTED);
        assertThat(give(-1, parts[2])).isEqualTo(Received.NOT_WANTED);
        assertThat(give(Integer.MAX_VALUE, parts[2])).isEqualTo(Received.NOT_WANTED);
        final SnapshotId other = new SnapshotId(INDEX + 1, TERM, file.id().writer(), file.length());
        assertThat(receiver.onPart(other, 2, new UnsafeBuffer(parts[2]), 0, parts[2].length))
                .isEqualTo(Received.OTHER_SNAPSHOT);

        finish();
    }

    @Test
    void shouldRefuseAPartWhenAnyBitOfItIsWrong() throws IOException {
        receiver.begin(file.id());
        for (int number = 0; number < PARTS; number++) {
            for (int position = 0; position < parts[number].length; position += number % 2 == 0 ? 1 : 61) {
                final byte[] wrong = parts[number].clone();
                wrong[position] ^= (byte) (1 << position % 8);
                assertThat(give(number, wrong))
                        .as("part %d, byte %d", number, position)
                        .isEqualTo(Received.DAMAGED);
            }
            assertThat(give(number)).isIn(Received.ACCEPTED, Received.COMPLETE);
        }
        assertThat(isWhole(target, LENGTH)).isTrue();
    }

    @Test
    void shouldRefuseAPartWhenItsLengthIsWrong() throws IOException {
        receiver.begin(file.id());
        for (int number = 0; number < PARTS; number++) {
            for (final int length :
                    new int[] {0, 1, 511, parts[number].length - 1, parts[number].length + 1, 1 << 20}) {
                assertThat(give(number, Arrays.copyOf(parts[number], length)))
                        .as("part %d, length %d", number, length)
                        .isEqualTo(Received.DAMAGED);
            }
            give(number);
        }
        assertThat(isWhole(target, LENGTH)).isTrue();
    }

    @Test
    void shouldRefuseAChunkWhenItIsOfAnotherPlaceOrSnapshot() throws IOException {
        receiver.begin(file.id());
        give(0);
        assertThat(give(1, parts[2])).isEqualTo(Received.DAMAGED);
        final byte[] other = partsOf(source, write(INDEX + 1))[1];
        assertThat(give(1, other)).isEqualTo(Received.DAMAGED);
        finish();
    }

    @Test
    void shouldBeginAgainWhenGoodPartsMakeNoSnapshotTogether() throws IOException {
        final SimDisk thirdDisk = targetDisk();
        final SnapshotStore third = open(thirdDisk, new StorageIdentity(7, 3, 0xC3));
        final byte[] foreign = partsOf(third, SnapshotFixture.write(third, INDEX, state(99, LENGTH)))[2];
        receiver.begin(file.id());
        give(0);
        give(1);
        assertThat(give(2, foreign)).isEqualTo(Received.ACCEPTED);
        for (int number = 3; number < PARTS - 1; number++) {
            give(number);
        }

        assertThat(give(PARTS - 1)).isEqualTo(Received.RESTARTED);
        assertThat(receiver.wantedPart()).isZero();
        assertThat(target.latest()).isNull();
        finish();
    }

    @Test
    void shouldRefuseWhenTheHeadIsNotOfWhatWasAnnounced() throws IOException {
        final SnapshotStore stranger = open(targetDisk(), new StorageIdentity(8, 1, 0xD4));
        final SnapshotFile strange = SnapshotFixture.write(stranger, INDEX, state(INDEX, LENGTH));
        receiver.begin(strange.id());
        assertThat(give(strange.id(), 0, partsOf(stranger, strange)[0])).isEqualTo(Received.FOREIGN);

        final SnapshotId lying = new SnapshotId(INDEX, TERM, 0xA2, file.length());
        receiver.begin(lying);
        assertThat(give(lying, 0, parts[0])).isEqualTo(Received.FOREIGN);
        receiver.begin(file.id());
        finish();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 512, 1023, 1025, Long.MAX_VALUE, Long.MAX_VALUE / 512 * 512})
    void shouldRefuseToBeginWhenNoSnapshotCanHaveSuchALength(final long length) throws IOException {
        assertThat(receiver.begin(new SnapshotId(INDEX, TERM, 1, length))).isEqualTo(Begun.IMPOSSIBLE);
        assertThat(receiver.begin(new SnapshotId(0, TERM, 1, 1024))).isEqualTo(Begun.IMPOSSIBLE);
        assertThat(receiver.begin(new SnapshotId(INDEX, 0, 1, 1024))).isEqualTo(Begun.IMPOSSIBLE);
        assertThat(targetDisk.list(DIRECTORY)).isEmpty();
        assertThat(receiver.begin(new SnapshotId(INDEX, TERM, 1, 1024))).isEqualTo(Begun.STARTED);
    }

    @Test
    void shouldGoOnBehindTheLastGoodPartWhenTheNodeStartsAgain() throws IOException {
        for (int until = 1; until < PARTS; until++) {
            final SimDisk disk = targetDisk();
            final SnapshotReceiver before = open(disk, OTHER).newReceiver();
            before.begin(file.id());
            for (int number = 0; number < until; number++) {
                before.onPart(file.id(), number, new UnsafeBuffer(parts[number]), 0, parts[number].length);
            }
            before.close();

            final SnapshotStore store = open(disk, OTHER);
            final SnapshotReceiver after = store.newReceiver();
            assertThat(after.begin(file.id())).isEqualTo(Begun.RESUMED);
            assertThat(after.wantedPart()).isEqualTo(until);
            for (int number = until; number < PARTS; number++) {
                after.onPart(file.id(), number, new UnsafeBuffer(parts[number]), 0, parts[number].length);
            }
            assertThat(isWhole(store, LENGTH)).as("resumed at part %d", until).isTrue();
        }
    }

    @Test
    void shouldAskForADamagedPartAgainWhenItIsTakenUp() throws IOException {
        receiver.begin(file.id());
        for (int number = 0; number < 5; number++) {
            give(number);
        }
        receiver.close();
        targetDisk.damage(targetDisk.list(DIRECTORY).get(0), 512 + 2 * CHUNK + 100, new byte[] {1, 2, 3});

        assertThat(receiver.begin(file.id())).isEqualTo(Begun.RESUMED);
        assertThat(receiver.wantedPart()).isEqualTo(3);
        finish();
    }

    @Test
    void shouldStartOverWhenTheSnapshotIsAnother() throws IOException {
        receiver.begin(file.id());
        give(0);
        give(1);
        final SnapshotFile newer = write(INDEX + 1);

        assertThat(receiver.begin(newer.id())).isEqualTo(Begun.STARTED);
        assertThat(targetDisk.list(DIRECTORY)).hasSize(1);
        assertThat(receiver.begin(file.id())).isEqualTo(Begun.STARTED);
        give(0);
        assertThat(receiver.begin(file.id())).isEqualTo(Begun.RESUMED);
        finish();
        assertThat(targetDisk.list(DIRECTORY)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Survival.class)
    void shouldHoldNothingOrAWholeOneWhenThePowerIsCutWhileReceiving(final Survival survival) {
        Seeds.forEach(SnapshotTransferTest.class, 4, seed -> {
            boolean cut = true;
            for (int operation = 1; cut; operation++) {
                cut = cutWhileReceiving(survival, operation, seed);
            }
        });
    }

    /** Receives with a restart in the middle; returns whether the power was cut. */
    private boolean cutWhileReceiving(final Survival survival, final int operation, final long seed) {
        final SimDisk disk = targetDisk();
        boolean cut = false;
        boolean complete = false;
        disk.cutPowerAfter(operation);
        try {
            receive(disk, 3);
            complete = receive(disk, PARTS);
        } catch (final PowerCut e) {
            cut = true;
        }

        final SimDisk found = disk.afterPowerCut(survival, new Random(seed));
        found.createDirectories(DIRECTORY);
        final SnapshotStore store = open(found, OTHER);
        final String where = "operation %d".formatted(operation);
        assertThat(store.latest() != null || !complete).as(where).isTrue();
        assertThat(store.latest() == null || isWhole(store, LENGTH)).as(where).isTrue();
        receive(found, PARTS);
        assertThat(isWhole(open(found, OTHER), LENGTH)).as(where).isTrue();
        assertThat(found.list(DIRECTORY)).as(where).hasSize(1);
        return cut;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDeleteWhatWasReceivedWhenAnyOperationFails(final boolean full) {
        int failures = 0;
        boolean failed = true;
        for (int operation = 1; failed; operation++) {
            final SimDisk disk = targetDisk();
            final FailingDisk failing = new FailingDisk(disk, full);
            final SnapshotStore store = open(failing, OTHER);
            failing.failAt(operation);
            failed = false;
            try {
                receive(store, PARTS);
            } catch (final UncheckedIOException e) {
                failed = true;
                failures++;
                assertThat(e.getCause() instanceof DiskFullException).isEqualTo(full);
            }
            failing.failAt(Long.MAX_VALUE);
            assertThat(disk.list(DIRECTORY)).as("operation %d", operation).noneMatch(path -> path.toString()
                    .endsWith(".partial"));
            assertThat(store.latest() == null || isWhole(store, LENGTH)).isTrue();
            receive(store, PARTS);
            assertThat(isWhole(open(disk, OTHER), LENGTH))
                    .as("operation %d", operation)
                    .isTrue();
        }
        assertThat(failures).as("operations tried").isGreaterThan(8);
    }

    @Test
    void shouldArriveWholeWhenTheNetworkLosesRepeatsReordersAndDamagesParts() {
        Seeds.forEach(SnapshotTransferTest.class, 30, seed -> {
            final Random random = new Random(seed);
            final SnapshotStore store = open(targetDisk(), OTHER);
            final SnapshotReceiver lossy = store.newReceiver();
            final SnapshotSender sender = new SnapshotSender(source, TimeUnit.MILLISECONDS.toNanos(5));
            final PartRequests requests = new PartRequests(1 + random.nextInt(4), 20);
            final List<Integer> numbers = new ArrayList<>();
            final List<byte[]> wire = new ArrayList<>();
            int turns = 0;
            try {
                lossy.begin(file.id());
                while (store.latest() == null) {
                    assertThat(++turns).as("turns").isLessThan(100_000);
                    sender.tick(1);
                    requests.tick();
                    if (requests.isDue(lossy.wantedPart()) && random.nextInt(3) > 0) {
                        requests.onAsked();
                        assertThat(sender.onRequest(2, file.id(), requests.fromPart(), requests.count()))
                                .isTrue();
                    }
                    sender.send((nodeId, id, number, buffer, offset, length) -> {
                        if (random.nextInt(4) == 0) {
                            return false;
                        }
                        numbers.add(number);
                        wire.add(bytesOf(buffer, offset, length));
                        return true;
                    });
                    if (!wire.isEmpty()) {
                        deliverOne(random, lossy, numbers, wire);
                    }
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThat(isWhole(store, LENGTH)).isTrue();
            sender.close();
        });
    }

    private void deliverOne(
            final Random random, final SnapshotReceiver lossy, final List<Integer> numbers, final List<byte[]> wire)
            throws IOException {
        final int at = random.nextInt(wire.size());
        final byte[] bytes = wire.get(at).clone();
        final int number = numbers.get(at);
        final int fate = random.nextInt(10);
        if (fate > 0) {
            wire.remove(at);
            numbers.remove(at);
        }
        if (fate == 1) {
            return;
        }
        if (fate == 2) {
            bytes[random.nextInt(bytes.length)] ^= 0x10;
        }
        final int length = fate == 3 ? random.nextInt(bytes.length) : bytes.length;
        lossy.onPart(file.id(), number, new UnsafeBuffer(bytes), 0, length);
    }

    @Test
    void shouldSendEachPartOnceWhenNothingIsLost() throws IOException {
        final SnapshotSender sender = new SnapshotSender(source, TimeUnit.MILLISECONDS.toNanos(5));
        final PartRequests requests = new PartRequests(4, 100);
        final List<Integer> sent = new ArrayList<>();
        receiver.begin(file.id());
        while (target.latest() == null) {
            sender.tick(1);
            requests.tick();
            if (requests.isDue(receiver.wantedPart())) {
                sender.onRequest(2, file.id(), requests.fromPart(), requests.count());
                requests.onAsked();
            }
            sender.send((nodeId, id, number, buffer, offset, length) -> sent.add(number));
            assertThat(sent.size() - receiver.wantedPart()).isLessThanOrEqualTo(4);
            if (receiver.wantedPart() < sent.size()) {
                give(sent.get(receiver.wantedPart()));
            }
        }

        assertThat(sent).containsExactly(0, 1, 2, 3, 4, 5, 6);
        sender.close();
    }

    private Received give(final int number) throws IOException {
        return give(number, parts[number]);
    }

    private Received give(final int number, final byte[] bytes) throws IOException {
        return give(file.id(), number, bytes);
    }

    private Received give(final SnapshotId id, final int number, final byte[] bytes) throws IOException {
        return receiver.onPart(id, number, new UnsafeBuffer(bytes), 0, bytes.length);
    }

    private void receiveAll() throws IOException {
        receiver.begin(file.id());
        finish();
    }

    /** Gives what is wanted until the snapshot is complete. */
    private void finish() throws IOException {
        Received last = Received.ACCEPTED;
        while (last == Received.ACCEPTED) {
            last = give(receiver.wantedPart());
        }
        assertThat(last).isEqualTo(Received.COMPLETE);
        assertThat(isWhole(target, LENGTH)).isTrue();
    }

    private boolean receive(final Disk disk, final int untilPart) {
        return receive(open(disk, OTHER), untilPart);
    }

    private boolean receive(final SnapshotStore store, final int untilPart) {
        try {
            final SnapshotReceiver taken = store.newReceiver();
            if (taken.begin(file.id()) == Begun.NOT_NEWER) {
                return true;
            }
            Received last = Received.ACCEPTED;
            while (last == Received.ACCEPTED && taken.wantedPart() < untilPart) {
                final byte[] bytes = parts[taken.wantedPart()];
                last = taken.onPart(file.id(), taken.wantedPart(), new UnsafeBuffer(bytes), 0, bytes.length);
            }
            taken.close();
            return last == Received.COMPLETE;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SnapshotFile write(final long index) {
        try {
            return SnapshotFixture.write(source, index, state(index, LENGTH));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[][] partsOf(final SnapshotStore store, final SnapshotFile file) {
        try (SnapshotReader reader = store.newReader(file)) {
            final byte[][] parts = new byte[reader.partCount()][];
            for (int number = 0; number < parts.length; number++) {
                parts[number] = bytesOf(reader.part(number), 0, reader.partLength(number));
            }
            assertThat(parts).hasNumberOfRows(PARTS);
            return parts;
        }
    }

    private static byte[] bytesOf(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    private static SimDisk targetDisk() {
        final SimDisk disk = new SimDisk();
        try {
            disk.createDirectories(DIRECTORY);
            disk.syncDirectory(DATA);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return disk;
    }
}
