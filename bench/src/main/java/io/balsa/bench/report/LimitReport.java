package io.balsa.bench.report;

import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.result.LimitSpread;
import java.util.List;

/** Looks at a machine as a table, and the limit that follows. */
public final class LimitReport {
    private LimitReport() {}

    /**
     * Renders looks.
     *
     * @param probes at least one
     */
    public static String render(final List<MachineProbe> probes) {
        final Table table = new Table(
                "medians in ms",
                "<look",
                "sync alone",
                "three syncs at once",
                "round trip",
                "limit, own disks",
                "limit, one disk");
        for (final MachineProbe probe : probes) {
            table.row(
                    probe.name(),
                    Format.ms(probe.sync().p50Ns()),
                    Format.ms(probe.sharedSync().p50Ns()),
                    Format.ms(probe.roundTrip().p50Ns()),
                    Format.ms(probe.limit().ownDiskNs()),
                    Format.ms(probe.limit().sharedDiskNs()));
        }
        final LimitSpread spread = LimitSpread.of(probes);
        return TextTables.render(table)
                + "No durable command of three nodes on this disk is answered in less than "
                + Format.time(spread.medianNs()) + " (" + Format.time(spread.lowestNs()) + " to "
                + Format.time(spread.highestNs()) + " over the looks).\n";
    }
}
