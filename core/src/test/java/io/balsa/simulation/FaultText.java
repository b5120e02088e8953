package io.balsa.simulation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Faults in words, for those who look at a run. What a machine tells by itself, that it crashes or starts, is not told here. */
final class FaultText {
    private FaultText() {}

    /** Tells that a fault begins. */
    static void tellBegin(final SimWorld world, final Fault fault) {
        tell(world, fault, kind(fault.kind()), text(fault, world.settings().nodeCount()));
    }

    /** Tells that one ends which lasted. */
    static void tellEnd(final SimWorld world, final Fault fault) {
        final String kind =
                switch (fault.kind()) {
                    case PARTITION, ISOLATE -> "heal";
                    case PAUSE -> "resume";
                    default -> kind(fault.kind());
                };
        tell(
                world,
                fault,
                kind,
                "ends: " + fault.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    private static void tell(final SimWorld world, final Fault fault, final @Nullable String kind, final String text) {
        if (kind != null) {
            world.trace().onFault(world.scheduler().nowNs(), node(fault), kind, text);
        }
    }

    private static int node(final Fault fault) {
        return switch (fault.kind()) {
            case DROP, REPEAT, DELAY, REORDER, PARTITION, MEMBERSHIP -> 0;
            default -> fault.node();
        };
    }

    private static @Nullable String kind(final FaultKind kind) {
        return switch (kind) {
            case CRASH, CRASH_IN_OPERATION, CRASH_LOOP, BLACKOUT, UPGRADE, RETIRE, MOVE -> null;
            case PARTITION, ISOLATE -> "partition";
            case ONE_WAY_CUT, BRIDGE, MUTE, BREAK_CONNECTION, DROP, REPEAT, DELAY, REORDER, ECHO -> "network";
            case PAUSE -> "pause";
            case SLOW_NODE -> "slow";
            case CLOCK_DRIFT -> "clock";
            case SYNC_ERROR, WRITE_ERROR, READ_ERROR, DISK_FULL, SLOW_SYNC, BIT_ROT -> "disk";
            case MEMBERSHIP -> "membership";
            case TRANSFER -> "transfer";
            case SNAPSHOT -> "snapshot";
        };
    }

    private static String text(final Fault fault, final int nodeCount) {
        final long parameter = fault.parameter();
        return switch (fault.kind()) {
            case DROP -> parameter / 10.0 + " % of messages are lost";
            case REPEAT -> parameter / 10.0 + " % of messages arrive twice";
            case REORDER -> parameter / 10.0 + " % of messages overtake others";
            case DELAY -> "messages take " + parameter + " us longer on average";
            case PARTITION -> sides(parameter, nodeCount);
            case ISOLATE -> sides(FaultInjector.isolated(fault, nodeCount), nodeCount);
            case MUTE -> "no node hears node " + fault.node();
            case ECHO -> "old messages arrive again";
            case ONE_WAY_CUT -> "node " + fault.node() + " is not heard by node " + fault.other();
            case BRIDGE -> "nodes " + fault.node() + " and " + fault.other() + " do not hear each other";
            case BREAK_CONNECTION -> "the connection to node " + fault.other() + " is lost";
            case SLOW_NODE -> "everything takes " + parameter + " times as long";
            case SLOW_SYNC -> "syncs take " + parameter + " times as long";
            case CLOCK_DRIFT -> "its clock runs at " + parameter + " %";
            case DISK_FULL -> parameter + " bytes are left";
            default -> fault.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    /** The nodes of each side of a partition, as {@link RunTrace#onFault} wants them. */
    private static String sides(final long mask, final int nodeCount) {
        final StringBuilder one = new StringBuilder();
        final StringBuilder other = new StringBuilder();
        for (int nodeId = 1; nodeId <= nodeCount; nodeId++) {
            (((mask >> (nodeId - 1)) & 1) != 0 ? one : other).append(nodeId).append(' ');
        }
        return one + "| " + other.toString().strip();
    }
}
