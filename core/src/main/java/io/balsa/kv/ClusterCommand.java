package io.balsa.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.balsa.client.ClientConfig;
import io.balsa.client.StatusReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/**
 * Main of {@code scripts/cluster}: a cluster of real processes on this machine, to play with.
 *
 * <p>Exit codes: 0 done, 1 failed or not so (no such key, not as expected), 2 asked for what makes no sense.
 */
@Command(
        name = "cluster",
        description = "Runs a cluster of key-value stores on this machine, a process per node, and talks to it.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "A key or value that begins with - is given after --, as in: cluster put -- temperature -5",
            "Exit codes: 0 done, 1 failed or not so (no such key, not as expected), 2 a command that makes no sense"
        })
public final class ClusterCommand {
    private static final int DEFAULT_SIZE = 3;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final int DEFAULT_FIRST_PORT = 7400;
    private static final int MAX_PORT = 65_535;

    private final PrintStream out;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where the cluster lives; data/cluster below the work tree unless given.")
    private @Nullable Path folder;

    private ClusterCommand(final PrintStream out) {
        this.out = out;
    }

    /** Carries one command out. */
    public static void main(final String[] arguments) {
        System.exit(commandLine(System.out).execute(arguments));
    }

    static CommandLine commandLine(final PrintStream out) {
        return CommandLines.of(new ClusterCommand(out));
    }

    @Command(description = "Start a cluster and wait for its leader; a stopped one goes on with its data.")
    int start(
            @Parameters(arity = "0..1", paramLabel = "N", description = "Nodes, 1 to 9; 3 unless given.")
                    final @Nullable Integer size,
            @Option(
                            names = "--base-port",
                            paramLabel = "PORT",
                            description = "Where to look for free ports; "
                                    + DEFAULT_FIRST_PORT
                                    + ", or those the cluster had, unless given.")
                    final @Nullable Integer wantedPort,
            @Option(names = "--profile", paramLabel = "NAME", description = "A folder below profiles/.")
                    final @Nullable String profileName) {
        if (wantedPort != null && (wantedPort < 1 || wantedPort > MAX_PORT)) {
            throw new IllegalArgumentException("not a port: --base-port=" + wantedPort + "; take 1 to " + MAX_PORT);
        }
        final NodeProfile profile = profileName == null
                ? NodeProfile.ofDefaults()
                : NodeProfile.load(home().resolve("profiles"), profileName);
        final long startNs = System.nanoTime();
        final Optional<ClusterProcesses> existing = ClusterProcesses.find(folder());
        final int nodes = size != null
                ? size
                : existing.map(cluster -> cluster.nodes().size()).orElse(DEFAULT_SIZE);
        final int firstPort = wantedPort != null
                ? wantedPort
                : existing.map(cluster -> cluster.node(1).member().peerPort()).orElse(DEFAULT_FIRST_PORT);
        final ClusterProcesses cluster = ClusterProcesses.create(folder(), nodes, firstPort, profile);
        cluster.nodes().forEach(this::printPlace);
        final int leaderId;
        try {
            cluster.start();
            leaderId = cluster.awaitLeader(START_TIMEOUT);
        } catch (final RuntimeException e) {
            cluster.close();
            throw e;
        }
        out.printf("node %d leads after %.1f s%n", leaderId, (System.nanoTime() - startNs) / 1e9);
        return CommandLine.ExitCode.OK;
    }

    @Command(description = "Show every node: role, term, leader, log, commit, applied, lag, sync mode, uptime.")
    int status() {
        final ClusterProcesses cluster = cluster();
        final StatusTable table = new StatusTable();
        for (final NodeProcess node : cluster.nodes()) {
            final @Nullable StatusReport report = cluster.status(node).orElse(null);
            table.add(node.member().nodeId(), node.member().clientAddress(), node.pid(), report);
        }
        table.lines().forEach(out::println);
        return CommandLine.ExitCode.OK;
    }

    @Command(description = "End a node as a crash would (kill -9).")
    int kill(@Parameters(paramLabel = "I", description = "The node.") final int nodeId) {
        final NodeProcess node = cluster().node(nodeId);
        final long pid = node.pid();
        if (!node.kill()) {
            throw new ClusterException("the node does not run: node=" + nodeId);
        }
        out.println("node " + nodeId + " killed: pid=" + pid);
        return CommandLine.ExitCode.OK;
    }

    @Command(description = "Start a node again; one that runs is stopped first.")
    int restart(@Parameters(paramLabel = "I", description = "The node.") final int nodeId) {
        final ClusterProcesses cluster = cluster();
        final NodeProcess node = cluster.node(nodeId);
        cluster.stop(List.of(node));
        node.start();
        cluster.awaitAnswer(node, START_TIMEOUT);
        out.println("node " + nodeId + " runs: pid=" + node.pid());
        return CommandLine.ExitCode.OK;
    }

    @Command(description = "Stop all nodes in an orderly way; their data stays.")
    int stop() {
        final ClusterProcesses cluster = cluster();
        final List<NodeProcess> running =
                cluster.nodes().stream().filter(NodeProcess::isRunning).toList();
        final List<NodeProcess> killed = cluster.stop(running);
        for (final NodeProcess node : cluster.nodes()) {
            final String how = killed.contains(node)
                    ? "killed, since it did not end in time: log=" + node.logFile()
                    : running.contains(node) ? "stopped" : "did not run";
            out.println("node " + node.member().nodeId() + " " + how);
        }
        return killed.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    @Command(description = "Print the value of a key, and nothing else.")
    int get(@Parameters(paramLabel = "KEY") final String key) {
        return withClient(client -> {
            final KvEntry entry = client.get(bytes(key));
            if (entry == null) {
                throw new ClusterException("no such key: " + key);
            }
            print(entry.value());
            out.println();
            return CommandLine.ExitCode.OK;
        });
    }

    @Command(description = "Set the value of a key.")
    int put(@Parameters(paramLabel = "KEY") final String key, @Parameters(paramLabel = "VALUE") final String value) {
        return withClient(client -> written(client.put(bytes(key), bytes(value)), ""));
    }

    @Command(description = "Add to the end of a key's value.")
    int append(@Parameters(paramLabel = "KEY") final String key, @Parameters(paramLabel = "VALUE") final String value) {
        return withClient(client -> written(client.append(bytes(key), bytes(value)), ""));
    }

    @Command(description = "Remove a key.")
    int delete(@Parameters(paramLabel = "KEY") final String key) {
        return withClient(client -> written(client.delete(bytes(key)), "no such key: " + key));
    }

    @Command(
            description = "Set the value of a key if it is as expected: cas KEY EXPECTED VALUE, "
                    + "cas KEY VALUE --version N, or cas KEY VALUE --absent.")
    int cas(
            @Parameters(paramLabel = "KEY") final String key,
            @Parameters(arity = "1..2", paramLabel = "[EXPECTED] VALUE") final List<String> values,
            @Option(names = "--version", paramLabel = "N", description = "The key must have this version.")
                    final @Nullable Long version,
            @Option(names = "--absent", description = "The key must not be there.") final boolean absent) {
        final boolean byVersion = version != null || absent;
        if ((version != null && absent) || values.size() != (byVersion ? 1 : 2)) {
            throw new IllegalArgumentException(
                    "what is expected? write one of: cas KEY EXPECTED VALUE, cas KEY VALUE --version N, cas KEY VALUE --absent");
        }
        final byte[] value = bytes(values.get(values.size() - 1));
        return withClient(client -> {
            final KvWrite write = byVersion
                    ? client.compareAndSet(bytes(key), version == null ? 0 : version, value)
                    : client.compareAndSet(bytes(key), bytes(values.get(0)), value);
            return written(
                    write,
                    "not as expected: " + key
                            + (write.version() == 0 ? " is not there" : " has version " + write.version()));
        });
    }

    @Command(description = "Print keys and values in key order, a tab between them.")
    int scan(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "PREFIX",
                            defaultValue = "",
                            description = "What the keys begin with; all keys unless given.")
                    final String prefix,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "0", description = "Most entries to print.")
                    final int limit,
            @Option(names = "--keys", description = "Print keys alone.") final boolean keysOnly) {
        if (limit < 0) {
            throw new IllegalArgumentException("not a limit: --limit=" + limit + "; take 1 or more, or leave it out");
        }
        return withClient(client -> {
            int left = limit;
            byte @Nullable [] after = null;
            while (true) {
                final KvPage page = client.scan(bytes(prefix), after, left, keysOnly);
                page.entries().forEach(entry -> print(entry, keysOnly));
                left -= page.entries().size();
                after = page.next();
                if (after == null || (limit > 0 && left <= 0)) {
                    return CommandLine.ExitCode.OK;
                }
            }
        });
    }

    private ClusterProcesses cluster() {
        return findCluster(folder);
    }

    /**
     * Finds the cluster of a {@code --dir} option.
     *
     * @param folder null when the option was not given
     * @throws ClusterException when there is none
     */
    static ClusterProcesses findCluster(final @Nullable Path folder) {
        final Path place = folder(folder);
        final Optional<ClusterProcesses> cluster = ClusterProcesses.find(place);
        return cluster.orElseThrow(
                () -> new ClusterException("no cluster here: dir=" + place + "; start one with: cluster start"));
    }

    private int withClient(final ToIntFunction<KvClient> action) {
        final ClusterProcesses cluster = cluster();
        if (!cluster.isRunning()) {
            throw new ClusterException("no node runs: dir=" + folder() + "; start them with: cluster start");
        }
        final ClientConfig config = ClientConfig.builder()
                .members(cluster.clientAddresses())
                .clusterId(cluster.clusterId())
                .requestTimeout(REQUEST_TIMEOUT)
                .build();
        try (KvClient client = KvClient.connect(config)) {
            return action.applyAsInt(client);
        }
    }

    private int written(final KvWrite write, final String otherwise) {
        if (!write.isApplied()) {
            throw new ClusterException(otherwise);
        }
        out.println(write.version() == 0 ? "OK" : "OK version=" + write.version());
        return CommandLine.ExitCode.OK;
    }

    private void printPlace(final NodeProcess node) {
        out.println("node " + node.member().nodeId()
                + "  clients " + node.member().clientAddress()
                + "  peers " + node.member().host() + ":" + node.member().peerPort()
                + "  data " + node.dataDirectory());
    }

    private void print(final KvEntry entry, final boolean keysOnly) {
        print(entry.key());
        if (!keysOnly) {
            out.print('\t');
            print(entry.value());
        }
        out.println();
    }

    private void print(final byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    private Path folder() {
        return folder(folder);
    }

    private static Path folder(final @Nullable Path given) {
        final Path place = given == null ? home().resolve("data").resolve("cluster") : given;
        return place.toAbsolutePath().normalize();
    }

    /** The scripts say where the work tree is. */
    private static Path home() {
        return Path.of(System.getProperty("balsa.home", "")).toAbsolutePath();
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(UTF_8);
    }
}
