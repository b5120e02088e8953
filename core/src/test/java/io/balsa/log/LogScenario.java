package io.balsa.log;

import java.util.function.Consumer;

/** Things that are done to a log while tests stop it in many ways. Segments hold 11 entries of 1000 bytes. */
enum LogScenario {
    APPEND_AND_ROLL(LogScenario::appendAndRoll),
    CUT_WITHIN_A_SEGMENT(LogScenario::cutWithinASegment),
    CUT_ACROSS_SEGMENTS(LogScenario::cutAcrossSegments),
    COMPACT(LogScenario::compactTwice),
    RESET(LogScenario::resetThreeTimes);

    private final Consumer<PromisedLog> steps;

    LogScenario(final Consumer<PromisedLog> steps) {
        this.steps = steps;
    }

    void run(final PromisedLog log) {
        steps.accept(log);
    }

    private static void appendAndRoll(final PromisedLog log) {
        for (int i = 0; i < 12; i++) {
            log.append(3, 1 + i / 4, 700 + i);
            log.force();
            log.prepare();
        }
    }

    private static void cutWithinASegment(final PromisedLog log) {
        log.append(3, 1, 1000);
        log.append(6, 2, 1000);
        log.force();
        log.truncate(4);
        // A lower term than the one cut, and the same length: an old entry behind it would look like its follower.
        log.append(2, 1, 1000);
        log.force();
        log.append(2, 3, 1000);
        log.force();
    }

    private static void cutAcrossSegments(final PromisedLog log) {
        log.append(40, 2, 1000);
        log.force();
        log.prepareAll();
        log.truncate(7);
        log.append(3, 2, 1000);
        log.force();
        log.append(20, 3, 1000);
        log.force();
    }

    private static void compactTwice(final PromisedLog log) {
        log.append(30, 1, 1000);
        log.force();
        log.compact(24);
        log.prepareAll();
        log.append(20, 2, 1000);
        // With what is left of the prefix not yet forced.
        log.compact(48);
        log.append(1, 2, 1000);
        log.prepareAll();
        log.truncate(47);
        log.append(9, 3, 1000);
        log.force();
    }

    private static void resetThreeTimes(final PromisedLog log) {
        log.append(25, 1, 1000);
        log.force();
        log.prepareAll();
        log.reset(60, 4);
        log.append(2, 4, 1000);
        log.force();
        // Below what the log holds, and with files of the first time still waiting to be deleted.
        log.reset(61, 5);
        log.prepareAll();
        log.append(14, 6, 1000);
        log.reset(90, 6);
        log.append(2, 7, 1000);
        log.force();
    }
}
