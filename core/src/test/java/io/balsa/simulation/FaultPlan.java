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
import static io.balsa.simulation.FaultKind.ECHO;
import static io.balsa.simulation.FaultKind.ISOLATE;
import static io.balsa.simulation.FaultKind.MEMBERSHIP;
import static io.balsa.simulation.FaultKind.MOVE;
import static io.balsa.simulation.FaultKind.MUTE;
import static io.balsa.simulation.FaultKind.ONE_WAY_CUT;
import static io.balsa.simulation.FaultKind.PARTITION;
import static io.balsa.simulation.FaultKind.PAUSE;
import static io.balsa.simulation.FaultKind.READ_ERROR;
import static io.balsa.simulation.FaultKind.REORDER;
import static io.balsa.simulation.FaultKind.REPEAT;
import static io.balsa.simulation.FaultKind.RETIRE;
import static io.balsa.simulation.FaultKind.SLOW_NODE;
import static io.balsa.simulation.FaultKind.SLOW_SYNC;
import static io.balsa.simulation.FaultKind.SNAPSHOT;
import static io.balsa.simulation.FaultKind.SYNC_ERROR;
import static io.balsa.simulation.FaultKind.TRANSFER;
import static io.balsa.simulation.FaultKind.UPGRADE;
import static io.balsa.simulation.FaultKind.WRITE_ERROR;
import static io.balsa.simulation.Moment.ACKNOWLEDGED;
import static io.balsa.simulation.Moment.CAMPAIGN;
import static io.balsa.simulation.Moment.COMMIT;
import static io.balsa.simulation.Moment.DAMAGED;
import static io.balsa.simulation.Moment.ELECTED;
import static io.balsa.simulation.Moment.LEADING;
import static io.balsa.simulation.Moment.LOG_CUT;
import static io.balsa.simulation.Moment.MEMBERSHIP_APPLIED;
import static io.balsa.simulation.Moment.NONE;
import static io.balsa.simulation.Moment.PRE_VOTE;
import static io.balsa.simulation.Moment.REMOVED;
import static io.balsa.simulation.Moment.SNAPSHOT_INSTALLED;
import static io.balsa.simulation.Moment.VOTE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each kind of fault happens in a run. The faults of a run are drawn before it begins, so that some can be left out, and the
 * rest be the same.
 */
final class FaultPlan {
    /** Above it a cluster does nothing but fail. */
    static final int MOST_INTENSITY = 10;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final double SHORT_NS = 5_000_000;
    private static final double LONG_NS = 500_000_000;
    private static final double LAG_NS = 3_000_000;

    /** What goes wrong, and when. */
    private record Aim(FaultKind kind, Moment moment) {
        boolean isAimed() {
            return moment != NONE;
        }

        /** Names the randomness that its faults are drawn from. */
        String concern() {
            return isAimed() ? kind + " at " + moment : kind.name();
        }
    }

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
                    .with(MOVE, 0.5)
                    .with(TRANSFER, 0.3)
                    .with(CRASH, 0.2)
                    .with(DROP, 0.2)
                    .with(SNAPSHOT, 0.5),
            storm(),
            new FaultPlan("ambush", 6)
                    .with(ISOLATE, LEADING, 1.5)
                    .with(ISOLATE, ELECTED, 0.4)
                    .with(ISOLATE, COMMIT, 0.3)
                    .with(BRIDGE, PRE_VOTE, 0.6)
                    .with(CRASH, LEADING, 0.4)
                    .with(CRASH, VOTE, 0.6)
                    .with(CRASH, ELECTED, 0.3)
                    .with(CRASH, ACKNOWLEDGED, 0.3)
                    .with(CRASH, LOG_CUT, 0.3)
                    .with(CRASH, SNAPSHOT_INSTALLED, 0.2)
                    .with(TRANSFER, 0.4)
                    .with(SLOW_SYNC, 0.3)
                    .withReaders(2),
            new FaultPlan("echo", 6)
                    .with(ECHO, CAMPAIGN, 2)
                    .with(ECHO, ELECTED, 2)
                    .with(ISOLATE, PRE_VOTE, 0.3)
                    .with(ISOLATE, LEADING, 1)
                    .with(TRANSFER, 0.6)
                    .with(TRANSFER, LOG_CUT, 2)
                    .with(SLOW_SYNC, 0.4),
            new FaultPlan("mute", 6)
                    .with(MUTE, CAMPAIGN, 1)
                    .with(MUTE, LEADING, 0.4)
                    .with(ISOLATE, COMMIT, 1)
                    .with(CRASH, LEADING, 0.3),
            new FaultPlan("repair", 6)
                    .with(BIT_ROT, ACKNOWLEDGED, 0.5)
                    .with(CRASH, DAMAGED, 0.7)
                    .with(ISOLATE, 0.7)
                    .with(ISOLATE, LEADING, 0.7),
            new FaultPlan("retire", 6)
                    .with(MEMBERSHIP, 2)
                    .with(RETIRE, REMOVED, 3)
                    .with(CRASH, MEMBERSHIP_APPLIED, 2)
                    .with(BLACKOUT, 0.4)
                    .with(ISOLATE, LEADING, 0.3));

    private final String name;
    private final int seconds;
    private final double intensity;
    private final Map<Aim, Double> perSecond = new LinkedHashMap<>();
    private int readers;

    private FaultPlan(final String name, final int seconds) {
        this(name, seconds, 1);
    }

    private FaultPlan(final String name, final int seconds, final double intensity) {
        this.name = name;
        this.seconds = seconds;
        this.intensity = intensity;
    }

    private FaultPlan with(final FaultKind kind, final double rate) {
        return with(kind, NONE, rate);
    }

    private FaultPlan with(final FaultKind kind, final Moment moment, final double rate) {
        perSecond.put(new Aim(kind, moment), rate);
        return this;
    }

    private FaultPlan withReaders(final int count) {
        readers = count;
        return this;
    }

    /** Everything at once that is done blindly to nodes that stay where they are. */
    private static FaultPlan storm() {
        final FaultPlan storm = new FaultPlan("storm", 8);
        for (final FaultKind kind : EnumSet.range(DROP, UPGRADE)) {
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

    /**
     * Returns the plan with so many times as many faults.
     *
     * @param times from 0, none at all, to {@link #MOST_INTENSITY}
     * @throws IllegalArgumentException when it is out of range
     */
    FaultPlan withIntensity(final double times) {
        if (!(times >= 0 && times <= MOST_INTENSITY)) {
            throw new IllegalArgumentException(
                    "intensity out of range: intensity=" + times + ", min=0, max=" + MOST_INTENSITY);
        }
        final FaultPlan plan = new FaultPlan(name, seconds, times);
        plan.perSecond.putAll(perSecond);
        return plan.withReaders(readers);
    }

    /** Returns how many times as many faults there are as the plan has by itself. */
    double intensity() {
        return intensity;
    }

    /** Returns how many clients there are that only read, beside the others. */
    int readers() {
        return readers;
    }

    /** Returns for how long there are faults, in simulated nanoseconds. */
    long stormNs() {
        return seconds * SECOND_NS;
    }

    /** Draws the faults of a run, in order of time. */
    List<Fault> draw(final long seed, final int nodeCount) {
        final List<Fault> faults = new ArrayList<>();
        perSecond.forEach((aim, rate) -> {
            final SimRandom random = SimRandom.of(seed, aim.concern(), 0);
            // Every run has its own mixture.
            final double mixed = random.below(3) * rate * intensity;
            if (mixed > 0) {
                long atNs = random.exponential(SECOND_NS / mixed);
                while (atNs < stormNs()) {
                    faults.add(fault(aim, atNs, nodeCount, random));
                    atNs += 1 + random.exponential(SECOND_NS / mixed);
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

    private static Fault fault(final Aim aim, final long atNs, final int nodeCount, final SimRandom random) {
        final FaultKind kind = aim.kind();
        final int node = 1 + random.below(nodeCount);
        final int other = nodeCount == 1 ? node : 1 + (node + random.below(nodeCount - 1)) % nodeCount;
        // A crash that is aimed may be over before others have found out, and may come when more is done.
        final boolean aimedCrash = kind == CRASH && aim.isAimed();
        final long lagNs = aimedCrash && random.happens(0.5) ? random.exponential(LAG_NS) : 0;
        final long durationNs = random.exponential(aimedCrash && random.happens(0.5) ? SHORT_NS : LONG_NS);
        final long parameter =
                switch (kind) {
                    case DROP, REPEAT, REORDER -> random.between(5, 300);
                    case DELAY -> random.between(500, 100_000);
                    case MOVE -> random.between(0, 1_000_000);
                    case PARTITION -> random.between(1, (1L << nodeCount) - 2);
                    // In half of them all clients stay.
                    case ISOLATE -> random.between(0, 1 << 20) & (random.happens(0.5) ? -1 : ~0xFF);
                    case CRASH_IN_OPERATION -> random.between(1, 12);
                    case SLOW_NODE, SLOW_SYNC -> random.between(5, 500);
                    case CLOCK_DRIFT -> random.between(30, 300);
                    case DISK_FULL -> random.between(0, 20_000);
                    default -> random.between(0, 1 << 20);
                };
        return new Fault(kind, aim.moment(), atNs, lagNs, node, other, durationNs, parameter);
    }

    @Override
    public String toString() {
        return name + Arrays.toString(perSecond.keySet().toArray());
    }
}
