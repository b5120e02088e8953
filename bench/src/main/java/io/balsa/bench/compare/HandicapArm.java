package io.balsa.bench.compare;

import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.fork.ForkSchedule.Contest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Makes an arm that is slower by a given share, for one benchmark: the work to add is found in a few forks that take turns with others, by processor time.
 */
final class HandicapArm {
    private static final int LOOKS = 7;
    private static final int CORRECTIONS = 2;
    private static final double MOST = 3;

    private HandicapArm() {}

    /**
     * Returns the slower arm.
     *
     * @param share by which it shall be slower: 0.1 for 10%
     */
    static Arm of(final Arm arm, final ForkPlan plan, final double share, final ForkSession session)
            throws IOException, InterruptedException {
        session.tell(
                "how much work is " + Math.round(100 * share) + "% of " + plan.key(),
                (1 + 2 * CORRECTIONS) * LOOKS * plan.seconds());
        double addedNs = share
                * median(
                        () -> cpu(session.probe(new Contest(plan, List.of(arm))).get(0)));
        for (int correction = 0; correction < CORRECTIONS; correction++) {
            // The work is calibrated alone; beside the benchmark it costs more or less.
            final Contest contest = new Contest(plan, List.of(arm, slowed(arm, addedNs)));
            final double found = median(() -> {
                final List<ForkRecord> pair = session.probe(contest);
                return cpu(pair.get(1)) / cpu(pair.get(0)) - 1;
            });
            addedNs *= MOST * found <= share ? MOST : Math.max(1 / MOST, share / found);
        }
        return slowed(arm, addedNs);
    }

    /** A look at forks. */
    @FunctionalInterface
    private interface Look {
        double take() throws IOException, InterruptedException;
    }

    private static double median(final Look look) throws IOException, InterruptedException {
        final double[] found = new double[LOOKS];
        for (int i = 0; i < LOOKS; i++) {
            found[i] = look.take();
        }
        Arrays.sort(found);
        return found[LOOKS / 2];
    }

    private static Arm slowed(final Arm arm, final double addedNs) {
        return arm.as(
                arm.name(),
                arm.label() + ", slowed",
                List.of(String.format(Locale.ROOT, "-Dbalsa.bench.handicap.ns=%.4f", addedNs)));
    }

    private static double cpu(final ForkRecord fork) {
        final double[] costs = fork.iterations().stream()
                .mapToDouble(ForkRecord.Iteration::cpu)
                .sorted()
                .toArray();
        return costs[costs.length / 2];
    }
}
