package io.balsa.log;

import static io.balsa.log.LogFixture.append;
import static io.balsa.log.LogFixture.newLog;
import static io.balsa.log.LogFixture.open;
import static io.balsa.log.LogFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.PowerCut;
import io.balsa.disk.SimDisk.Survival;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cuts the power at every operation of a scenario, not at some, and looks at what recovery makes of the rest; then cuts it again
 * at every operation of that recovery.
 */
class LogCrashTest {
    private static final int TRIES_AT_RANDOM = 6;

    static Stream<Arguments> scenariosAndSurvivals() {
        return Stream.of(LogScenario.values())
                .flatMap(name -> Stream.of(Survival.values()).map(survival -> Arguments.of(name, survival)));
    }

    @ParameterizedTest
    @MethodSource("scenariosAndSurvivals")
    void shouldHoldWhatIsPromisedWhenThePowerIsCutAtAnyOperation(final LogScenario scenario, final Survival survival) {
        final boolean random = survival == Survival.SOME_FIRST || survival == Survival.ANY;
        final int tries = random ? TRIES_AT_RANDOM : 1;
        boolean cut = true;
        for (int operation = 1; cut; operation++) {
            for (int seed = 0; seed < tries; seed++) {
                final SimDisk disk = new SimDisk();
                final PromisedLog log = new PromisedLog(newLog(disk));
                disk.cutPowerAfter(operation);
                cut = runUntilCut(() -> scenario.run(log));

                final String where = scenario + ", power cut at operation " + operation + ", seed " + seed;
                final SimDisk found = disk.afterPowerCut(survival, new Random(seed));
                if (seed == 0) {
                    cutRecoveryEverywhere(found, survival, log, where);
                }
                final SegmentedLog recovered = open(found);
                log.check(recovered, where);
                LogFixture.assertNothingBehindTheEnd(found, recovered);
                checkGoesOn(found, recovered, where);
            }
        }
    }

    private static void cutRecoveryEverywhere(
            final SimDisk disk, final Survival survival, final PromisedLog log, final String where) {
        boolean cut = true;
        for (int operation = 1; cut; operation++) {
            final SimDisk copy = disk.afterPowerCut(Survival.ALL, new Random(1));
            copy.cutPowerAfter(operation);
            cut = runUntilCut(() -> open(copy));

            final SimDisk found = copy.afterPowerCut(survival, new Random(operation));
            final SegmentedLog recovered = open(found);
            log.check(recovered, where + ", then at operation " + operation + " of the recovery");
            LogFixture.assertNothingBehindTheEnd(found, recovered);
        }
    }

    private static boolean runUntilCut(final Runnable action) {
        try {
            action.run();
            return false;
        } catch (final PowerCut e) {
            return true;
        }
    }

    private static void checkGoesOn(final SimDisk disk, final SegmentedLog recovered, final String where) {
        append(recovered, 15, 9, 800);
        recovered.close();
        try (SegmentedLog again = open(disk)) {
            assertThat(again.lastIndex()).as(where).isEqualTo(recovered.lastIndex());
            assertThat(read(again)).as(where).endsWith(new LogFixture.Entry(9, 800));
        }
    }
}
