package io.balsa.simulation;

import io.balsa.disk.SimDisk.Survival;
import java.util.List;

/**
 * Lets the faults of a run happen, and those that last end.
 *
 * <p>Threading: one thread.
 */
final class FaultInjector {
    private static final double PER_MILLE = 1_000;
    private static final long MICRO_NS = 1_000;
    private static final int CRASHES_OF_A_LOOP = 4;
    /** The bit of an isolation's parameter, from 1, that takes another node along, and where that leaves a majority. */
    private static final int WITH_ANOTHER = 9;

    private static final int LEAST_FOR_TWO = 5;
    private static final long LOOP_NS = 60_000_000L;

    private final SimWorld world;
    private final MembershipFaults memberships;
    private final boolean[] rotten;
    private boolean calm;

    FaultInjector(final SimWorld world) {
        this.world = world;
        memberships = new MembershipFaults(world);
        rotten = new boolean[world.settings().nodeCount() + 1];
    }

    /** Plans all faults. */
    void plan(final List<Fault> faults) {
        if (faults.stream().anyMatch(fault -> fault.kind() == FaultKind.ECHO)) {
            world.network().keepOld();
        }
        for (final Fault fault : faults) {
            world.scheduler().at(fault.atNs(), () -> arm(fault));
        }
    }

    private void arm(final Fault fault) {
        final SimMachine leader = fault.moment() == Moment.LEADING ? world.leader() : null;
        if (fault.moment() == Moment.NONE) {
            begin(fault);
        } else if (leader != null) {
            begin(fault.on(leader.nodeId()));
        } else {
            final Moment moment = fault.moment() == Moment.LEADING ? Moment.ELECTED : fault.moment();
            world.moments().await(moment, fault.lagNs(), nodeId -> begin(fault.on(nodeId)));
        }
    }

    /** From now on nothing goes wrong any more; what does is mended. */
    void calm() {
        calm = true;
        final NetworkWeather weather = world.weather();
        weather.drop(0);
        weather.repeat(0);
        weather.reorder(0);
        weather.delay(0);
        for (final SimMachine machine : world.machines()) {
            machine.heal();
            machine.start();
        }
        world.trace().onFault(world.scheduler().nowNs(), 0, "heal", "all faults end");
    }

    private void begin(final Fault fault) {
        if (calm) {
            return;
        }
        FaultText.tellBegin(world, fault);
        switch (fault.kind()) {
            case DROP, REPEAT, DELAY, REORDER -> weather(fault);
            case PARTITION, ONE_WAY_CUT, BRIDGE, ISOLATE, MUTE, BREAK_CONNECTION -> cut(fault);
            case CRASH, CRASH_IN_OPERATION, CRASH_LOOP, BLACKOUT -> crash(fault);
            case PAUSE, SLOW_NODE, CLOCK_DRIFT, SLOW_SYNC -> time(fault);
            case SYNC_ERROR, WRITE_ERROR, READ_ERROR, DISK_FULL, BIT_ROT -> disk(fault);
            case MEMBERSHIP -> memberships.change(fault.parameter());
            case TRANSFER -> memberships.transfer(fault.node());
            case SNAPSHOT -> world.clients().takeSnapshot(fault.node());
            case UPGRADE -> machine(fault).upgrade(fault.durationNs());
            case ECHO -> world.network().echo(fault.node());
            case RETIRE -> machine(fault).retire();
            case MOVE -> machine(fault).move(fault.durationNs(), fault.parameter() * MICRO_NS);
        }
    }

    private void weather(final Fault fault) {
        final NetworkWeather weather = world.weather();
        switch (fault.kind()) {
            case DROP -> {
                weather.drop(fault.parameter() / PER_MILLE);
                afterwards(fault, () -> weather.drop(0));
            }
            case REPEAT -> {
                weather.repeat(fault.parameter() / PER_MILLE);
                afterwards(fault, () -> weather.repeat(0));
            }
            case REORDER -> {
                weather.reorder(fault.parameter() / PER_MILLE);
                afterwards(fault, () -> weather.reorder(0));
            }
            default -> {
                weather.delay(fault.parameter() * MICRO_NS);
                afterwards(fault, () -> weather.delay(0));
            }
        }
    }

    private void cut(final Fault fault) {
        switch (fault.kind()) {
            case PARTITION -> {
                cutGroups(fault.parameter(), true);
                atLast(fault, () -> cutGroups(fault.parameter(), false));
            }
            case ONE_WAY_CUT -> {
                cut(fault.node(), fault.other(), true);
                atLast(fault, () -> cut(fault.node(), fault.other(), false));
            }
            case BRIDGE -> {
                cutBothWays(fault.node(), fault.other(), true);
                atLast(fault, () -> cutBothWays(fault.node(), fault.other(), false));
            }
            case MUTE -> {
                mute(fault.node(), true);
                atLast(fault, () -> mute(fault.node(), false));
            }
            case ISOLATE -> {
                isolate(fault, true);
                atLast(fault, () -> isolate(fault, false));
            }
            default -> {
                if (fault.node() != fault.other()) {
                    world.network().breakConnection(world.network().connection(fault.node(), fault.other()));
                }
            }
        }
    }

    private void mute(final int nodeId, final boolean begins) {
        for (int peerId = 1; peerId <= world.settings().nodeCount(); peerId++) {
            cut(nodeId, peerId, begins);
        }
    }

    private void isolate(final Fault fault, final boolean begins) {
        cutGroups(isolated(fault, world.settings().nodeCount()), begins);
        for (final SimClient client : world.allClients()) {
            if (isIn(fault.parameter(), client.id())) {
                world.clients().cut(client, fault.node(), begins);
            }
        }
    }

    /** Returns the bits of the nodes on the smaller side. */
    static long isolated(final Fault fault, final int nodeCount) {
        final boolean two = nodeCount >= LEAST_FOR_TWO && isIn(fault.parameter(), WITH_ANOTHER);
        return 1L << (fault.node() - 1) | (two ? 1L << (fault.other() - 1) : 0);
    }

    private void cutGroups(final long mask, final boolean begins) {
        final int count = world.settings().nodeCount();
        for (int nodeId = 1; nodeId <= count; nodeId++) {
            for (int peerId = nodeId + 1; peerId <= count; peerId++) {
                if (isIn(mask, nodeId) != isIn(mask, peerId)) {
                    cutBothWays(nodeId, peerId, begins);
                }
            }
        }
    }

    private static boolean isIn(final long mask, final int id) {
        return ((mask >> (id - 1)) & 1) == 1;
    }

    private void cutBothWays(final int nodeId, final int peerId, final boolean begins) {
        cut(nodeId, peerId, begins);
        cut(peerId, nodeId, begins);
    }

    private void cut(final int fromId, final int toId, final boolean begins) {
        if (fromId != toId) {
            world.network().cut(fromId, toId, begins);
        }
    }

    private void crash(final Fault fault) {
        final Survival survival = survivalOf(fault.parameter());
        switch (fault.kind()) {
            case CRASH -> machine(fault).cutPower(survival, fault.durationNs());
            case CRASH_IN_OPERATION -> machine(fault).cutPowerAtOperation((int) fault.parameter(), Survival.ANY);
            case BLACKOUT ->
                world.machines().forEach(machine -> machine.cutPower(survival, fault.durationNs() / machine.nodeId()));
            default -> crashAgain(machine(fault), survival, CRASHES_OF_A_LOOP);
        }
    }

    private void crashAgain(final SimMachine machine, final Survival survival, final int times) {
        if (times > 0 && !calm) {
            machine.cutPower(survival, LOOP_NS / 4);
            world.scheduler().after(LOOP_NS, () -> crashAgain(machine, survival, times - 1));
        }
    }

    private void time(final Fault fault) {
        final SimMachine machine = machine(fault);
        switch (fault.kind()) {
            case PAUSE -> {
                machine.pause(true);
                afterwards(fault, () -> machine.pause(false));
            }
            case SLOW_NODE -> {
                machine.slow((double) fault.parameter());
                afterwards(fault, () -> machine.slow(1));
            }
            case CLOCK_DRIFT -> {
                machine.clock().rate(fault.parameter() / 100.0);
                afterwards(fault, () -> machine.clock().rate(1));
            }
            default -> {
                machine.slowSyncs((double) fault.parameter());
                afterwards(fault, () -> machine.slowSyncs(1));
            }
        }
    }

    private void disk(final Fault fault) {
        final SimMachine machine = machine(fault);
        if (fault.kind() == FaultKind.BIT_ROT) {
            rot(machine);
            return;
        }
        machine.diskMayFail();
        switch (fault.kind()) {
            case SYNC_ERROR -> machine.disk().failForceOf(fault.parameter() % 2 == 0 ? ".log" : "hard");
            case WRITE_ERROR -> machine.disk().failWriteTo(fault.parameter() % 2 == 0 ? ".log" : "hard");
            case READ_ERROR -> machine.disk().failReadAfter(1 + fault.parameter() % 20);
            default -> machine.disk().leaveRoom(fault.parameter());
        }
        afterwards(fault, () -> machine.disk().heal());
    }

    /** Never more nodes than a majority can do without. */
    private void rot(final SimMachine machine) {
        int others = 0;
        for (int nodeId = 1; nodeId < rotten.length; nodeId++) {
            others += rotten[nodeId] && nodeId != machine.nodeId() ? 1 : 0;
        }
        if (others + 1 <= (rotten.length - 2) / 2) {
            rotten[machine.nodeId()] = true;
            if (machine.rot()) {
                world.moments().on(Moment.DAMAGED, machine.nodeId());
            }
        }
    }

    private SimMachine machine(final Fault fault) {
        return world.machine(fault.node());
    }

    private static Survival survivalOf(final long parameter) {
        return Survival.values()[(int) (parameter % Survival.values().length)];
    }

    /** Ends something, unless all has ended before. */
    private void afterwards(final Fault fault, final Runnable end) {
        world.scheduler().after(fault.durationNs(), () -> {
            if (!calm) {
                FaultText.tellEnd(world, fault);
                end.run();
            }
        });
    }

    /** Ends something that is counted, when its time is over, or all has ended. */
    private void atLast(final Fault fault, final Runnable end) {
        world.scheduler().after(fault.durationNs(), () -> {
            FaultText.tellEnd(world, fault);
            end.run();
        });
    }
}
