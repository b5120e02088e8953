package io.balsa.bench.profiling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two profiles as one tree of frames, each with its share of either.
 *
 * <p>Shares, and not numbers of samples, since one profile may have run longer; so all that is lost by one frame is found with
 * others, and the sum of all changes is 0. A frame that only one of them has is there with a share of 0 in the other.
 *
 * @param name of the frame, as the profiler writes it, without how it was compiled
 * @param shareA of all samples of A that are in this frame or below it, 0 to 1
 * @param shareB the same of B
 * @param selfA of all samples of A, those in this frame itself
 * @param selfB the same of B
 * @param children by name
 */
public record StackDiff(
        String name, double shareA, double shareB, double selfA, double selfB, List<StackDiff> children) {
    /** A frame with less of both is too narrow to be seen. */
    private static final double LEAST_SHARE = 0.0005;

    /** {@code _[j]}, {@code _[i]}, ...: whether a frame was interpreted, compiled, inlined is luck of the JVM. */
    private static final String KIND = "_\\[[0-9a-z]]$";

    /**
     * What a method itself takes, wherever it is called.
     *
     * @param name of its frame
     * @param selfA share of A's samples, 0 to 1
     * @param selfB share of B's samples, 0 to 1
     */
    public record Change(String name, double selfA, double selfB) {
        /** Returns by how much B takes more, -1 to 1. */
        public double more() {
            return selfB - selfA;
        }
    }

    /**
     * Compares.
     *
     * @param stacksA at least one sample
     * @param stacksB at least one sample
     */
    public static StackDiff of(final Stacks stacksA, final Stacks stacksB) {
        final Node root = new Node("all");
        root.add(stacksA, 0);
        root.add(stacksB, 1);
        return root.toDiff((double) stacksA.total(), (double) stacksB.total());
    }

    /** Returns by how much B takes more, callees included, -1 to 1. */
    public double more() {
        return shareB - shareA;
    }

    /** Returns what methods themselves take, the greatest change first, at most so many, those that did not change left out. */
    public List<Change> changes(final int limit) {
        final Map<String, Change> byName = new TreeMap<>();
        addSelves(byName);
        return byName.values().stream()
                .filter(change -> Math.abs(change.more()) >= LEAST_SHARE)
                .sorted(Comparator.comparingDouble((Change change) -> -Math.abs(change.more()))
                        .thenComparing(Change::name))
                .limit(limit)
                .toList();
    }

    private void addSelves(final Map<String, Change> byName) {
        byName.merge(
                name,
                new Change(name, selfA, selfB),
                (one, other) -> new Change(name, one.selfA() + other.selfA(), one.selfB() + other.selfB()));
        children.forEach(child -> child.addSelves(byName));
    }

    /** Returns the tree without the frames that are too narrow to be seen. */
    public StackDiff visible() {
        final List<StackDiff> wide = children.stream()
                .filter(child -> Math.max(child.shareA, child.shareB) >= LEAST_SHARE)
                .map(StackDiff::visible)
                .toList();
        return new StackDiff(name, shareA, shareB, selfA, selfB, wide);
    }

    /** A frame while stacks are added. Weights by profile: A's is the first. */
    private static final class Node {
        private final String name;
        private final long[] all = new long[2];
        private final long[] self = new long[2];
        private final Map<String, Node> children = new TreeMap<>();

        Node(final String name) {
            this.name = name;
        }

        void add(final Stacks stacks, final int profile) {
            stacks.weights().forEach((stack, weight) -> {
                Node node = this;
                node.all[profile] += weight;
                for (final String frame : stack.split(";", -1)) {
                    node = node.children.computeIfAbsent(frame.replaceFirst(KIND, ""), Node::new);
                    node.all[profile] += weight;
                }
                node.self[profile] += weight;
            });
        }

        StackDiff toDiff(final double totalA, final double totalB) {
            final List<StackDiff> diffs = new ArrayList<>();
            children.values().forEach(child -> diffs.add(child.toDiff(totalA, totalB)));
            return new StackDiff(
                    name, all[0] / totalA, all[1] / totalB, self[0] / totalA, self[1] / totalB, List.copyOf(diffs));
        }
    }
}
