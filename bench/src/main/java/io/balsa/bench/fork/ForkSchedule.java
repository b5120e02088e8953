package io.balsa.bench.fork;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * In what order forks run: blocks, in each of which every arm runs every benchmark once.
 *
 * <p>A machine drifts. The forks of a block that belong together, one per arm, run together, and their iterations take {@link Turns}:
 * drift hits all arms alike. The order of the benchmarks is drawn anew for each block.
 */
public final class ForkSchedule {
    private final List<Contest> contests;
    private final Random random;

    /** A benchmark and the arms that run it. */
    public record Contest(ForkPlan plan, List<Arm> arms) {}

    /** Makes a schedule that a seed decides. */
    public ForkSchedule(final List<Contest> contests, final long seed) {
        this.contests = List.copyOf(contests);
        random = new Random(seed);
    }

    /** Draws the order of the next block. */
    public List<Contest> nextBlock() {
        final List<Contest> order = new ArrayList<>(contests);
        Collections.shuffle(order, random);
        return order;
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
}
