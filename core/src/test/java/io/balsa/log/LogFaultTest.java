package io.balsa.log;

import static io.balsa.log.LogFixture.messageOf;
import static io.balsa.log.LogFixture.newLog;
import static io.balsa.log.LogFixture.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.disk.StorageException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lets each operation of a scenario fail, one at a time: the log stops, and promises nothing that it does not hold. */
class LogFaultTest {
    @ParameterizedTest
    @EnumSource(LogScenario.class)
    void shouldStopAndPromiseNothingWhenAnyOperationFails(final LogScenario scenario) {
        boolean failed = true;
        for (int operation = 1; failed; operation++) {
            for (final Survival survival : new Survival[] {Survival.FORCED_ONLY, Survival.ALL, Survival.ANY}) {
                final SimDisk disk = new SimDisk();
                final PromisedLog log = new PromisedLog(newLog(disk));
                disk.failOperationAfter(operation);
                final String where = scenario + ", error at operation " + operation;

                failed = runUntilFailed(log, scenario, where);

                assertThat(disk.hasFailed()).as(where).isEqualTo(failed);
                log.check(open(disk.afterPowerCut(survival, new Random(operation))), where + ", " + survival);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LogScenario.class)
    void shouldOpenOrStopWhenAnyOperationOfRecoveryFails(final LogScenario scenario) {
        final SimDisk disk = new SimDisk();
        final PromisedLog log = new PromisedLog(newLog(disk));
        scenario.run(log);
        for (final boolean reading : new boolean[] {true, false}) {
            boolean failed = true;
            for (int number = 1; failed; number++) {
                final SimDisk copy = disk.afterPowerCut(Survival.ALL, new Random(1));
                if (reading) {
                    copy.failReadAfter(number);
                } else {
                    copy.failOperationAfter(number);
                }
                failed = failsToOpen(copy);

                assertThat(copy.hasFailed()).as("read or operation %d", number).isEqualTo(failed);
                log.check(open(copy.afterPowerCut(Survival.ANY, new Random(number))), "error " + number);
            }
        }
    }

    private static boolean failsToOpen(final SimDisk disk) {
        try {
            open(disk);
            return false;
        } catch (final StorageException e) {
            assertThat(e).hasMessageContaining("Input/output error").hasMessageContaining("disk");
            return true;
        }
    }

    /** Runs a scenario until an operation fails, and checks that the log takes no more work. */
    private static boolean runUntilFailed(final PromisedLog log, final LogScenario scenario, final String where) {
        try {
            scenario.run(log);
            return false;
        } catch (final StorageException e) {
            assertThat(e).as(where).hasMessageContaining("Input/output error");
        }
        if (isUsable(log.log())) {
            // Only the making of the next segment may be tried again: nothing was promised of it.
            log.refused();
            log.force();
        } else {
            assertThat(messageOf(() -> log.log().force())).as(where).contains("failed before");
            assertThat(messageOf(() -> log.log().compactPrefix(1))).as(where).contains("failed before");
            assertThat(messageOf(() -> log.log().reset(1000, 9))).as(where).contains("failed before");
        }
        return true;
    }

    private static boolean isUsable(final SegmentedLog log) {
        try {
            log.checkUsable();
            return true;
        } catch (final StorageException e) {
            return false;
        }
    }

    @Test
    void shouldFindOutWhenADeviceLiedAboutAForce() {
        final SimDisk disk = new SimDisk();
        final SegmentedLog log = newLog(disk);
        LogFixture.append(log, 3, 1, 100);
        log.force();
        disk.lieOnForceOf(".log");
        LogFixture.append(log, 20, 1, 100);
        log.force();
        // The next segment, whose making forces the marker.
        while (log.prepare()) {
            assertThat(log.lastIndex()).isEqualTo(23);
        }

        final SimDisk found = disk.afterPowerCut(Survival.FORCED_ONLY, new Random(1));

        assertThat(messageOf(() -> open(found))).contains("damaged");
    }
}
