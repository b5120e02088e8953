package io.balsa.bench.verdict;

import io.balsa.bench.fork.ForkRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** A recording cut into pieces that each took as long as one comparison does. */
final class Windows {
    /** What a comparison of two arms may take: ten minutes. */
    static final double SECONDS = 600;

    private Windows() {}

    /**
     * Cuts the forks of two arms into windows that do not overlap.
     *
     * <p>Blocks stay whole, since pairs must. A window ends before the block that would make it too long, so none claims more than
     * a comparison could have seen; the forks of other arms cost nothing, as that comparison would not have run them. What is
     * left at the end counts if another block like its last would not have fitted in.
     */
    static List<List<ForkRecord>> cut(final List<ForkRecord> recording, final String armA, final String armB) {
        final Set<String> arms = Set.of(armA, armB);
        final TreeMap<Integer, List<ForkRecord>> blocks = new TreeMap<>();
        for (final ForkRecord fork : recording) {
            if (arms.contains(fork.arm())) {
                blocks.computeIfAbsent(fork.block(), block -> new ArrayList<>()).add(fork);
            }
        }
        final List<List<ForkRecord>> windows = new ArrayList<>();
        List<ForkRecord> window = new ArrayList<>();
        double taken = 0;
        double last = 0;
        for (final List<ForkRecord> block : blocks.values()) {
            final double seconds =
                    block.stream().mapToDouble(ForkRecord::seconds).sum();
            if (taken + seconds > SECONDS && !window.isEmpty()) {
                windows.add(List.copyOf(window));
                window = new ArrayList<>();
                taken = 0;
            }
            window.addAll(block);
            taken += seconds;
            last = seconds;
        }
        if (taken + last > SECONDS) {
            windows.add(List.copyOf(window));
        }
        return List.copyOf(windows);
    }
}
