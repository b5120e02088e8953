package io.balsa.log;

import static io.balsa.log.LogFixture.DIRECTORY;
import static io.balsa.log.LogFixture.newLog;
import static io.balsa.log.LogFixture.open;
import static io.balsa.log.LogFixture.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.codec.EntryFrame;
import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.disk.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Damages a log that was closed, in every place: it is opened with exactly what was acknowledged, or not at all, and then the
 * message names the file.
 *
 * <p>The log begins with segment 2 and ends in segment 4; segment 5 is a spare.
 */
class LogDamageTest {
    /** Zeroes behind the entries are all alike: not every one of them is tried. */
    private static final int STRIDE_IN_ZEROES = 127;

    /** Every byte of headers and marker, and of the entries every third, or every one when there is time. */
    private static final int STRIDE = Boolean.getBoolean("balsa.long") ? 1 : 3;

    private final SimDisk disk = new SimDisk();
    private PromisedLog acknowledged;

    @BeforeEach
    void makeLog() {
        acknowledged = new PromisedLog(newLog(disk));
        acknowledged.append(20, 1, 1000);
        acknowledged.append(17, 2, 1000);
        acknowledged.append(3, 5, 200);
        acknowledged.append(2, 5, 0);
        acknowledged.force();
        acknowledged.append(1, 6, 301);
        acknowledged.force();
        acknowledged.compact(13);
        acknowledged.prepareAll();
        acknowledged.log().close();
        assertThat(disk.list(DIRECTORY)).hasSize(5).contains(segment(2), segment(5));
    }

    private SimDisk copy() {
        return disk.afterPowerCut(Survival.ALL, new Random(1));
    }

    /** Opens a damaged log, and returns why it does not open or checks that it holds what it must. */
    private String outcome(final SimDisk damaged, final String where) {
        try (SegmentedLog log = open(damaged)) {
            acknowledged.check(log, where);
            assertThat(log.lastIndex()).as(where).isEqualTo(acknowledged.lastIndex());
            return "";
        } catch (final StorageException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void shouldOpenWithAllEntriesOrNotAtAllWhenAnyByteIsFlipped() {
        int opened = 0;
        int refused = 0;
        for (final Path file : disk.list(DIRECTORY)) {
            final byte[] whole = disk.contentOf(file);
            int at = 0;
            while (at < whole.length) {
                final SimDisk damaged = copy();
                damaged.damage(file, at, new byte[] {(byte) (whole[at] ^ 1 << at % 8)});
                final String where = "byte " + at + " of " + file + " flipped";

                final String message = outcome(damaged, where);

                if (message.isEmpty()) {
                    opened++;
                } else {
                    refused++;
                    assertThat(message)
                            .as(where)
                            .contains("damaged", file.toString(), "expected=", "found=", "nothing was changed");
                    assertThat(damaged.contentOf(file)[at]).as(where).isNotEqualTo(whole[at]);
                }
                at += isZeroAround(whole, at) ? STRIDE_IN_ZEROES : at < SegmentLayout.FRAMES_OFFSET ? 1 : STRIDE;
            }
        }
        assertThat(opened)
                .as("one slot of the marker, padding, zeroes that do not count")
                .isPositive();
        assertThat(refused).as("what was flipped in 26 large entries, at least").isGreaterThan(26 * 1000 / STRIDE);
    }

    /** A leader would else send it again and again, to one who can only refuse it. */
    @Test
    void shouldHandOutNoEntryThatWasDamagedWhileTheLogWasOpen() {
        final SimDisk damaged = copy();
        try (SegmentedLog log = open(damaged)) {
            final LogRange range = new LogRange();
            final long firstIndex = log.firstIndex();
            assertThat(log.map(firstIndex, 1, Integer.MAX_VALUE, range)).isOne();
            final int lastByte = range.offset() + EntryFrame.length(range.buffer(), range.offset()) - 1;

            damaged.damage(
                    segment(2), lastByte, new byte[] {(byte) (range.buffer().getByte(lastByte) ^ 1)});

            assertThatThrownBy(() -> log.map(firstIndex, 1, Integer.MAX_VALUE, range))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContainingAll("entry " + firstIndex, segment(2).toString(), "scripts/log repair");
        }
    }

    private static boolean isZeroAround(final byte[] bytes, final int at) {
        for (int i = at; i < Math.min(bytes.length, at + 2 * STRIDE_IN_ZEROES); i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void shouldOpenWithAllEntriesOrNotAtAllWhenAnySectorIsZeroOrFull() {
        for (final Path file : disk.list(DIRECTORY)) {
            final byte[] whole = disk.contentOf(file);
            for (int at = 0; at < whole.length; at += 512) {
                for (final byte value : new byte[] {0, -1}) {
                    final byte[] sector = new byte[512];
                    Arrays.fill(sector, value);
                    final SimDisk damaged = copy();
                    damaged.damage(file, at, sector);
                    final boolean harmless = Arrays.equals(sector, Arrays.copyOfRange(whole, at, at + 512));

                    final String message = outcome(damaged, "sector at " + at + " of " + file);

                    assertThat(harmless && !message.isEmpty()).as(message).isFalse();
                    if (isEntries(file, whole, at) && !harmless) {
                        assertThat(message).contains("damaged", file.toString());
                    }
                }
            }
        }
    }

    private static boolean isEntries(final Path file, final byte[] whole, final int at) {
        return file.toString().endsWith(".log") && at >= SegmentLayout.FRAMES_OFFSET && !isZeroAround(whole, at);
    }

    @Test
    void shouldRefuseWhenAnyFileIsMissing() throws IOException {
        for (final Path file : disk.list(DIRECTORY)) {
            final SimDisk damaged = copy();
            damaged.delete(file);

            assertThat(outcome(damaged, "without " + file))
                    .contains("missing", "expected=" + file, "nothing was changed");
        }
    }

    @Test
    void shouldRefuseWhenAnySegmentStandsInThePlaceOfAnother() {
        for (int from = 2; from <= 4; from++) {
            for (int to = 2; to <= 5; to++) {
                if (from != to) {
                    final SimDisk damaged = copy();
                    damaged.damage(segment(to), 0, disk.contentOf(segment(from)));

                    assertThat(outcome(damaged, from + " as " + to))
                            .contains("damaged", segment(to).toString(), "segment " + to, "segment " + from);
                }
            }
        }
    }

    @Test
    void shouldRefuseWhenASegmentLiesBehindTheSpare() throws IOException {
        final SimDisk damaged = copy();
        damaged.create(segment(6)).close();
        damaged.damage(segment(6), 0, disk.contentOf(segment(3)));

        assertThat(outcome(damaged, "six"))
                .contains("damaged", segment(5).toString(), "found=zeroes, and a segment behind");
    }

    @Test
    void shouldRefuseWhenTheLastSegmentIsAnOlderStateOfItself() {
        final SimDisk later = copy();
        final PromisedLog more = acknowledged;
        try (SegmentedLog log = open(later)) {
            LogFixture.append(log, 2, 7, 1000);
            log.force();
        }
        later.damage(segment(4), 0, disk.contentOf(segment(4)));

        assertThat(outcome(later, "older state"))
                .contains("damaged", segment(4).toString())
                .contains(
                        "entry " + (more.lastIndex() + 1), "entries up to " + (more.lastIndex() + 2) + " are durable");
    }

    @Test
    void shouldRefuseWhenTheMarkerIsAnOlderOneAndItsSegmentsAreGone() {
        final SimDisk later = copy();
        try (SegmentedLog log = open(later)) {
            log.compactPrefix(log.lastIndex());
        }
        later.damage(DIRECTORY.resolve(LogMarker.FILE_NAME), 0, disk.contentOf(DIRECTORY.resolve(LogMarker.FILE_NAME)));

        assertThat(outcome(later, "older marker"))
                .contains("missing", segment(2).toString());
    }

    @Test
    void shouldRefuseWhenASegmentIsOfAnOlderIncarnation() {
        final SimDisk other = new SimDisk();
        final io.balsa.disk.StorageIdentity older = new io.balsa.disk.StorageIdentity(7, 1, 0xa1d);
        SegmentedLog.create(other, DIRECTORY, older, LogFixture.CONFIG);
        try (SegmentedLog log = SegmentedLog.open(other, DIRECTORY, older, LogFixture.CONFIG)) {
            LogFixture.append(log, 40, 1, 1000);
        }
        for (final Path file : List.of(segment(2), segment(4), DIRECTORY.resolve(LogMarker.FILE_NAME))) {
            final SimDisk damaged = copy();
            damaged.damage(file, 0, other.contentOf(file));

            assertThat(outcome(damaged, file.toString()))
                    .contains("belongs to somebody else", file.toString(), "incarnation 5eed", "incarnation a1d");
        }
    }
}
