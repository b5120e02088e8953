package io.balsa.consensus.datadriven;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import io.balsa.consensus.membership.MembershipChanger;
import io.balsa.consensus.membership.MembershipRefusedException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers {@code simple}, {@code enter-joint} and {@code leave-joint} of one file: the membership after the change and from
 * which index on each member would be sent entries, or why the change is refused.
 */
public final class MembershipDirectives {
    private Membership membership = Membership.NONE;
    private final Map<Integer, Long> nextIndexes = new TreeMap<>();
    private long lastIndex;

    public String answer(final DatadrivenCase directive) {
        try {
            membership = change(directive);
            nextIndexes.keySet().removeIf(id -> !membership.contains(id));
            for (int slot = 0; slot < membership.memberCount(); slot++) {
                nextIndexes.putIfAbsent(membership.memberAt(slot), Math.max(lastIndex, 1));
            }
            return print();
        } catch (final MembershipRefusedException e) {
            return e.reason().text();
        } finally {
            lastIndex++;
        }
    }

    private Membership change(final DatadrivenCase directive) {
        final MembershipChange change = parse(directive.input()).build();
        return switch (directive.command()) {
            case "simple" -> MembershipChanger.simple(membership, change);
            case "enter-joint" ->
                MembershipChanger.enterJoint(
                        membership, change, directive.values("autoleave").contains("true"));
            case "leave-joint" -> MembershipChanger.leaveJoint(membership);
            default -> throw new IllegalArgumentException("unknown directive: " + directive);
        };
    }

    /** Reads operations in the form {@code v1 l2 r3 u4}. */
    public static MembershipChange.Builder parse(final String operations) {
        final MembershipChange.Builder change = MembershipChange.builder();
        for (final String operation : operations.isBlank() ? new String[0] : operations.split("\\s+", -1)) {
            final Operation kind =
                    switch (operation.charAt(0)) {
                        case 'v' -> Operation.ADD_VOTER;
                        case 'l' -> Operation.ADD_LEARNER;
                        case 'r' -> Operation.REMOVE;
                        case 'u' -> Operation.UPDATE;
                        default -> throw new IllegalArgumentException("unknown operation: " + operation);
                    };
            change.add(kind, Integer.parseInt(operation.substring(1)));
        }
        return change;
    }

    private String print() {
        final StringBuilder out = new StringBuilder(membership.toString());
        nextIndexes.forEach((id, next) -> out.append('\n')
                .append(id)
                .append(": StateProbe match=0 next=")
                .append(next)
                .append(membership.isLearner(id) ? " learner" : ""));
        return out.toString();
    }
}
