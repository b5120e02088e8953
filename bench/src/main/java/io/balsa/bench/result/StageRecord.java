package io.balsa.bench.result;

import io.balsa.bench.stats.LatencySummary;
import java.util.List;

/**
 * Where the time of a load's commands went, on the leader, from the ingress ring to the client's socket.
 *
 * @param load name of the load
 * @param nodeId the leader
 * @param every how many commands there were to one that was looked at
 * @param total of the commands looked at
 * @param parts that the total is made of, in order; those beside the way last
 * @param groups of commands by their total time
 * @param hlog file of the raw latencies of each part, relative to the run's directory
 */
public record StageRecord(
        String load, int nodeId, int every, LatencySummary total, List<Part> parts, List<Group> groups, String hlog) {
    /** Bounds of the group of all commands, in percent. */
    public static final List<Double> ALL = List.of(0.0, 100.0);
    /** Bounds of the group that stands for a typical command: the tenth in the middle. */
    public static final List<Double> TYPICAL = List.of(45.0, 55.0);
    /** Bounds of the group of the slowest hundredth. */
    public static final List<Double> SLOWEST = List.of(99.0, 100.0);

    /**
     * One part of the way.
     *
     * @param name such as {@code followers}
     * @param parallel whether it runs beside the others and is no part of the total
     */
    public record Part(String name, boolean parallel, LatencySummary latency) {}

    /**
     * Commands that took about as long as each other.
     *
     * @param fromPercent percentile of the total time with which the group begins
     * @param toPercent percentile before which it ends
     * @param commands in the group
     * @param totalNs mean of the total
     * @param partsNs mean of each part, in the order of the parts
     */
    public record Group(double fromPercent, double toPercent, int commands, double totalNs, List<Double> partsNs) {
        private boolean hasBounds(final List<Double> bounds) {
            return bounds.equals(List.of(fromPercent, toPercent));
        }
    }

    /** Tells whether there are commands in the group with these bounds. */
    public boolean hasGroup(final List<Double> bounds) {
        return groups.stream().anyMatch(group -> group.hasBounds(bounds));
    }

    /**
     * Returns the group with these bounds.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Group group(final List<Double> bounds) {
        return groups.stream()
                .filter(group -> group.hasBounds(bounds))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no such group of commands: load=" + load + ", percentiles=" + bounds));
    }
}
