package io.balsa.bench.result;

import io.balsa.bench.probe.MachineProbe;
import java.util.List;

/**
 * How far the limit of a durable commit (three nodes on one disk) moved during a run.
 *
 * @param lowestNs of all looks at the machine
 * @param medianNs of all looks; the upper one of the two in the middle when their number is even
 * @param highestNs of all looks
 */
public record LimitSpread(long lowestNs, long medianNs, long highestNs) {
    /**
     * Takes the limits of all looks together.
     *
     * @param probes at least one
     */
    public static LimitSpread of(final List<MachineProbe> probes) {
        final long[] limits = probes.stream()
                .mapToLong(probe -> probe.limit().sharedDiskNs())
                .sorted()
                .toArray();
        return new LimitSpread(limits[0], limits[limits.length / 2], limits[limits.length - 1]);
    }
}
