package io.balsa.bench.compare;

import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.fork.ForkSchedule.Contest;
import io.balsa.bench.verdict.Replay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The arms that verdicts are tried on: one build as two arms, and as a third that is slower by a known share. */
public final class RecordedArms {
    /** By which the third arm is slower. */
    private static final double SHARE = 0.10;

    private final Arm own;

    /** Makes the arms of a build. */
    public RecordedArms(final Arm own) {
        this.own = own;
    }

    /** Returns the build. */
    public Arm one() {
        return own.as(Replay.ARM_A, own.label(), List.of());
    }

    /** Returns the same build. */
    public Arm other() {
        return own.as(Replay.ARM_SAME, own.label(), List.of());
    }

    /** Returns what each benchmark's forks run, after the looks that find out how much work a tenth of it is. */
    List<Contest> withSlower(final List<ForkPlan> plans, final ForkSession session)
            throws IOException, InterruptedException {
        final List<Contest> contests = new ArrayList<>();
        for (final ForkPlan plan : plans) {
            final Arm slow = HandicapArm.of(own.as(Replay.ARM_SLOW, own.label(), List.of()), plan, SHARE, session);
            contests.add(new Contest(plan, List.of(one(), other(), slow)));
        }
        return contests;
    }
}
