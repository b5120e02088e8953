package io.balsa.bench.compare;

import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.fork.ForkSchedule;
import io.balsa.bench.fork.ForkSchedule.Contest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the verdicts are tried on: one build as two arms, {@code A1} and {@code A2}, and as a third that is slower by a known share,
 * {@code SLOW}.
 */
final class Recording {
    /** By which the third arm is slower. */
    private static final double SHARE = 0.10;

    private Recording() {}

    /** Finds the slower arm of each benchmark and draws up the schedule. */
    static ForkSchedule schedule(final Arm own, final List<ForkPlan> plans, final ForkSession session, final long seed)
            throws IOException, InterruptedException {
        final List<Contest> contests = new ArrayList<>();
        for (final ForkPlan plan : plans) {
            final Arm slow = HandicapArm.of(own, plan, SHARE, session);
            contests.add(new Contest(
                    plan, List.of(own.as("A1", own.label(), List.of()), own.as("A2", own.label(), List.of()), slow)));
        }
        return new ForkSchedule(contests, seed);
    }
}
