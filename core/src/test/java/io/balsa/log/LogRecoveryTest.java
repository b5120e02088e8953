package io.balsa.log;

import static io.balsa.log.LogFixture.CONFIG;
import static io.balsa.log.LogFixture.DIRECTORY;
import static io.balsa.log.LogFixture.IDENTITY;
import static io.balsa.log.LogFixture.append;
import static io.balsa.log.LogFixture.messageOf;
import static io.balsa.log.LogFixture.newLog;
import static io.balsa.log.LogFixture.open;
import static io.balsa.log.LogFixture.read;
import static io.balsa.log.LogFixture.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.codec.StoredRecord;
import io.balsa.disk.DiskFile;
import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LogRecoveryTest {
    private static final int FRAME_LENGTH = EntryFrame.alignedLength(100);

    private SimDisk disk = new SimDisk();

    @Test
    void shouldCutTheTailWhenTheLastFrameIsTornAtAnyByte() {
        final byte[] whole = unsyncedLogOf(5);
        final int lastFrame = SegmentLayout.FRAMES_OFFSET + 4 * FRAME_LENGTH;
        final int frameEnd = lastFrame + EntryFrame.HEADER_LENGTH + 100;
        for (int tornAt = lastFrame; tornAt < frameEnd; tornAt++) {
            unsyncedLogOf(5);
            final byte[] torn = whole.clone();
            Arrays.fill(torn, tornAt, frameEnd, (byte) 0);
            disk.damage(segment(1), 0, torn);

            try (SegmentedLog log = open(disk)) {
                assertThat(read(log)).as("torn at byte %d", tornAt - lastFrame).hasSize(4);
                // A shorter entry goes where the torn one was; nothing of that may be left behind it.
                append(log, 1, 2, 3);
                log.force();
            }
            try (SegmentedLog log = open(disk)) {
                assertThat(read(log))
                        .as("torn at byte %d, then appended", tornAt - lastFrame)
                        .hasSize(5);
            }
        }
    }

    @Test
    void shouldCutTheTailWhenTheLastFrameIsTornInItsBeginning() {
        final byte[] whole = unsyncedLogOf(5);
        final int lastFrame = SegmentLayout.FRAMES_OFFSET + 4 * FRAME_LENGTH;
        // The later part of the frame reached the disk, the earlier did not.
        for (int tornUntil = lastFrame + 1; tornUntil < lastFrame + FRAME_LENGTH; tornUntil++) {
            unsyncedLogOf(5);
            final byte[] torn = whole.clone();
            Arrays.fill(torn, lastFrame, tornUntil, (byte) 0);
            disk.damage(segment(1), 0, torn);

            try (SegmentedLog log = open(disk)) {
                assertThat(read(log))
                        .as("torn until byte %d", tornUntil - lastFrame)
                        .hasSize(4);
            }
            assertThat(Arrays.copyOfRange(disk.contentOf(segment(1)), lastFrame, whole.length))
                    .as("the cut bytes are zero")
                    .containsOnly(0);
        }
    }

    @Test
    void shouldMakeTheCutDurableBeforeAnythingIsAppended() {
        final byte[] whole = unsyncedLogOf(5);
        final int lastFrame = SegmentLayout.FRAMES_OFFSET + 4 * FRAME_LENGTH;
        whole[lastFrame + 60] ^= 1;
        disk.damage(segment(1), 0, whole);

        open(disk);
        final SimDisk found = disk.afterPowerCut(Survival.FORCED_ONLY, new Random(1));

        assertThat(Arrays.copyOfRange(found.contentOf(segment(1)), lastFrame, whole.length))
                .containsOnly(0);
    }

    @Test
    void shouldMakeRecoveredEntriesDurableWhenTheyWereOnlyWritten() {
        final SegmentedLog log = newLog(disk);
        append(log, 5, 1, 100);
        log.flush();
        final SimDisk afterKill = disk.afterPowerCut(Survival.ALL, new Random(1));

        open(afterKill);
        final SimDisk afterPowerCut = afterKill.afterPowerCut(Survival.FORCED_ONLY, new Random(1));

        try (SegmentedLog recovered = open(afterPowerCut)) {
            assertThat(read(recovered)).hasSize(5);
        }
    }

    @Test
    void shouldCutTheTornTailWhenTheNextSegmentIsAlreadyThere() {
        final SegmentedLog log = newLog(disk);
        append(log, 3, 1, 100);
        log.force();
        while (log.prepare()) {
            assertThat(log.usage().segments()).isEqualTo(1);
        }
        append(log, 3, 1, 600);
        log.flush();
        final int secondOfThree = SegmentLayout.FRAMES_OFFSET + 3 * FRAME_LENGTH + EntryFrame.alignedLength(600);
        disk.damage(segment(1), secondOfThree, new byte[EntryFrame.alignedLength(600)]);
        final SimDisk found = disk.afterPowerCut(Survival.ALL, new Random(1));
        assertThat(found.exists(segment(2))).isTrue();

        try (SegmentedLog recovered = open(found)) {
            assertThat(read(recovered)).hasSize(4);
            LogFixture.assertNothingBehindTheEnd(found, recovered);
        }
    }

    @Test
    void shouldRefuseWhenAByteInTheMiddleIsFlipped() {
        final byte[] whole = logOf(5);
        final int start = SegmentLayout.FRAMES_OFFSET + 2 * FRAME_LENGTH;
        for (int offset = start; offset < start + EntryFrame.HEADER_LENGTH + 100; offset++) {
            final byte[] damaged = whole.clone();
            damaged[offset] ^= 0x10;
            disk.damage(segment(1), 0, damaged);

            assertThat(messageOf(() -> open(disk)))
                    .as("byte %d of the frame", offset - start)
                    .contains(
                            "damaged",
                            segment(1).toString(),
                            "offset=" + start,
                            "expected=entry 3",
                            "found=",
                            "since entries up to 5 are durable",
                            "nothing was changed");
            assertThat(disk.contentOf(segment(1))).isEqualTo(damaged);
        }
    }

    @Test
    void shouldRefuseWhenAnEntryInTheMiddleIsZero() {
        final byte[] whole = logOf(5);
        final int start = SegmentLayout.FRAMES_OFFSET + FRAME_LENGTH;
        Arrays.fill(whole, start, start + FRAME_LENGTH, (byte) 0);
        disk.damage(segment(1), 0, whole);

        assertThat(messageOf(() -> open(disk)))
                .contains("expected=entry 2", "found=zeroes", "entries up to 5 are durable");
    }

    @Test
    void shouldRefuseWhenAnUnsyncedEntryIsDamagedAndNoneOfItsSectorsIsMissing() {
        final byte[] whole = unsyncedLogOf(5);
        final int start = SegmentLayout.FRAMES_OFFSET + 2 * FRAME_LENGTH;
        // Behind the length, which says how far the entry goes and so which sectors are its own.
        for (int offset = start + Integer.BYTES; offset < start + EntryFrame.HEADER_LENGTH + 100; offset++) {
            final byte[] damaged = whole.clone();
            damaged[offset] ^= 0x10;
            disk.damage(segment(1), 0, damaged);

            assertThat(messageOf(() -> open(disk)))
                    .as("byte %d of the frame", offset - start)
                    .contains(segment(1).toString(), "offset=" + start, "expected=entry 3", "a valid entry");
            assertThat(disk.contentOf(segment(1))).isEqualTo(damaged);
        }
    }

    @Test
    void shouldCutWhenASectorOfAnUnsyncedEntryIsMissingAndWholeEntriesFollow() {
        final SimDisk killed = new SimDisk();
        final SegmentedLog unsynced = newLog(killed);
        append(unsynced, 2, 1, 100);
        unsynced.force();
        append(unsynced, 3, 1, 2000);
        unsynced.flush();
        disk = killed.afterPowerCut(Survival.ALL, new Random(1));
        final byte[] torn = disk.contentOf(segment(1));
        // One sector of entry 3, which entries 4 and 5 follow.
        Arrays.fill(torn, SegmentLayout.FRAMES_OFFSET + 1024, SegmentLayout.FRAMES_OFFSET + 1536, (byte) 0);
        disk.damage(segment(1), 0, torn);

        try (SegmentedLog log = open(disk)) {
            assertThat(read(log)).hasSize(2);
            assertThat(Arrays.copyOfRange(
                            disk.contentOf(segment(1)), SegmentLayout.FRAMES_OFFSET + 2 * FRAME_LENGTH, torn.length))
                    .as("no later recovery finds entry 4")
                    .containsOnly(0);
        }
    }

    @Test
    void shouldRefuseWhenAByteOfASealedSegmentIsFlipped() {
        segmentsOf(30, 1000);
        final byte[] whole = disk.contentOf(segment(2));
        // The last entry of the segment: a torn tail, were it not for the segment that follows.
        final int lastFrame = SegmentLayout.FRAMES_OFFSET + 10 * EntryFrame.alignedLength(1000);
        final byte[] damaged = whole.clone();
        damaged[lastFrame + 500] ^= 1;
        disk.damage(segment(2), 0, damaged);

        assertThat(messageOf(() -> open(disk)))
                .contains(
                        segment(2).toString(),
                        "offset=" + lastFrame,
                        "expected=entry 22 of term 1 or later",
                        "next segment begins with 23");
    }

    @Test
    void shouldRefuseWhenASegmentInTheMiddleIsMissing() throws IOException {
        segmentsOf(30, 1000);
        disk.delete(segment(2));

        assertThat(messageOf(() -> open(disk)))
                .contains(
                        "missing",
                        "expected=" + segment(2),
                        "found=" + segment(3).getFileName());
    }

    @Test
    void shouldRefuseWhenTheFirstOrEverySegmentIsMissing() throws IOException {
        segmentsOf(20, 1000);
        disk.delete(segment(1));
        assertThat(messageOf(() -> open(disk))).contains("missing", "expected=" + segment(1));
        disk.delete(segment(2));
        assertThat(messageOf(() -> open(disk))).contains("missing", "expected=" + segment(2), "no segment at all");
    }

    @Test
    void shouldRefuseWhenTheLastSegmentIsMissingAndASpareBehindItIsNot() throws IOException {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 18, 1, 1000);
            while (log.prepare()) {
                assertThat(log.lastIndex()).isEqualTo(18);
            }
        }
        disk.delete(segment(2));

        assertThat(messageOf(() -> open(disk))).contains("missing", "expected=" + segment(2));
    }

    @Test
    void shouldRefuseWhenASegmentIsACopyOfAnother() throws IOException {
        segmentsOf(30, 1000);
        final byte[] first = disk.contentOf(segment(1));
        disk.damage(segment(2), 0, first);

        assertThat(messageOf(() -> open(disk)))
                .contains(segment(2).toString(), "expected=segment 2", "found=segment 1");
    }

    @Test
    void shouldRefuseWhenASegmentIsAnOlderOneOfTheSameName() {
        segmentsOf(30, 1000);
        final SimDisk other = new SimDisk();
        try (SegmentedLog log = newLog(other)) {
            append(log, 40, 1, 500);
        }
        disk.damage(segment(2), 0, other.contentOf(segment(2)));

        assertThat(messageOf(() -> open(disk)))
                .contains("entry 12 of term 1 or later, since the next segment begins with 23");
    }

    @Test
    void shouldRefuseWhenASegmentIsOfAnotherNodeOrFormat() throws IOException {
        logOf(3);
        final byte[] whole = disk.contentOf(segment(1));
        final StorageIdentity stranger = new StorageIdentity(8, 2, 0x77);
        overwriteHeader(new SegmentHeader(stranger, 1, 1, 0, CONFIG.segmentBytes()));
        assertThat(messageOf(() -> open(disk)))
                .contains("belongs to somebody else", "cluster 7 node 1", "cluster 8 node 2");

        disk.damage(segment(1), 0, whole);
        final StoredRecord record = new StoredRecord();
        new SegmentHeader(IDENTITY, 1, 1, 0, CONFIG.segmentBytes()).encode(record);
        // The first field of the block is the format version.
        record.buffer().putInt(StoredRecord.MESSAGE_OFFSET + 8, 2);
        record.seal(io.balsa.codec.sbe.storage.SegmentHeadEncoder.BLOCK_LENGTH);
        write(record);
        assertThat(messageOf(() -> open(disk))).contains("unknown format version", "expected=1", "found=2");
    }

    @Test
    void shouldRefuseWhenAnyByteOfAHeaderIsFlipped() {
        logOf(3);
        final byte[] whole = disk.contentOf(segment(1));
        // length, checksum, message header and block
        for (int i = 0; i < 16 + io.balsa.codec.sbe.storage.SegmentHeadEncoder.BLOCK_LENGTH; i++) {
            final byte[] damaged = whole.clone();
            damaged[i] ^= 4;
            disk.damage(segment(1), 0, damaged);
            assertThat(messageOf(() -> open(disk)))
                    .as("byte %d", i)
                    .contains("damaged", segment(1).toString(), "offset=0");
        }
    }

    @Test
    void shouldRefuseWhenTheHeaderOfTheLastSegmentIsZeroAndEntriesAreNot() {
        segmentsOf(20, 1000);
        disk.damage(segment(2), 0, new byte[512]);

        assertThat(messageOf(() -> open(disk)))
                .contains(segment(2).toString(), "expected=a segment header", "found=zeroes");
    }

    @Test
    void shouldRefuseWhenASegmentIsShorterThanItWasMade() throws IOException {
        segmentsOf(20, 1000);
        final byte[] whole = disk.contentOf(segment(1));
        disk.delete(segment(1));
        try (DiskFile file = disk.create(segment(1))) {
            file.write(0, java.nio.ByteBuffer.wrap(whole, 0, whole.length - 4096));
        }
        assertThat(messageOf(() -> open(disk))).contains(segment(1).toString(), "damaged", "offset=12288");
    }

    @Test
    void shouldDeleteAnUnfinishedSegmentWhenOpened() throws IOException {
        logOf(3);
        disk.create(DIRECTORY.resolve("0000000002.log.tmp")).close();

        try (SegmentedLog log = open(disk)) {
            assertThat(read(log)).hasSize(3);
            assertThat(disk.exists(DIRECTORY.resolve("0000000002.log.tmp"))).isFalse();
        }
    }

    @Test
    void shouldRefuseAnEntryWithAnIndexOrTermThatDoesNotFollow() {
        for (final long[] indexAndTerm : new long[][] {{5, 9}, {3, 9}, {4, 1}}) {
            final SimDisk fresh = new SimDisk();
            try (SegmentedLog log = newLog(fresh)) {
                append(log, 3, 2, 100);
            }
            final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_LENGTH]);
            EntryFrame.putHeader(frame, 0, 100, indexAndTerm[1], indexAndTerm[0], EntryType.COMMAND);
            EntryFrame.seal(frame, 0, new io.balsa.codec.FrameChecksum());
            fresh.damage(segment(1), SegmentLayout.FRAMES_OFFSET + 3 * FRAME_LENGTH, frame.byteArray());

            assertThat(messageOf(() -> open(fresh)))
                    .contains(
                            "expected=entry 4 of term 2 or later",
                            "found=entry " + indexAndTerm[0] + " of term " + indexAndTerm[1]);
        }
    }

    /** Leaves a log whose entries were written and never forced: they may be torn. */
    private byte[] unsyncedLogOf(final int entries) {
        final SimDisk killed = new SimDisk();
        final SegmentedLog log = newLog(killed);
        append(log, entries, 1, 100);
        log.flush();
        disk = killed.afterPowerCut(Survival.ALL, new Random(1));
        return disk.contentOf(segment(1));
    }

    private byte[] logOf(final int entries) {
        try (SegmentedLog log = newLog(disk)) {
            append(log, entries, 1, 100);
        }
        return disk.contentOf(segment(1));
    }

    private void segmentsOf(final int entries, final int payloadLength) {
        try (SegmentedLog log = newLog(disk)) {
            append(log, entries, 1, payloadLength);
        }
    }

    private void overwriteHeader(final SegmentHeader header) throws IOException {
        final StoredRecord record = new StoredRecord();
        header.encode(record);
        write(record);
    }

    private void write(final StoredRecord record) throws IOException {
        try (DiskFile file = disk.open(segment(1))) {
            file.write(0, record.bytes());
        }
    }
}
