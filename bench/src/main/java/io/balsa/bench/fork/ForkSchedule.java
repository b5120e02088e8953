package io.balsa.bench.fork;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * In what order forks run: blocks, in each of which every arm runs every benchmark once.
 *
 * <p>A machine drifts. The forks of a block that belong together, one per arm, run one after the other, in an order that is drawn anew
 * each time: drift hits all arms alike, and none profits from being first. The order of the benchmarks is drawn as well.
 */
public final class ForkSchedule {
    private final List<Contest> contests;
    private final Random random;

    /** A benchmark and the arms that run it. */
    public record Contest(ForkPlan plan, List<Arm> arms) {}

    /** One fork to run. */
    public record Slot(Arm arm, ForkPlan plan) {}

    /** Makes a schedule that a seed decides. */
    public ForkSchedule(final List<Contest> contests, final long seed) {
        this.contests = List.copyOf(contests);
        random = new Random(seed);
    }

    /** Draws the next block. */
    public List<Slot> nextBlock() {
        final List<Slot> block = new ArrayList<>();
        for (final Contest contest : shuffled(contests)) {
            for (final Arm arm : shuffled(contest.arms())) {
                block.add(new Slot(arm, contest.plan()));
            }
        }
        return block;
    }

    /** Returns how many forks a block has. */
    public int forksPerBlock() {
        return contests.stream().mapToInt(contest -> contest.arms().size()).sum();
    }

    /** Returns about how long a block takes. */
    public double secondsPerBlock() {
        return contests.stream()
                .mapToDouble(contest -> contest.arms().size() * contest.plan().seconds())
                .sum();
    }

    private <T> List<T> shuffled(final List<T> items) {
        final List<T> order = new ArrayList<>(items);
        Collections.shuffle(order, random);
        return order;
    }
}
