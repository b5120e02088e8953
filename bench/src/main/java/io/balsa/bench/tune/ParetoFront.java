package io.balsa.bench.tune;

/** Which of several are such that no other is at least as good in everything and better in something. */
public final class ParetoFront {
    private ParetoFront() {}

    /**
     * Finds them.
     *
     * @param costs one row for each, less is better in every column
     * @return for each whether it is on the front
     */
    public static boolean[] of(final double[][] costs) {
        final boolean[] front = new boolean[costs.length];
        for (int i = 0; i < costs.length; i++) {
            front[i] = true;
            for (int j = 0; j < costs.length && front[i]; j++) {
                front[i] = !dominates(costs[j], costs[i]);
            }
        }
        return front;
    }

    private static boolean dominates(final double[] one, final double[] other) {
        boolean better = false;
        for (int column = 0; column < one.length; column++) {
            if (one[column] > other[column]) {
                return false;
            }
            better |= one[column] < other[column];
        }
        return better;
    }
}
