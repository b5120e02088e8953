package io.balsa.bench.report;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.result.FailoverRecord;
import io.balsa.bench.result.LimitSpread;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.MicroRecord;
import io.balsa.bench.result.RunRecord;
import io.balsa.bench.stats.LatencySummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tables of a run, in the order in which they are shown. */
final class RunTables {
    private static final String FAILED = "FAILED: ";

    private final RunRecord run;
    private final Environment environment;

    RunTables(final RunRecord run, final Environment environment) {
        this.run = run;
        this.environment = environment;
    }

    /** Disk and loopback at each look, with the limit that follows. */
    Table machine() {
        final Table table = new Table(
                "Machine: medians, ms",
                "<looked at",
                "after s",
                "sync alone",
                "p99",
                "sync of three",
                "p99",
                "loopback",
                "limit, own disk",
                "limit, one disk");
        for (final MachineProbe probe : run.probes()) {
            table.row(
                    probe.name(),
                    Format.count(probe.atSeconds()),
                    Format.ms(probe.sync().p50Ns()),
                    Format.ms(probe.sync().p99Ns()),
                    Format.ms(probe.sharedSync().p50Ns()),
                    Format.ms(probe.sharedSync().p99Ns()),
                    Format.ms(probe.roundTrip().p50Ns()),
                    Format.ms(probe.limit().ownDiskNs()),
                    Format.ms(probe.limit().sharedDiskNs()));
        }
        return table;
    }

    /** Loads with a fixed number of commands outstanding. */
    Table closedLoops() {
        final Table table = loadTable("Closed loop: latency in ms" + durability(), "outstanding");
        for (final LoadRecord load : run.loads()) {
            if (load.kind() == LoadRecord.Kind.CLOSED) {
                addLoad(table, load, Format.count(load.outstanding()));
            }
        }
        return table;
    }

    /** Loads at fixed rates. */
    Table openLoops() {
        final Table table =
                loadTable("Open loop: latency in ms from the intended time of sending" + durability(), "rate/s");
        for (final LoadRecord load : run.loads()) {
            if (load.kind() == LoadRecord.Kind.OPEN) {
                addLoad(table, load, Format.count(load.ratePerSecond()));
            }
        }
        return table;
    }

    private String durability() {
        return run.durable() ? ", durable, three nodes" : ", NOT durable (sync.policy), three nodes";
    }

    private static Table loadTable(final String title, final String load) {
        return new Table(
                title,
                load,
                "commands/s",
                "p50",
                "p90",
                "p99",
                "p99.9",
                "max",
                "p50/limit",
                "p99/limit",
                "CPU us/cmd",
                "alloc B/cmd",
                "syncs/cmd",
                "GCs");
    }

    private static void addLoad(final Table table, final LoadRecord load, final String name) {
        final LoadRecord.Numbers numbers = load.numbers();
        if (numbers == null) {
            table.remarkRow(FAILED + load.failure(), name);
            return;
        }
        final LatencySummary response = numbers.response();
        table.row(
                name,
                Format.count(numbers.commandsPerSecond()),
                Format.ms(response.p50Ns()),
                Format.ms(response.p90Ns()),
                Format.ms(response.p99Ns()),
                Format.ms(response.p999Ns()),
                Format.ms(response.maxNs()),
                Format.multiple(numbers.limitMultipleP50()),
                Format.multiple(numbers.limitMultipleP99()),
                Format.digits(numbers.cpuMicrosPerCommand()),
                Format.digits(numbers.allocatedBytesPerCommand()),
                Format.digits(numbers.syncsPerCommand()),
                Format.count(numbers.collections()));
    }

    /** Leaders killed under load. */
    Table failovers() {
        final Table table = new Table(
                "Failover: leader killed with SIGKILL under load",
                "kill",
                "rate/s",
                "old leader",
                "new leader",
                "s to first commit",
                "acknowledged",
                "lost",
                "applied twice",
                "unknown");
        for (final FailoverRecord failover : run.failovers()) {
            final String round = Integer.toString(failover.round());
            final Double recovery = failover.recoverySeconds();
            if (failover.failure() != null || recovery == null) {
                table.remarkRow(FAILED + failover.failure(), round);
                continue;
            }
            table.row(
                    round,
                    Format.count(failover.ratePerSecond()),
                    Integer.toString(failover.killedNodeId()),
                    Integer.toString(failover.newLeaderId()),
                    Format.digits(recovery),
                    Format.count(failover.acknowledged()),
                    Format.count(failover.lost()),
                    Format.count(failover.repeated()),
                    Format.count(failover.unknown()));
        }
        return table;
    }

    /** JMH benchmarks. */
    Table benchmarks() {
        final Table table = new Table(
                "Benchmarks in one process (JMH)",
                "<benchmark",
                "<parameters",
                "score",
                "error",
                "<unit",
                "alloc B/op");
        for (final MicroRecord micro : run.benchmarks()) {
            final Double error = micro.scoreError();
            table.row(
                    micro.name(),
                    parameters(micro.parameters()),
                    Format.digits(micro.score()),
                    error == null ? "-" : Format.digits(error),
                    micro.unit(),
                    Format.digits(micro.allocatedBytesPerOp()));
        }
        return table;
    }

    private static String parameters(final Map<String, String> parameters) {
        final List<String> words = new ArrayList<>();
        parameters.forEach((name, value) -> words.add(name + "=" + value));
        return String.join(" ", words);
    }

    /** Where it was measured. */
    Table environment() {
        final LimitSpread limit = run.limit();
        final Table table = new Table("Environment", "<fact", "<value");
        EnvironmentFacts.of(environment).forEach(table::row);
        return table.row(
                        "limit, low - median - high",
                        Format.time(limit.lowestNs()) + " - " + Format.time(limit.medianNs()) + " - "
                                + Format.time(limit.highestNs()))
                .row(
                        "hiccups when idle",
                        "p50 " + Format.time(run.hiccup().p50Ns()) + ", p99 "
                                + Format.time(run.hiccup().p99Ns()) + ", max "
                                + Format.time(run.hiccup().maxNs()));
    }

    /** What it was measured with. */
    Table settings() {
        final Table table = new Table("Profile " + run.profile(), "<key", "<value");
        run.settings().forEach(table::row);
        run.nodeProperties().forEach((key, value) -> table.row("node: " + key, value));
        return table;
    }
}
