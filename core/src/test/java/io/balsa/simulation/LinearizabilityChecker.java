package io.balsa.simulation;

import io.balsa.simulation.Operation.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every operation seems to happen at one moment between its call and its answer.
 *
 * <p>Each register is judged alone, which is enough (locality). The search is that of Wing and Gong with the memory of Lowe: some operation
 * that was called before the first answer that is still to be explained comes next; what has been tried from the same set of
 * operations and the same value is not tried again. An operation that was never answered may be left out, and is from the start
 * when nobody saw its value.
 */
final class LinearizabilityChecker {
    static final String PROPERTY = "linearizability";

    private static final int SHOWN = 12;

    private LinearizabilityChecker() {}

    private record Tried(BitSet done, long value) {}

    /**
     * Judges a history.
     *
     * @throws SimViolation with the operations around the point that cannot be explained
     */
    static void check(final List<Operation> history) {
        final Map<Integer, List<Operation>> byRegister = new HashMap<>();
        for (final Operation operation : history) {
            if (operation.kind() != Kind.READ || operation.hasResult()) {
                byRegister
                        .computeIfAbsent(operation.register(), register -> new ArrayList<>())
                        .add(operation);
            }
        }
        byRegister.forEach((register, operations) -> new Search(withoutUnseen(operations)).run());
    }

    private static List<Operation> withoutUnseen(final List<Operation> operations) {
        final Set<Long> seen = new HashSet<>();
        long lastFailureNs = -1;
        for (final Operation operation : operations) {
            if (operation.kind() == Kind.READ) {
                seen.add(operation.result());
            } else if (operation.kind() == Kind.SWAP && operation.allows(1)) {
                seen.add(operation.expected());
            }
            if (operation.kind() == Kind.SWAP && operation.allows(0)) {
                lastFailureNs = Math.max(lastFailureNs, operation.answeredNs());
            }
        }
        // A swap that failed may have seen any value but the one it expected.
        final long unseenFromNs = lastFailureNs;
        final List<Operation> kept = new ArrayList<>(operations);
        kept.removeIf(operation ->
                !operation.isAnswered() && !seen.contains(operation.id()) && operation.invokedNs() > unseenFromNs);
        return kept;
    }

    /** Calls and answers of one register in the order of time, in a list from which what is explained is taken out. */
    private static final class Search {
        private final Operation[] operations;
        /** Entry 2i is the call of operation i, 2i + 1 its answer; the last entry is the list's head. */
        private final int[] next;

        private final int[] previous;
        private final int head;
        private final BitSet done;
        private final Set<Tried> tried = new HashSet<>();
        private long value;
        private int best;
        private int bestBlocked;

        Search(final List<Operation> history) {
            operations = history.toArray(Operation[]::new);
            head = 2 * operations.length;
            next = new int[head + 1];
            previous = new int[head + 1];
            done = new BitSet(operations.length);
            final Integer[] entries = new Integer[head];
            Arrays.setAll(entries, i -> i);
            Arrays.sort(entries, Comparator.comparingLong(this::timeOf).thenComparing(i -> i & 1));
            int last = head;
            for (final int entry : entries) {
                next[last] = entry;
                previous[entry] = last;
                last = entry;
            }
            next[last] = head;
            previous[head] = last;
        }

        private long timeOf(final int entry) {
            final Operation operation = operations[entry >>> 1];
            return (entry & 1) == 0 ? operation.invokedNs() : operation.answeredNs();
        }

        void run() {
            final int[] chosen = new int[operations.length];
            final long[] valuesBefore = new long[operations.length];
            int depth = 0;
            int entry = next[head];
            while (!isExplained()) {
                if (entry != head && (entry & 1) == 0) {
                    final int operation = entry >>> 1;
                    if (mayComeNext(operation)) {
                        chosen[depth] = operation;
                        valuesBefore[depth] = value;
                        depth++;
                        take(operation);
                        entry = next[head];
                        continue;
                    }
                    entry = next[entry];
                    continue;
                }
                noteBlocked(depth, entry);
                if (depth == 0) {
                    throw violation();
                }
                depth--;
                putBack(chosen[depth], valuesBefore[depth]);
                entry = next[2 * chosen[depth]];
            }
        }

        /** What is left has no answers: it need not have happened. */
        private boolean isExplained() {
            for (int entry = next[head]; entry != head; entry = next[entry]) {
                if ((entry & 1) == 1) {
                    return !operations[entry >>> 1].isAnswered();
                }
            }
            return true;
        }

        private boolean mayComeNext(final int index) {
            final Operation operation = operations[index];
            final long after =
                    switch (operation.kind()) {
                        case READ -> value;
                        case WRITE -> operation.id();
                        case SWAP -> value == operation.expected() ? operation.id() : value;
                    };
            final boolean fits =
                    switch (operation.kind()) {
                        case READ -> operation.result() == value;
                        case WRITE -> true;
                        case SWAP -> operation.allows(value == operation.expected() ? 1 : 0);
                    };
            if (!fits) {
                return false;
            }
            final BitSet with = (BitSet) done.clone();
            with.set(index);
            return tried.add(new Tried(with, after));
        }

        private void take(final int index) {
            final Operation operation = operations[index];
            if (operation.kind() == Kind.WRITE || (operation.kind() == Kind.SWAP && value == operation.expected())) {
                value = operation.id();
            }
            done.set(index);
            unlink(2 * index);
            unlink(2 * index + 1);
        }

        private void putBack(final int index, final long valueBefore) {
            value = valueBefore;
            done.clear(index);
            link(2 * index + 1);
            link(2 * index);
        }

        private void unlink(final int entry) {
            next[previous[entry]] = next[entry];
            previous[next[entry]] = previous[entry];
        }

        private void link(final int entry) {
            next[previous[entry]] = entry;
            previous[next[entry]] = entry;
        }

        private void noteBlocked(final int depth, final int entry) {
            if (depth >= best && entry != head) {
                best = depth;
                bestBlocked = entry >>> 1;
            }
        }

        private SimViolation violation() {
            final Operation blocked = operations[bestBlocked];
            final StringBuilder text = new StringBuilder("no order of the operations explains: " + blocked);
            final List<Operation> near = new ArrayList<>(List.of(operations));
            near.removeIf(other -> other == blocked
                    || other.invokedNs() > blocked.answeredNs()
                    || other.answeredNs() < blocked.invokedNs() - 50_000_000L);
            near.sort(Comparator.comparingLong(Operation::invokedNs));
            for (final Operation other : near.subList(Math.max(0, near.size() - SHOWN), near.size())) {
                text.append("; ").append(other);
            }
            return new SimViolation(PROPERTY, text.toString());
        }
    }
}
