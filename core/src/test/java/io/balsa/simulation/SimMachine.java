package io.balsa.simulation;

import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.disk.StorageException;
import io.balsa.log.DataDirectory;
import io.balsa.log.LogConfig;
import io.balsa.node.NodeConfig;
import io.balsa.node.NodeSetting;
import io.balsa.node.SteppedNode;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The computer of one node: its disk and clock, which outlive its processes, and how fast it is at the moment.
 *
 * <p>Threading: one thread.
 */
final class SimMachine {
    private static final double AVERAGE_SYNC_NS = 300_000;
    private static final long LEAST_SYNC_NS = 50_000;
    private static final long RESTART_NS = 30_000_000L;
    private static final String PROPERTY = "no node fails without cause";

    private final int nodeId;
    private final SimWorld world;
    private final SimRandom random;
    private final SimRandom faults;
    private final SimClock clock;
    private final NodeWatch watch;
    private SimDisk disk = new SimDisk();
    private NodeConfig config;
    private @Nullable SimProcess process;
    private double slowness = 1;
    private double syncSlowness = 1;
    private boolean diskMayFail;
    private boolean isRotten;
    private boolean isRetired;
    private int downReasons;
    private Survival survival = Survival.FORCED_ONLY;
    private int starts;

    SimMachine(final int nodeId, final SimWorld world, final NodeWatch watch) {
        this.nodeId = nodeId;
        this.world = world;
        this.watch = watch;
        random = world.random("machine", nodeId);
        faults = world.random("machine faults", nodeId);
        clock = new SimClock(world.scheduler(), random.between(0, 1L << 40));
        config = world.settings().configOf(nodeId, random);
    }

    int nodeId() {
        return nodeId;
    }

    SimClock clock() {
        return clock;
    }

    SimDisk disk() {
        return disk;
    }

    /** Returns the running node, null when there is none. */
    @Nullable
    SteppedNode node() {
        return process == null ? null : process.node();
    }

    /** Returns a duration as the machine makes it. */
    long slowed(final long ns) {
        return (long) (ns * slowness);
    }

    /** Returns how long the next sync takes. */
    long syncNs() {
        return (long) (syncSlowness * (LEAST_SYNC_NS + random.exponential(AVERAGE_SYNC_NS)));
    }

    /** Makes everything on this machine take so many times as long. */
    void slow(final double factor) {
        slowness = factor;
    }

    /** Makes syncs take so many times as long. */
    void slowSyncs(final double factor) {
        syncSlowness = factor;
    }

    /** From now on the disk may fail; a process that ends of it is no surprise. */
    void diskMayFail() {
        diskMayFail = true;
    }

    /** Starts a process, unless one runs or something keeps the machine down. */
    void start() {
        if (process != null || downReasons > 0 || isRetired) {
            return;
        }
        starts++;
        final SimProcess started = new SimProcess(world.scheduler(), this, watch);
        process = started;
        final SimEnvironment environment =
                new SimEnvironment(disk, clock, random, world.network(), world.clients(), started::wakeUp);
        started.start(environment, config, new RegisterMachine(SimClient.registerCount(), this::onApplied));
        if (process == started && starts > 1) {
            world.trace().onFault(world.scheduler().nowNs(), nodeId, "restart", "start " + starts);
        }
    }

    private void onApplied(final long index, final long operationId, final long hash) {
        world.checkers().stateMachineSafety().onApplied(nodeId, index, hash);
        world.checkers().exactlyOnce().onApplied(nodeId, operationId, index);
    }

    /** The power goes, and for a while stays away; what was not forced is lost as {@code newSurvival} says. */
    void cutPower(final Survival newSurvival, final long downNs) {
        crash(newSurvival);
        stayDown(downNs);
    }

    /** Keeps the machine from starting a process for a while, then starts one unless something else keeps it down. */
    private void stayDown(final long ns) {
        downReasons++;
        world.scheduler().after(ns, () -> {
            downReasons--;
            start();
        });
    }

    /** The power goes in the middle of one of the next operations of the disk. */
    void cutPowerAtOperation(final int operation, final Survival newSurvival) {
        survival = newSurvival;
        disk.cutPowerAfter(operation);
    }

    private void crash(final Survival newSurvival) {
        final SimProcess ended = process;
        if (ended != null) {
            ended.end();
            leave();
            world.trace().onFault(world.scheduler().nowNs(), nodeId, "crash", "left on disk: " + newSurvival);
        }
        reboot(newSurvival);
    }

    /**
     * The disk as it is found after the end of a process. Bit rot and a power cut together are more than a log can tell apart: how far
     * it was durable is in a marker that the power cut takes along.
     */
    private void reboot(final Survival wanted) {
        disk = disk.afterPowerCut(isRotten ? Survival.ALL : wanted, new Random(faults.nextLong()));
    }

    private void leave() {
        process = null;
        world.network().leave(nodeId);
        world.clients().close(nodeId);
    }

    /** The machine is switched off, until it is wanted again. */
    void retire() {
        isRetired = true;
        crash(Survival.ALL);
    }

    /** The machine is wanted again, if it was switched off. */
    void comeBack() {
        isRetired = false;
        start();
    }

    /** The node ends in good order, and starts again with other settings. */
    void upgrade(final long downNs) {
        config = world.settings().configOf(nodeId, random);
        stop(downNs, "stopped to change its settings");
    }

    /** The node ends in good order, and starts again at another address, of which those who connect to it learn when it is known. */
    void move(final long downNs, final long knownAfterNs) {
        final long knownFromNs = world.scheduler().nowNs() + knownAfterNs;
        world.network().move(nodeId, knownFromNs);
        world.clients().move(nodeId, knownFromNs);
        stop(downNs, "stopped to move to another address");
    }

    private void stop(final long downNs, final String why) {
        final SimProcess ended = process;
        if (ended == null) {
            return;
        }
        ended.close();
        leave();
        world.trace().onFault(world.scheduler().nowNs(), nodeId, "crash", why);
        stayDown(downNs);
    }

    /** Stops the process where it is, or lets it go on. */
    void pause(final boolean on) {
        if (process != null) {
            process.pause(on);
        }
    }

    /** Bytes of the log change while nobody looks, if it has any; the operator repairs the log when the node finds out. */
    boolean rot() {
        final boolean damaged = isRunning() && DiskRot.strike(disk, SimSettings.directoryOf(nodeId), faults);
        isRotten |= damaged;
        return damaged;
    }

    /** All faults of this machine end. */
    void heal() {
        slowness = 1;
        syncSlowness = 1;
        clock.rate(1);
        disk.heal();
        pause(false);
    }

    /** Returns how many files lie in the node's directory. */
    int fileCount() {
        return disk.fileCount();
    }

    boolean isRunning() {
        return process != null && process.node() != null;
    }

    /** The process cannot go on. */
    void onFailed(final SimProcess failed, final Throwable reason) {
        if (failed != process) {
            return;
        }
        final Throwable cause = rootOf(reason);
        leave();
        world.checkers().durability().onDied(nodeId);
        if (cause instanceof SimViolation violation) {
            throw violation;
        }
        world.trace().onFault(world.scheduler().nowNs(), nodeId, "crash", String.valueOf(reason.getMessage()));
        if (cause instanceof SimDisk.PowerCut) {
            reboot(survival);
        } else if (isRotten && isDamage(reason)) {
            world.checkers().durability().onDestroyed(nodeId);
            world.checkers().quorum().onDestroyed(nodeId);
            repair(reason);
        } else if (diskMayFail && isStorageFailure(reason)) {
            reboot(Survival.ANY);
        } else {
            throw new SimViolation(PROPERTY, "node=" + nodeId + " ends: " + reason, reason);
        }
        world.scheduler().after(RESTART_NS, this::start);
    }

    /** What an operator does whom the node has told of damage. */
    private void repair(final Throwable damage) {
        final LogConfig sizes =
                new LogConfig(config.getInt(NodeSetting.SEGMENT_BYTES), config.getInt(NodeSetting.APPEND_BUFFER_BYTES));
        reboot(Survival.ALL);
        try (DataDirectory directory = DataDirectory.open(
                disk, config.dataDirectory(), config.clusterId(), nodeId, random.nextLong(), sizes)) {
            directory.repairLog();
        } catch (final RuntimeException e) {
            throw new SimViolation(PROPERTY, "node=" + nodeId + " cannot be repaired: " + e + " after " + damage, e);
        }
        world.trace().onFault(world.scheduler().nowNs(), nodeId, "disk", "log repaired");
    }

    private static Throwable rootOf(final Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean isStorageFailure(final Throwable thrown) {
        return thrown instanceof StorageException || (thrown.getCause() != null && isStorageFailure(thrown.getCause()));
    }

    /** Tells whether the node says that its log is to be repaired. */
    private static boolean isDamage(final Throwable thrown) {
        return isStorageFailure(thrown) && String.valueOf(thrown.getMessage()).contains("scripts/log repair");
    }
}
