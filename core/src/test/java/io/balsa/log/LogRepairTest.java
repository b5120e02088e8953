package io.balsa.log;

import static io.balsa.log.LogFixture.append;
import static io.balsa.log.LogFixture.messageOf;
import static io.balsa.log.LogFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.PowerCut;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.disk.StorageException;
import io.balsa.log.SegmentReport.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inspects and repairs a log of entries 12 to 50, 11 in a segment, in segments 2 to 5; segment 6 is a spare. */
class LogRepairTest {
    private static final Path ROOT = Path.of("/data/node-1");
    private static final Path LOG = ROOT.resolve("log");
    private static final int FRAME_LENGTH = 1032;

    private final SimDisk disk = new SimDisk();
    private List<LogFixture.Entry> entries = List.of();

    private static DataDirectory open(final SimDisk found) {
        return DataDirectory.open(found, ROOT, 7, 1, 0x5eed, LogFixture.CONFIG);
    }

    private static Path segment(final int sequence) {
        return LOG.resolve(SegmentLayout.fileName(sequence));
    }

    @BeforeEach
    void makeLog() {
        try (DataDirectory directory = open(disk);
                SegmentedLog log = directory.openLog()) {
            append(log, 30, 1, 1000);
            append(log, 20, 4, 1000);
            log.force();
            log.compactPrefix(13);
            while (log.prepare()) {
                assertThat(log.lastIndex()).isEqualTo(50);
            }
            entries = read(log);
        }
    }

    private void flip(final SimDisk where, final int sequence, final int offset) {
        final byte old = where.contentOf(segment(sequence))[offset];
        where.damage(segment(sequence), offset, new byte[] {(byte) (old ^ 1)});
    }

    @Test
    void shouldReportEverySegmentWhenTheLogIsSound() {
        final long before = disk.operations();

        final LogInspection found = LogInspector.inspect(disk, ROOT);

        assertThat(found.isSound()).isTrue();
        assertThat(found.baseIndex()).isEqualTo(11);
        assertThat(found.baseTerm()).isEqualTo(1);
        assertThat(found.durableIndex()).isEqualTo(50);
        assertThat(found.segments())
                .extracting(SegmentReport::state)
                .containsExactly(State.FULL, State.FULL, State.FULL, State.ACTIVE, State.SPARE);
        assertThat(found.segments()).extracting(SegmentReport::lastIndex).containsExactly(22L, 33L, 44L, 50L, 0L);
        final SegmentReport second = found.segments().get(1);
        assertThat(second.file()).isEqualTo(segment(3));
        assertThat(second.firstIndex()).isEqualTo(23);
        assertThat(second.firstTerm()).isEqualTo(1);
        assertThat(second.lastTerm()).isEqualTo(4);
        assertThat(second.usedBytes()).isEqualTo(4096 + 11 * FRAME_LENGTH);
        assertThat(disk.operations()).as("nothing is changed").isEqualTo(before);
    }

    @Test
    void shouldPassOnTheEntriesOfASegment() {
        final List<Long> indexes = new ArrayList<>();
        final List<LogFixture.Entry> found = new ArrayList<>();

        LogInspector.forEachEntry(disk, segment(3), (index, term, type, buffer, offset, length) -> {
            indexes.add(index);
            found.add(new LogFixture.Entry(term, length));
        });

        assertThat(indexes).hasSize(11).startsWith(23L).endsWith(33L);
        assertThat(found).isEqualTo(entries.subList(11, 22));
    }

    @Test
    void shouldInspectBesideARunningNode() {
        try (DataDirectory directory = open(disk);
                SegmentedLog log = directory.openLog()) {
            append(log, 3, 9, 500);
            log.flush();

            final LogInspection found = LogInspector.inspect(disk, directory.path());

            assertThat(found.isSound()).isTrue();
            assertThat(found.durableIndex()).isEqualTo(50);
            assertThat(found.segments().get(3).lastIndex()).isEqualTo(53);
        }
    }

    @Test
    void shouldRefuseToRepairWhatIsSoundOrBelongsElsewhere() {
        try (DataDirectory directory = open(disk)) {
            assertThat(messageOf(directory::repairLog)).contains("needs no repair", LOG.toString());
        }
        final SimDisk other = new SimDisk();
        try (DataDirectory directory = DataDirectory.open(other, ROOT, 7, 1, 0xbad, LogFixture.CONFIG);
                SegmentedLog log = directory.openLog()) {
            append(log, 50, 1, 1000);
        }
        disk.damage(segment(3), 0, other.contentOf(segment(3)));
        final long before = disk.operations();

        assertThat(LogInspector.inspect(disk, ROOT).isSound()).isFalse();
        try (DataDirectory directory = open(disk)) {
            assertThat(messageOf(directory::repairLog))
                    .contains("belongs to somebody else", segment(3).toString());
        }
        assertThat(disk.operations()).as("nothing is changed").isEqualTo(before);
    }

    /** Ways to damage the log, and the last entry that can be kept. */
    private enum Injury {
        ENTRY_IN_THE_MIDDLE(24, State.FULL),
        LAST_ENTRY(49, State.ACTIVE),
        FIRST_ENTRY(11, State.FULL),
        FIRST_HEADER(11, State.FULL),
        HEADER_IN_THE_MIDDLE(33, State.FULL),
        FIRST_MISSING(11, State.MISSING),
        MIDDLE_MISSING(22, State.MISSING),
        LAST_MISSING(44, State.MISSING),
        SPARE_MISSING(50, State.MISSING),
        COPY(22, State.FULL),
        MARKER(50, State.LEFTOVER),
        MARKER_MISSING(50, State.LEFTOVER);

        private final long kept;
        private final State state;

        Injury(final long kept, final State state) {
            this.kept = kept;
            this.state = state;
        }
    }

    private void injure(final SimDisk where, final Injury injury) throws IOException {
        switch (injury) {
            case ENTRY_IN_THE_MIDDLE -> flip(where, 3, 4096 + 2 * FRAME_LENGTH + 500);
            case LAST_ENTRY -> flip(where, 5, 4096 + 5 * FRAME_LENGTH + 500);
            case FIRST_ENTRY -> flip(where, 2, 4096 + 500);
            case FIRST_HEADER -> flip(where, 2, 20);
            case HEADER_IN_THE_MIDDLE -> flip(where, 4, 20);
            case FIRST_MISSING -> where.delete(segment(2));
            case MIDDLE_MISSING -> where.delete(segment(3));
            case LAST_MISSING -> where.delete(segment(5));
            case SPARE_MISSING -> where.delete(segment(6));
            case COPY -> where.damage(segment(3), 0, where.contentOf(segment(4)));
            case MARKER -> where.damage(LOG.resolve("marker"), 0, new byte[8192]);
            case MARKER_MISSING -> where.delete(LOG.resolve("marker"));
        }
        where.syncDirectory(LOG);
    }

    @ParameterizedTest
    @EnumSource(Injury.class)
    void shouldKeepWhatLiesBeforeTheDamageAndAskForTheRest(final Injury injury) throws IOException {
        injure(disk, injury);
        final LogInspection inspection = LogInspector.inspect(disk, ROOT);
        assertThat(inspection.isSound()).isFalse();
        final SegmentReport damaged = inspection.firstDamaged();
        assertThat(damaged == null ? State.LEFTOVER : damaged.state()).isEqualTo(injury.state);

        try (DataDirectory directory = open(disk)) {
            assertThat(messageOf(directory::openLog)).contains("damaged");
            final LogRepair.Outcome outcome = directory.repairLog();

            assertThat(outcome.lastIndex()).isEqualTo(injury.kept);
            assertThat(outcome.mustCatchUpTo()).isEqualTo(50);
            assertThat(outcome.damage()).isNotEmpty();
            assertThat(directory.mustCatchUpTo()).isEqualTo(50);
            assertThat(LogInspector.inspect(disk, ROOT).isSound()).isTrue();
            checkKept(directory, injury.kept);
        }
    }

    private void checkKept(final DataDirectory directory, final long kept) {
        try (SegmentedLog log = directory.openLog()) {
            assertThat(read(log)).isEqualTo(entries.subList(0, (int) kept - 11));
            assertThat(log.baseTerm()).isEqualTo(1);
            append(log, 30, 5, 1000);
        }
        try (SegmentedLog log = directory.openLog()) {
            assertThat(log.lastIndex()).isEqualTo(kept + 30);
        }
    }

    @Test
    void shouldKeepTheDamagedFilesAndSaveThemAgain() throws IOException {
        injure(disk, Injury.ENTRY_IN_THE_MIDDLE);
        final byte[] damaged = disk.contentOf(segment(3));
        final byte[] later = disk.contentOf(segment(4));
        try (DataDirectory directory = open(disk)) {
            directory.repairLog();

            assertThat(disk.contentOf(LOG.resolve("damaged-1/0000000003.log"))).isEqualTo(damaged);
            assertThat(disk.contentOf(LOG.resolve("damaged-1/0000000004.log"))).isEqualTo(later);
            assertThat(disk.exists(segment(4))).isFalse();
            flip(disk, 3, 4096 + 500);
            final LogRepair.Outcome second = directory.repairLog();

            assertThat(second.lastIndex()).isEqualTo(22);
            assertThat(second.mustCatchUpTo()).as("the mark never goes down").isEqualTo(50);
            assertThat(second.removedTo()).isEqualTo(LOG.resolve("damaged-2"));
        }
    }

    @Test
    void shouldForgetTheMarkWhenCaughtUpDurably() throws IOException {
        injure(disk, Injury.ENTRY_IN_THE_MIDDLE);
        try (DataDirectory directory = open(disk)) {
            assertThat(directory.mustCatchUpTo()).isZero();
            directory.repairLog();
        }
        final SimDisk found = disk.afterPowerCut(Survival.FORCED_ONLY, new Random(1));
        try (DataDirectory directory = open(found)) {
            assertThat(directory.mustCatchUpTo()).isEqualTo(50);
            directory.caughtUp();
            assertThat(directory.mustCatchUpTo()).isZero();
        }
        try (DataDirectory directory = open(found.afterPowerCut(Survival.FORCED_ONLY, new Random(1)))) {
            assertThat(directory.mustCatchUpTo()).isZero();
        }
    }

    @Test
    void shouldRefuseAMarkThatIsDamaged() throws IOException {
        injure(disk, Injury.ENTRY_IN_THE_MIDDLE);
        try (DataDirectory directory = open(disk)) {
            directory.repairLog();
            disk.damage(ROOT.resolve("catch-up"), 30, new byte[] {77});
            assertThat(messageOf(directory::mustCatchUpTo)).contains("damaged", "catch-up");
        }
    }

    @ParameterizedTest
    @EnumSource(Injury.class)
    void shouldBeRepairedAfterAllWhenThePowerIsCutAtAnyOperationOfTheRepair(final Injury injury) throws IOException {
        injure(disk, injury);
        for (final Survival survival : Survival.values()) {
            boolean cut = true;
            for (int operation = 1; cut; operation++) {
                final SimDisk broken = disk.afterPowerCut(Survival.ALL, new Random(1));
                broken.cutPowerAfter(operation);
                cut = repairUntilCut(broken);

                final SimDisk found = broken.afterPowerCut(survival, new Random(operation));
                try (DataDirectory directory = open(found)) {
                    if (!opens(directory)) {
                        directory.repairLog();
                    } else {
                        assertThat(directory.mustCatchUpTo())
                                .as("%s, cut at operation %d: a repaired log is marked", survival, operation)
                                .isEqualTo(50);
                    }
                    checkKept(directory, injury.kept);
                    assertThat(directory.mustCatchUpTo()).isEqualTo(50);
                }
            }
        }
    }

    private static boolean repairUntilCut(final SimDisk broken) {
        try (DataDirectory directory = open(broken)) {
            directory.repairLog();
            return false;
        } catch (final PowerCut e) {
            return true;
        }
    }

    private static boolean opens(final DataDirectory directory) {
        try {
            directory.openLog().close();
            return true;
        } catch (final StorageException e) {
            return false;
        }
    }
}
