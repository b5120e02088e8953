package io.balsa.bench.tune;

/**
 * What a change of one factor did in the screen, over all settings of the others. Natural logarithms of ratios of costs: 0 is nothing,
 * below it is better, for the throughput too.
 *
 * @param factor its name
 * @param before how the profile sets it
 * @param level what it was changed to
 * @param trials that it stands on, changed or not
 * @param throughput on the commands per second, turned over
 * @param p999 on the 99.9th percentile
 * @param cpu on the processor time per command
 * @param objective on what is to be improved
 */
public record Effect(
        String factor,
        String before,
        String level,
        int trials,
        double throughput,
        double p999,
        double cpu,
        double objective) {
    /** Returns the effect on a part. */
    public double on(final Objective part) {
        return switch (part) {
            case THROUGHPUT -> throughput;
            case P999 -> p999;
            case CPU -> cpu;
            case BALANCED -> objective;
        };
    }
}
