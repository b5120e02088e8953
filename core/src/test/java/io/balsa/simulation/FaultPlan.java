package io.balsa.simulation;

import static io.balsa.simulation.FaultKind.BIT_ROT;
import static io.balsa.simulation.FaultKind.BLACKOUT;
import static io.balsa.simulation.FaultKind.BREAK_CONNECTION;
import static io.balsa.simulation.FaultKind.BRIDGE;
import static io.balsa.simulation.FaultKind.CLOCK_DRIFT;
import static io.balsa.simulation.FaultKind.CRASH;
import static io.balsa.simulation.FaultKind.CRASH_IN_OPERATION;
import static io.balsa.simulation.FaultKind.CRASH_LOOP;
import static io.balsa.simulation.FaultKind.DELAY;
import static io.balsa.simulation.FaultKind.DISK_FULL;
import static io.balsa.simulation.FaultKind.DROP;
import static io.balsa.simulation.FaultKind.MEMBERSHIP;
import static io.balsa.simulation.FaultKind.ONE_WAY_CUT;
import static io.balsa.simulation.FaultKind.PARTITION;
import static io.balsa.simulation.FaultKind.PAUSE;
import static io.balsa.simulation.FaultKind.READ_ERROR;
import static io.balsa.simulation.FaultKind.REORDER;
import static io.balsa.simulation.FaultKind.REPEAT;
import static io.balsa.simulation.FaultKind.SLOW_NODE;
import static io.balsa.simulation.FaultKind.SLOW_SYNC;
import static io.balsa.simulation.FaultKind.SNAPSHOT;
import static io.balsa.simulation.FaultKind.SYNC_ERROR;
import static io.balsa.simulation.FaultKind.TRANSFER;
import static io.balsa.simulation.FaultKind.UPGRADE;
import static io.balsa.simulation.FaultKind.WRITE_ERROR;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How often each kind of fault happens in a run. The faults of a run are drawn before it begins, so that some can be left out, and the
 * rest be the same.
 */
final class FaultPlan {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MILLI_NS = 1_000_000L;

    private static final List<FaultPlan> ALL = List.of(
            new FaultPlan("calm", 4),
            new FaultPlan("network", 6)
                    .with(DROP, 0.4)
                    .with(REPEAT, 0.3)
                    .with(DELAY, 0.4)
                    .with(REORDER, 0.3)
                    .with(PARTITION, 0.5)
                    .with(ONE_WAY_CUT, 0.5)
                    .with(BRIDGE, 0.3)
                    .with(BREAK_CONNECTION, 1),
            new FaultPlan("crash", 6)
                    .with(CRASH, 0.6)
                    .with(CRASH_IN_OPERATION, 0.4)
                    .with(CRASH_LOOP, 0.1)
                    .with(BLACKOUT, 0.2)
                    .with(PAUSE, 0.4)
                    .with(SNAPSHOT, 0.4),
            new FaultPlan("clock", 6)
                    .with(PAUSE, 0.8)
                    .with(CLOCK_DRIFT, 0.8)
                    .with(SLOW_NODE, 0.5)
                    .with(SLOW_SYNC, 0.5)
                    .with(PARTITION, 0.6)
                    .with(ONE_WAY_CUT, 0.3),
            new FaultPlan("disk", 6)
                    .with(SYNC_ERROR, 0.3)
                    .with(WRITE_ERROR, 0.2)
                    .with(READ_ERROR, 0.2)
                    .with(DISK_FULL, 0.2)
                    .with(SLOW_SYNC, 0.4)
                    .with(BIT_ROT, 0.3)
                    .with(CRASH, 0.4)
                    .with(SNAPSHOT, 0.4),
            new FaultPlan("membership", 6)
                    .with(MEMBERSHIP, 2)
                    .with(TRANSFER, 1)
                    .with(CRASH, 0.3)
                    .with(PARTITION, 0.4)
                    .with(BREAK_CONNECTION, 0.4)
                    .with(SNAPSHOT, 0.4),
            new FaultPlan("upgrade", 6)
                    .with(UPGRADE, 1)
                    .with(TRANSFER, 0.3)
                    .with(CRASH, 0.2)
                    .with(DROP, 0.2)
                    .with(SNAPSHOT, 0.5),
            storm());

    private final String name;
    private final int seconds;
    private final Map<FaultKind, Double> perSecond = new EnumMap<>(FaultKind.class);

    private FaultPlan(final String name, final int seconds) {
        this.name = name;
        this.seconds = seconds;
    }

    private FaultPlan with(final FaultKind kind, final double rate) {
        perSecond.put(kind, rate);
        return this;
    }

    /** Everything at once. */
    private static FaultPlan storm() {
        final FaultPlan storm = new FaultPlan("storm", 8);
        for (final FaultKind kind : FaultKind.values()) {
            storm.with(kind, kind == BLACKOUT || kind == CRASH_LOOP ? 0.05 : 0.15);
        }
        return storm.with(CRASH, 0.3)
                .with(PARTITION, 0.3)
                .with(CRASH_IN_OPERATION, 0.3)
                .with(MEMBERSHIP, 0.6);
    }

    static List<FaultPlan> all() {
        return ALL;
    }

    /**
     * Returns the plan of a name.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    static FaultPlan of(final String name) {
        for (final FaultPlan plan : ALL) {
            if (plan.name.equals(name)) {
                return plan;
            }
        }
        throw new IllegalArgumentException("no such plan: plan=" + name + "; take one of " + names());
    }

    static String names() {
        return String.join(", ", ALL.stream().map(FaultPlan::name).toList());
    }

    String name() {
        return name;
    }

    /** Returns for how long there are faults, in simulated nanoseconds. */
    long stormNs() {
        return seconds * SECOND_NS;
    }

    /** Draws the faults of a run, in order of time. */
    List<Fault> draw(final long seed, final int nodeCount) {
        final List<Fault> faults = new ArrayList<>();
        perSecond.forEach((kind, rate) -> {
            final SimRandom random = SimRandom.of(seed, kind.name(), 0);
            // Every run has its own mixture.
            final double intensity = random.below(3) * rate;
            if (intensity > 0) {
                long atNs = random.exponential(SECOND_NS / intensity);
                while (atNs < stormNs()) {
                    faults.add(fault(kind, atNs, nodeCount, random));
                    atNs += 1 + random.exponential(SECOND_NS / intensity);
                }
            }
        });
        // Where few vote, one that has lost entries may be a quorum.
        if (faults.stream().anyMatch(fault -> fault.kind() == MEMBERSHIP)) {
            faults.removeIf(fault -> fault.kind() == BIT_ROT);
        }
        faults.sort(Comparator.comparingLong(Fault::atNs));
        return faults;
    }

    private static Fault fault(final FaultKind kind, final long atNs, final int nodeCount, final SimRandom random) {
        final int node = 1 + random.below(nodeCount);
        final int other = nodeCount == 1 ? node : 1 + (node + random.below(nodeCount - 1)) % nodeCount;
        final long durationNs = random.exponential(500 * MILLI_NS);
        final long parameter =
                switch (kind) {
                    case DROP, REPEAT, REORDER -> random.between(5, 300);
                    case DELAY -> random.between(500, 100_000);
                    case PARTITION -> random.between(1, (1L << nodeCount) - 2);
                    case CRASH_IN_OPERATION -> random.between(1, 12);
                    case SLOW_NODE, SLOW_SYNC -> random.between(5, 500);
                    case CLOCK_DRIFT -> random.between(30, 300);
                    case DISK_FULL -> random.between(0, 20_000);
                    default -> random.between(0, 1 << 20);
                };
        return new Fault(kind, atNs, node, other, durationNs, parameter);
    }

    @Override
    public String toString() {
        return name + Arrays.toString(perSecond.keySet().toArray());
    }
}
