package io.balsa.log;

import static io.balsa.log.LogFixture.append;
import static io.balsa.log.LogFixture.newLog;
import static io.balsa.log.LogFixture.open;
import static io.balsa.log.LogFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.PowerCut;
import io.balsa.disk.SimDisk.Survival;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cuts the power at every operation of a scenario, not at some, and looks at what recovery makes of the rest. */
class LogCrashTest {
    private static final int TRIES_AT_RANDOM = 6;

    /** What the log may hold after a crash: what was there when the last call returned, or what the call was to make. */
    private static final class Promise {
        private final List<LogFixture.Entry> durable = new ArrayList<>();
        private final List<LogFixture.Entry> appended = new ArrayList<>();
        private List<LogFixture.Entry> beforeCut = List.of();

        boolean allows(final List<LogFixture.Entry> found) {
            return isBetween(found, durable, appended) || isBetween(found, durable, beforeCut);
        }

        private static boolean isBetween(
                final List<LogFixture.Entry> found,
                final List<LogFixture.Entry> least,
                final List<LogFixture.Entry> most) {
            return found.size() >= least.size()
                    && found.size() <= most.size()
                    && found.equals(most.subList(0, found.size()));
        }
    }

    private interface Scenario {
        void run(SegmentedLog log, Promise promise);
    }

    @ParameterizedTest
    @EnumSource(Survival.class)
    void shouldKeepWhatWasForcedWhenThePowerIsCutWhileAppendingAndRolling(final Survival survival) {
        cutEverywhere(survival, (log, promise) -> {
            for (int i = 0; i < 12; i++) {
                appendPromised(log, promise, 3, 1 + i / 4, 700 + i);
                forcePromised(log, promise);
                log.prepare();
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Survival.class)
    void shouldKeepOldOrNewLogWhenThePowerIsCutWhileTruncatingWithinASegment(final Survival survival) {
        cutEverywhere(survival, (log, promise) -> {
            appendPromised(log, promise, 3, 1, 1000);
            appendPromised(log, promise, 6, 2, 1000);
            forcePromised(log, promise);
            truncatePromised(log, promise, 4);
            // A lower term than the one cut, and the same length: an old entry behind it would look like its follower.
            appendPromised(log, promise, 2, 1, 1000);
            forcePromised(log, promise);
            appendPromised(log, promise, 2, 3, 1000);
            forcePromised(log, promise);
        });
    }

    @ParameterizedTest
    @EnumSource(Survival.class)
    void shouldKeepOldOrNewLogWhenThePowerIsCutWhileTruncatingAcrossSegments(final Survival survival) {
        cutEverywhere(survival, (log, promise) -> {
            appendPromised(log, promise, 40, 2, 1000);
            forcePromised(log, promise);
            while (log.prepare()) {
                assertThat(log.lastIndex()).isEqualTo(promise.appended.size());
            }
            truncatePromised(log, promise, 7);
            appendPromised(log, promise, 3, 2, 1000);
            forcePromised(log, promise);
            appendPromised(log, promise, 20, 3, 1000);
            forcePromised(log, promise);
        });
    }

    private static void appendPromised(
            final SegmentedLog log, final Promise promise, final int count, final long term, final int length) {
        for (int i = 0; i < count; i++) {
            promise.appended.add(new LogFixture.Entry(term, length));
            append(log, term, length);
        }
    }

    private static void forcePromised(final SegmentedLog log, final Promise promise) {
        log.force();
        promise.durable.clear();
        promise.durable.addAll(promise.appended);
        promise.beforeCut = List.of();
    }

    private static void truncatePromised(final SegmentedLog log, final Promise promise, final int fromIndex) {
        promise.beforeCut = List.copyOf(promise.appended);
        promise.appended.subList(fromIndex - 1, promise.appended.size()).clear();
        promise.durable.clear();
        promise.durable.addAll(promise.appended);
        log.truncateSuffix(fromIndex);
        promise.beforeCut = List.of();
    }

    private static void cutEverywhere(final Survival survival, final Scenario scenario) {
        boolean cut = true;
        final boolean random = survival == Survival.SOME_FIRST || survival == Survival.ANY;
        final int tries = random ? TRIES_AT_RANDOM : 1;
        for (int operation = 1; cut; operation++) {
            for (int seed = 0; seed < tries; seed++) {
                final SimDisk disk = new SimDisk();
                final SegmentedLog log = newLog(disk);
                final Promise promise = new Promise();
                disk.cutPowerAfter(operation);
                cut = runUntilCut(log, promise, scenario);

                final SimDisk found = disk.afterPowerCut(survival, new Random(seed));
                final String where = "power cut at operation " + operation + ", seed " + seed;
                final SegmentedLog recovered = open(found);
                final List<LogFixture.Entry> entries = read(recovered);
                assertThat(promise.allows(entries))
                        .as(
                                "%s: found %d, durable %d, appended %d",
                                where, entries.size(), promise.durable.size(), promise.appended.size())
                        .isTrue();
                checkGoesOn(found, recovered, where);
            }
        }
    }

    private static boolean runUntilCut(final SegmentedLog log, final Promise promise, final Scenario scenario) {
        try {
            scenario.run(log, promise);
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
