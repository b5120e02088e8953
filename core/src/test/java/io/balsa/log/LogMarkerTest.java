package io.balsa.log;

import static io.balsa.log.LogFixture.DIRECTORY;
import static io.balsa.log.LogFixture.IDENTITY;
import static io.balsa.log.LogFixture.messageOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.Disk;
import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.PowerCut;
import io.balsa.disk.SimDisk.Survival;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogMarkerTest {
    private static final Path FILE = DIRECTORY.resolve(LogMarker.FILE_NAME);

    private final SimDisk disk = new SimDisk();

    private LogMarker create() throws IOException {
        disk.createDirectories(DIRECTORY);
        return LogMarker.create(disk, DIRECTORY, IDENTITY);
    }

    private static LogMarker open(final Disk found) {
        try {
            return LogMarker.open(found, DIRECTORY, IDENTITY);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldKnowTheLastSyncAfterAKillAndTheLastForcedChangeAfterAPowerCut() throws IOException {
        final LogMarker marker = create();
        marker.synced(5);
        marker.segmentMade(2);
        final long before = disk.operations();
        marker.synced(9);
        marker.synced(9);
        marker.synced(8);

        assertThat(disk.operations()).as("one write and no force").isEqualTo(before + 1);
        assertThat(open(disk.afterPowerCut(Survival.ALL, new Random(1))).durableIndex())
                .isEqualTo(9);
        final LogMarker found = open(disk.afterPowerCut(Survival.FORCED_ONLY, new Random(1)));
        assertThat(found.durableIndex()).isEqualTo(5);
        assertThat(found.lastSegment()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Survival.class)
    void shouldHoldOldOrNewMarkWhenThePowerIsCutAtAnyOperation(final Survival survival) throws IOException {
        create();
        boolean cut = true;
        for (int operation = 1; cut; operation++) {
            for (int seed = 0; seed < 8; seed++) {
                final SimDisk fresh = disk.afterPowerCut(Survival.ALL, new Random(1));
                final LogMarker marker = open(fresh);
                fresh.cutPowerAfter(operation);
                long promised = 0;
                long asked = 0;
                cut = false;
                try {
                    for (int i = 1; i <= 3; i++) {
                        marker.synced(10L * i);
                        asked = i;
                        marker.compacted(1 + i, 10L * i - 5, i);
                        promised = i;
                    }
                } catch (final PowerCut e) {
                    cut = true;
                }

                final LogMarker found = open(fresh.afterPowerCut(survival, new Random(seed)));
                assertThat(found.firstSegment() - 1)
                        .as("operation %d", operation)
                        .isBetween(promised, asked);
                assertThat(found.baseTerm()).as("one mark, no mix").isEqualTo(found.firstSegment() - 1);
                assertThat(found.durableIndex()).isBetween(10 * promised, 10 * (asked + 1));
            }
        }
    }

    @Test
    void shouldNeverGoBackWhenALaterCompactionWasFirst() throws IOException {
        final LogMarker marker = create();
        marker.compacted(7, 70, 3);
        marker.compacted(4, 40, 2);

        final LogMarker found = open(disk);
        assertThat(found.firstSegment()).isEqualTo(7);
        assertThat(found.baseIndex()).isEqualTo(70);
        assertThat(found.durableIndex())
                .as("what a snapshot stands for counts as durable")
                .isEqualTo(70);
    }

    @Test
    void shouldRefuseWhenBothSlotsAreDamagedOrTheFileIsMissing() throws IOException {
        create().close();
        disk.damage(FILE, 20, new byte[] {99});
        assertThat(open(disk).firstSegment()).as("one slot is enough").isEqualTo(1);
        disk.damage(FILE, 4096 + 20, new byte[] {99});

        assertThat(messageOf(() -> open(disk))).contains("damaged", FILE.toString(), "two slots that fail");
        disk.delete(FILE);
        assertThat(messageOf(() -> open(disk))).contains("missing", FILE.toString());
    }
}
