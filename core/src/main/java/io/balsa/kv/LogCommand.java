package io.balsa.kv;

import io.balsa.disk.Disk;
import io.balsa.disk.FileDisk;
import io.balsa.disk.StorageException;
import io.balsa.log.DataDirectory;
import io.balsa.log.DirectoryInspection;
import io.balsa.log.DirectoryInspector;
import io.balsa.log.LogConfig;
import io.balsa.log.LogRepair;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Main of {@code scripts/log}: looks into the data directory of a node, and repairs its log.
 *
 * <p>Exit codes: 0 done, and what was read is sound; 1 damaged, or failed; 2 asked for what makes no sense.
 */
@Command(
        name = "log",
        description = "Looks into a node's data directory, beside the running node or not, and repairs a damaged log.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "DIR is the data directory of one node: the one that holds node.id, as in data/cluster/node-1/data.",
            "Exit codes: 0 done and sound, 1 damaged or failed, 2 a command that makes no sense"
        })
public final class LogCommand {
    private final PrintStream out;
    private final NanoClock clock;
    private final Disk disk = new FileDisk();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print JSON: one object, or one per entry and line.")
    private boolean asJson;

    private LogCommand(final PrintStream out, final NanoClock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Carries one command out. */
    public static void main(final String[] arguments) {
        System.exit(commandLine(System.out, SystemNanoClock.INSTANCE).execute(arguments));
    }

    static CommandLine commandLine(final PrintStream out, final NanoClock clock) {
        return CommandLines.of(new LogCommand(out, clock));
    }

    @Command(description = "Show identity, term and vote, snapshots, and every segment of the log.")
    int inspect(@Parameters(paramLabel = "DIR", description = "The node's data directory.") final Path directory) {
        final DataReport report = read(directory);
        if (asJson) {
            out.println(Json.line(Json.of(report)));
        } else {
            DataReportText.lines(report).forEach(out::println);
            report.problems().forEach(problem -> out.println(System.lineSeparator() + problem));
        }
        return exitCode(report);
    }

    @Command(description = "Check every checksum of log and snapshots, and say what to do about damage.")
    int verify(@Parameters(paramLabel = "DIR", description = "The node's data directory.") final Path directory) {
        final DataReport report = read(directory);
        if (asJson) {
            out.println(Json.line(Json.of(report)));
            return exitCode(report);
        }
        report.problems().forEach(out::println);
        if (report.problems().isEmpty()) {
            out.println("sound: " + report.directory().identity() + ", segments="
                    + report.directory().log().segments().size() + ", snapshots="
                    + report.snapshots().size());
        }
        return exitCode(report);
    }

    @Command(description = "Print entries: index, term, type, length, and what they say.")
    int dump(
            @Parameters(paramLabel = "DIR", description = "The node's data directory.") final Path directory,
            @Option(
                            names = "--from",
                            paramLabel = "INDEX",
                            defaultValue = "1",
                            description = "First index; the log's unless given.")
                    final long fromIndex,
            @Option(
                            names = "--to",
                            paramLabel = "INDEX",
                            defaultValue = "" + Long.MAX_VALUE,
                            showDefaultValue = CommandLine.Help.Visibility.NEVER,
                            description = "Last index; the log's unless given.")
                    final long toIndex,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "Most entries to print; 1000 unless given.")
                    final long limit) {
        if (limit < 1 || fromIndex < 1 || toIndex < fromIndex) {
            throw new IllegalArgumentException("no range of entries: --from=" + fromIndex + ", --to=" + toIndex
                    + ", --limit=" + limit + "; all are at least 1, and --to is not below --from");
        }
        final EntryDump dump = new EntryDump(out, asJson, limit);
        dump.print(disk, requireDirectory(directory), fromIndex, toIndex);
        if (dump.hasMore()) {
            spec.commandLine().getErr().println("there are more entries; see --from and --limit");
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(
            description =
                    "Cut the log of a stopped node before its first damage. What is cut is kept beside it. The node then "
                            + "gets it from the others again, and does not vote before it has.")
    int repair(
            @Parameters(paramLabel = "DIR", description = "The node's data directory.") final Path directory,
            @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
                    final boolean dryRun) {
        final Path path = requireDirectory(directory);
        try (DataDirectory opened = DataDirectory.openExisting(disk, path, LogConfig.defaults())) {
            final DirectoryInspection found = DirectoryInspector.inspect(disk, path, bytes -> {});
            if (found.hardStateDamage() != null) {
                throw new StorageException(
                        "repairing the log would not help: " + found.hardStateDamage() + "; replace this node");
            }
            print(dryRun ? opened.previewRepair() : opened.repairLog(), dryRun);
        }
        return CommandLine.ExitCode.OK;
    }

    private void print(final LogRepair.Outcome outcome, final boolean dryRun) {
        if (asJson) {
            out.println(Json.line(Json.object()
                    .put("dryRun", dryRun)
                    .put("file", outcome.file().toString())
                    .put("damage", outcome.damage())
                    .put("lastIndex", outcome.lastIndex())
                    .put("mustCatchUpTo", outcome.mustCatchUpTo())
                    .put("removedTo", outcome.removedTo().toString())));
            return;
        }
        out.println((dryRun ? "would repair" : "repaired") + ": file=" + outcome.file() + ", " + outcome.damage());
        out.println("the log " + (dryRun ? "would end" : "ends") + " with index " + outcome.lastIndex()
                + "; what was damaged or lay behind " + (dryRun ? "would be kept" : "is kept") + " in "
                + outcome.removedTo());
        out.println((dryRun ? "then" : "next") + ": start the node; it does not vote before it holds index "
                + outcome.mustCatchUpTo()
                + " again, which it gets from the others (a cluster of one has none: restore a backup)");
    }

    private DataReport read(final Path directory) {
        return DataReport.of(
                disk,
                requireDirectory(directory),
                new ReadingProgress(spec.commandLine().getErr(), clock));
    }

    private static int exitCode(final DataReport report) {
        return report.problems().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static Path requireDirectory(final Path directory) {
        final Path path = directory.toAbsolutePath().normalize();
        for (final String part : List.of("node.id", "hard-state", "log")) {
            if (Files.exists(path.resolve(part))) {
                return path;
            }
        }
        final Path below = path.resolve("data");
        throw new IllegalArgumentException("not the data directory of a node: dir=" + path + "; "
                + (Files.exists(below.resolve("node.id"))
                        ? "name " + below
                        : "name the one that holds node.id, as in data/cluster/node-1/data"));
    }
}
