package io.balsa.kv;

import io.balsa.client.ClientConfig;
import io.balsa.disk.Disk;
import io.balsa.disk.FileDisk;
import io.balsa.snapshot.SnapshotCopy;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotHead;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Main of {@code scripts/backup}: backups of a running cluster, and new clusters made of them.
 *
 * <p>Exit codes: 0 done, and what was read is whole; 1 damaged, or failed; 2 asked for what makes no sense.
 */
@Command(
        name = "backup",
        description = "Takes a backup of a running cluster, checks one, and makes a new cluster of one.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 done and whole, 1 damaged or failed, 2 a command that makes no sense"})
public final class BackupCommand {
    private static final int DEFAULT_FIRST_PORT = 7500;

    private final PrintStream out;
    private final Disk disk = new FileDisk();

    @Spec
    private CommandSpec spec;

    private BackupCommand(final PrintStream out) {
        this.out = out;
    }

    /** Carries one command out. */
    public static void main(final String[] arguments) {
        System.exit(commandLine(System.out).execute(arguments));
    }

    static CommandLine commandLine(final PrintStream out) {
        return CommandLines.of(new BackupCommand(out));
    }

    @Command(
            description =
                    "Take a backup of everything acknowledged before, while the cluster runs. The leader writes a "
                            + "snapshot, which is copied; so this runs on the leader's machine.")
    int create(
            @Option(names = "--to", required = true, paramLabel = "FILE", description = "The backup; never replaced.")
                    final Path to,
            @Option(
                            names = "--node",
                            paramLabel = "HOST:PORT",
                            description = "A node's address for clients, several with commas between them; "
                                    + "those that scripts/cluster runs unless given.")
                    final @Nullable String addresses,
            @Option(
                            names = "--dir",
                            paramLabel = "DIR",
                            description = "The folder of that cluster; data/cluster below the work tree unless given.")
                    final @Nullable Path folder,
            @Option(
                            names = "--timeout",
                            paramLabel = "SECONDS",
                            defaultValue = "600",
                            description = "How long the snapshot may take; 600 unless given.")
                    final long timeoutSeconds) {
        if (timeoutSeconds < 1) {
            throw new IllegalArgumentException("not a time: --timeout=" + timeoutSeconds + "; take 1 or more seconds");
        }
        final Path file = absolute(to);
        final Path place = file.getParent();
        if (Files.exists(file) || place == null || !Files.isDirectory(place)) {
            throw new IllegalArgumentException(
                    "not a place for a backup: --to=" + file + "; name a file that is not there, in a folder that is");
        }
        final ClientConfig leader = addresses == null
                ? configOf(folder)
                : ClientConfig.builder().members(addresses).build();
        final SnapshotFile backup = new ClusterBackup(disk, spec.commandLine().getErr())
                .create(leader, file, Duration.ofSeconds(timeoutSeconds));
        out.println("backup: " + description(backup));
        return CommandLine.ExitCode.OK;
    }

    @Command(description = "Read all of a backup, and say what it is of.")
    int verify(@Parameters(paramLabel = "FILE", description = "The backup.") final Path file) {
        out.println("whole: " + description(SnapshotCopy.verify(disk, requireFile(file), progress())));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            description =
                    "Make a new cluster that begins with a backup, to be started with: cluster start --dir DIR. For nodes on "
                            + "other machines copy DIR/node-I/data there.")
    int restore(
            @Parameters(paramLabel = "FILE", description = "The backup.") final Path file,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "DIR",
                            description = "Folder of the new cluster; not there, or empty.")
                    final Path folder,
            @Option(
                            names = "--cluster-id",
                            required = true,
                            paramLabel = "ID",
                            description = "Id of the new cluster: not the old one's, whose nodes refuse the new ones.")
                    final long clusterId,
            @Option(
                            names = "--nodes",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "Nodes, 1 to 9; 3 unless given.")
                    final int size) {
        final Path target = absolute(folder);
        final ClusterProcesses cluster = ClusterRestore.restore(
                disk, requireFile(file), target, clusterId, size, DEFAULT_FIRST_PORT, progress());
        final SnapshotHead head = SnapshotCopy.describe(disk, absolute(file)).head();
        cluster.nodes()
                .forEach(node -> out.println("node " + node.member().nodeId() + "  data " + node.dataDirectory()));
        out.println("restored: cluster=" + clusterId + ", index=" + head.index()
                + "; start it with: scripts/cluster start --dir " + target);
        return CommandLine.ExitCode.OK;
    }

    private ClientConfig configOf(final @Nullable Path folder) {
        final ClusterProcesses cluster = ClusterCommand.findCluster(folder);
        return ClientConfig.builder()
                .members(cluster.clientAddresses())
                .clusterId(cluster.clusterId())
                .build();
    }

    private ReadingProgress progress() {
        return new ReadingProgress(spec.commandLine().getErr(), SystemNanoClock.INSTANCE);
    }

    private static String description(final SnapshotFile file) {
        final SnapshotHead head = file.head();
        return "file=" + file.path() + ", index=" + head.index() + ", term=" + head.term() + ", bytes=" + file.length()
                + ", cluster=" + head.writer().clusterId() + ", written by node "
                + head.writer().nodeId() + ", " + head.membership();
    }

    private static Path requireFile(final Path file) {
        final Path path = absolute(file);
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException("no such file: " + path);
        }
        return path;
    }

    private static Path absolute(final Path path) {
        return path.toAbsolutePath().normalize();
    }
}
