package io.balsa.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All that a run is a function of.
 *
 * @param seed of everything that is random
 * @param plan from which the faults are drawn
 * @param nodeCount 1 to 7
 * @param kept numbers of the faults that happen, of those drawn, from 0; rising
 */
record RunSpec(long seed, FaultPlan plan, int nodeCount, List<Integer> kept) {
    static final int MOST_NODES = 7;

    RunSpec {
        if (nodeCount < 1 || nodeCount > MOST_NODES) {
            throw new IllegalArgumentException("nodes out of range: nodes=" + nodeCount + ", min=1, max=" + MOST_NODES);
        }
        kept = List.copyOf(kept);
    }

    /** Returns a run in which everything happens that is drawn. */
    static RunSpec of(final long seed, final FaultPlan plan, final int nodeCount) {
        final int count = plan.draw(seed, nodeCount).size();
        return new RunSpec(
                seed, plan, nodeCount, IntStream.range(0, count).boxed().toList());
    }

    /** Returns the same run with other faults kept. */
    RunSpec with(final List<Integer> otherKept) {
        return new RunSpec(seed, plan, nodeCount, otherKept);
    }

    /** Returns the faults that happen. */
    List<Fault> faults() {
        final List<Fault> drawn = plan.draw(seed, nodeCount);
        final List<Fault> chosen = new ArrayList<>();
        for (final int number : kept) {
            if (number < 0 || number >= drawn.size()) {
                throw new IllegalArgumentException(
                        "no such fault: number=" + number + ", drawn=0 to " + (drawn.size() - 1));
            }
            chosen.add(drawn.get(number));
        }
        return chosen;
    }

    /** Runs it. */
    RunResult run(final RunTrace trace) {
        return new Simulation(seed, nodeCount, plan, faults(), trace).run();
    }

    /** Returns the command that does the same again. */
    String replay() {
        final boolean all = kept.size() == plan.draw(seed, nodeCount).size();
        return "scripts/simulate --seed " + seed + " --plan " + plan.name() + " --nodes " + nodeCount
                + (plan.intensity() == 1 ? "" : " --intensity " + plan.intensity())
                + (all ? "" : " --faults " + (kept.isEmpty() ? "none" : keptText()));
    }

    private String keptText() {
        return kept.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Reads the numbers of faults as {@link #replay} writes them. */
    static List<Integer> parseFaults(final String text) {
        return text.equals("none")
                ? List.of()
                : Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
    }
}
