package io.balsa.bench.compare;

import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.fork.ForkRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Makes an arm that is slower by a given share, for one benchmark: the work to add is found in a few forks, by processor time.
 */
final class HandicapArm {
    private static final int LOOKS = 5;

    private HandicapArm() {}

    /**
     * Returns the slower arm.
     *
     * @param share by which it shall be slower: 0.1 for 10%
     */
    static Arm of(final Arm arm, final ForkPlan plan, final double share, final ForkSession session)
            throws IOException, InterruptedException {
        session.tell("how much work is " + Math.round(100 * share) + "% of " + plan.key(), 2 * LOOKS * plan.seconds());
        final double[] costs = new double[LOOKS];
        for (int i = 0; i < LOOKS; i++) {
            costs[i] = cpu(session.probe(arm, plan));
        }
        Arrays.sort(costs);
        final double wantedNs = costs[LOOKS / 2] * share;
        final double[] added = new double[LOOKS];
        for (int i = 0; i < LOOKS; i++) {
            added[i] = cpu(session.probe(slowed(arm, wantedNs), plan)) - costs[LOOKS / 2];
        }
        Arrays.sort(added);
        // The work is calibrated alone; beside the benchmark it may cost a little more or less.
        final double correction = Math.min(2, Math.max(0.5, wantedNs / added[LOOKS / 2]));
        return slowed(arm, wantedNs * correction);
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
