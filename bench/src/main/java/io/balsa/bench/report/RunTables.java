package io.balsa.bench.report;

import io.balsa.bench.cluster.ClusterEvent;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.result.ClusterRecord;
import io.balsa.bench.result.FailoverRecord;
import io.balsa.bench.result.KneeRecord;
import io.balsa.bench.result.LimitSpread;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.MicroRecord;
import io.balsa.bench.result.RunRecord;
import io.balsa.bench.stats.LatencySummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of a run, in the order in which they are shown. */
final class RunTables {
    private static final String FAILED = "FAILED: ";
    private static final String NONE = "-";

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
        return (run.durable() ? ", durable, " : ", NOT durable (sync.policy), ") + where(run.cluster());
    }

    private static String where(final ClusterRecord cluster) {
        return switch (cluster.form()) {
            case PROCESSES -> cluster.nodes() + " nodes in processes";
            case IN_PROCESS -> cluster.nodes() + " nodes in the JVM of the load";
            case ADDRESSES -> "nodes named: " + cluster.nodes();
        };
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
                "hiccup p99",
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
                multiple(numbers.limitMultipleP50()),
                multiple(numbers.limitMultipleP99()),
                hiccup(numbers),
                Format.digits(numbers.cpuMicrosPerCommand()),
                Format.digits(numbers.allocatedBytesPerCommand()),
                Format.digits(numbers.syncsPerCommand()),
                Format.count(numbers.collections()));
    }

    private static String multiple(final @Nullable Double value) {
        return value == null ? NONE : Format.multiple(value);
    }

    private static String hiccup(final LoadRecord.Numbers numbers) {
        final LatencySummary hiccup = numbers.hiccup();
        return hiccup == null ? NONE : Format.ms(hiccup.p99Ns());
    }

    /** What happened to the nodes while loads were measured, where anything did. */
    Table events() {
        final Table table = new Table(
                "Events while loads were measured",
                "<load",
                "collections",
                "elections",
                "syncs over 10 ms",
                "their mean, ms",
                "<nodes");
        for (final LoadRecord load : run.loads()) {
            if (!load.events().isEmpty()) {
                final long slowSyncs = count(load, ClusterEvent.Kind.SLOW_SYNC);
                final long slowSyncNs =
                        load.events().stream().mapToLong(ClusterEvent::tookNs).sum();
                table.row(
                        load.name(),
                        Format.count(count(load, ClusterEvent.Kind.COLLECTION)),
                        Long.toString(load.events().stream()
                                .filter(event -> event.kind() == ClusterEvent.Kind.ELECTION)
                                .count()),
                        Format.count(slowSyncs),
                        slowSyncs == 0 ? NONE : Format.ms(slowSyncNs / slowSyncs),
                        load.events().stream()
                                .map(ClusterEvent::nodeId)
                                .distinct()
                                .sorted()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")));
            }
        }
        return table;
    }

    private static long count(final LoadRecord load, final ClusterEvent.Kind kind) {
        return load.events().stream()
                .filter(event -> event.kind() == kind)
                .mapToLong(ClusterEvent::count)
                .sum();
    }

    /** Rates that were tried to find the highest that keeps an objective. */
    Table knee() {
        final KneeRecord knee = run.knee();
        if (knee == null) {
            return new Table("Knee");
        }
        final String name = KneeChart.name(knee);
        final Table table = new Table(
                (knee.ratePerSecond() == 0
                                ? "Knee: below the first rate"
                                : "Knee: " + Format.count(knee.ratePerSecond()) + "/s")
                        + ", for " + name + " within " + Format.time(knee.objectiveNs()),
                "rate/s",
                "commands/s",
                name,
                "<kept");
        for (final KneeRecord.Step step : knee.steps()) {
            final Long latencyNs = step.latencyNs();
            table.row(
                    Format.count(step.ratePerSecond()),
                    Format.count(step.commandsPerSecond()),
                    latencyNs == null ? NONE : Format.ms(latencyNs),
                    step.kept() ? "yes" : step.failure() == null ? "no" : "no: " + step.failure());
        }
        return table;
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
