package io.balsa.kv;

import io.balsa.client.ClientException;
import io.balsa.client.StatusProbe;
import io.balsa.client.StatusReport;
import io.balsa.codec.sbe.client.NodeRole;
import io.balsa.network.FreePorts;
import io.balsa.node.Member;
import io.balsa.node.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The nodes of a cluster on this machine, each a process of its own, on loopback.
 *
 * <pre>
 *   FOLDER/cluster.properties   cluster id and members
 *   FOLDER/node-1/              see {@link NodeProcess}
 *   FOLDER/node-2/
 * </pre>
 *
 * <p>The processes live on when this object or its process ends, unless {@link #close} is called.
 *
 * <p>Threading: one thread.
 */
public final class ClusterProcesses implements AutoCloseable {
    /** Most nodes of a cluster on one machine. */
    public static final int MAX_SIZE = 9;

    private static final String HOST = "127.0.0.1";
    private static final Duration PROBE_TIMEOUT = Duration.ofMillis(500);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final int LOG_TAIL_LINES = 15;

    private final Path folder;
    private final long clusterId;
    private final List<NodeProcess> nodes;

    private ClusterProcesses(final Path folder, final long clusterId, final List<Member> members) {
        this.folder = folder;
        this.clusterId = clusterId;
        this.nodes = members.stream()
                .map(member -> new NodeProcess(member, nodeFolder(folder, member.nodeId())))
                .toList();
    }

    /**
     * Prepares a cluster; nothing is started yet. A cluster whose nodes are stopped gets new settings and keeps its data.
     *
     * @param size nodes, 1 to {@link #MAX_SIZE}
     * @param firstPort where to begin to look for two free ports per node
     * @throws ClusterException when the folder holds a running cluster or one of another size, or cannot be written
     * @throws IllegalArgumentException for a size or a setting of the profile that is out of range
     */
    public static ClusterProcesses create(
            final Path folder, final int size, final int firstPort, final NodeProfile profile) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "a cluster on one machine has 1 to " + MAX_SIZE + " nodes: wanted=" + size);
        }
        final Optional<ClusterProcesses> existing = find(folder);
        existing.ifPresent(cluster -> cluster.checkReplaceable(size));
        final long clusterId = existing.map(ClusterProcesses::clusterId)
                .orElseGet(() -> ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
        return describe(folder, clusterId, size, firstPort, profile);
    }

    /**
     * Describes a cluster whose data directories are there already, because they were restored.
     *
     * @param clusterId theirs
     */
    static ClusterProcesses describe(
            final Path folder, final long clusterId, final int size, final int firstPort, final NodeProfile profile) {
        final ClusterProcesses created = new ClusterProcesses(folder, clusterId, members(size, firstPort));
        try {
            created.write(profile);
        } catch (final IOException e) {
            throw new ClusterException("the cluster's folder cannot be written: folder=" + folder + ", cause=" + e, e);
        }
        return created;
    }

    /** Returns the folder of a node in the folder of a cluster. */
    static Path nodeFolder(final Path folder, final int nodeId) {
        return folder.resolve("node-" + nodeId);
    }

    /**
     * Finds the cluster in a folder, running or not.
     *
     * @throws ClusterException when its description cannot be read
     */
    public static Optional<ClusterProcesses> find(final Path folder) {
        final Path file = folder.resolve("cluster.properties");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            final Properties properties = PropertyFiles.load(file);
            final List<Member> members = Stream.of(
                            properties.getProperty("members", "").split(",", -1))
                    .map(Member::parse)
                    .toList();
            return Optional.of(
                    new ClusterProcesses(folder, Long.parseLong(properties.getProperty("cluster.id", "")), members));
        } catch (final IOException | IllegalArgumentException e) {
            throw new ClusterException("the cluster's description cannot be read: file=" + file + ", cause=" + e, e);
        }
    }

    /** Returns the id that keeps nodes and clients of other clusters away. */
    public long clusterId() {
        return clusterId;
    }

    /** Returns all nodes by id. */
    public List<NodeProcess> nodes() {
        return nodes;
    }

    /**
     * Returns one node.
     *
     * @throws IllegalArgumentException when there is none with that id
     */
    public NodeProcess node(final int nodeId) {
        return nodes.stream()
                .filter(node -> node.member().nodeId() == nodeId)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no such node: node=" + nodeId + "; take 1 to " + nodes.size()));
    }

    /** Returns the addresses for clients: {@code host:port,host:port}. */
    public String clientAddresses() {
        return nodes.stream().map(node -> node.member().clientAddress()).collect(Collectors.joining(","));
    }

    /** Tells whether any node runs. */
    public boolean isRunning() {
        return nodes.stream().anyMatch(NodeProcess::isRunning);
    }

    /** Starts all nodes that do not run. */
    public void start() {
        nodes.stream().filter(node -> !node.isRunning()).forEach(NodeProcess::start);
    }

    /**
     * Waits until every node that runs answers and follows one leader, which has applied an entry of its term.
     *
     * @return the leader's node id
     * @throws ClusterException when it takes longer than the timeout, or a node ends meanwhile: with the end of its log
     */
    public int awaitLeader(final Duration timeout) {
        final List<NodeProcess> awaited =
                nodes.stream().filter(NodeProcess::isRunning).toList();
        final long deadlineNs = System.nanoTime() + timeout.toNanos();
        while (true) {
            awaited.forEach(ClusterProcesses::checkRuns);
            final int leaderId = commonLeader(awaited);
            if (leaderId != 0) {
                return leaderId;
            }
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new ClusterException(withLogTail(
                        "no leader within " + timeout.toMillis() + " ms: nodes running=" + awaited.size() + " of "
                                + nodes.size(),
                        awaited.isEmpty() ? nodes.get(0) : awaited.get(0)));
            }
            NodeProcess.pause();
        }
    }

    /** Asks a node about itself; empty when it does not answer. */
    public Optional<StatusReport> status(final NodeProcess node) {
        if (!node.isRunning()) {
            return Optional.empty();
        }
        try {
            return Optional.of(StatusProbe.ask(node.member().clientAddress(), clusterId, PROBE_TIMEOUT));
        } catch (final ClientException e) {
            return Optional.empty();
        }
    }

    /**
     * Waits until a node answers.
     *
     * @throws ClusterException when it takes longer than the timeout, or the node ends meanwhile: with the end of its log
     */
    public void awaitAnswer(final NodeProcess node, final Duration timeout) {
        final long deadlineNs = System.nanoTime() + timeout.toNanos();
        while (status(node).isEmpty()) {
            checkRuns(node);
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new ClusterException(withLogTail(
                        "no answer within " + timeout.toMillis() + " ms: node="
                                + node.member().nodeId(),
                        node));
            }
            NodeProcess.pause();
        }
    }

    /**
     * Ends nodes in an orderly way and waits; those that take too long are killed.
     *
     * @return the nodes that had to be killed
     */
    public List<NodeProcess> stop(final List<NodeProcess> stopped) {
        stopped.forEach(NodeProcess::terminate);
        final long deadlineNs = System.nanoTime() + STOP_TIMEOUT.toNanos();
        final List<NodeProcess> killed = new ArrayList<>();
        for (final NodeProcess node : stopped) {
            if (!node.awaitEnd(Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime())))) {
                node.kill();
                killed.add(node);
            }
        }
        return killed;
    }

    /** Kills whatever still runs. */
    @Override
    public void close() {
        nodes.forEach(NodeProcess::kill);
    }

    private static void checkRuns(final NodeProcess node) {
        if (!node.isRunning()) {
            throw new ClusterException(
                    withLogTail("a node ended: node=" + node.member().nodeId(), node));
        }
    }

    private int commonLeader(final List<NodeProcess> awaited) {
        int leaderId = 0;
        boolean leads = false;
        for (final NodeProcess node : awaited) {
            final Optional<StatusReport> answer = status(node);
            if (answer.isEmpty() || answer.get().leaderId() == 0) {
                return 0;
            }
            final StatusReport report = answer.get();
            if (leaderId != 0 && leaderId != report.leaderId()) {
                return 0;
            }
            leaderId = report.leaderId();
            leads |= report.role() == NodeRole.LEADER && report.appliedIndex() > 0;
        }
        return leads ? leaderId : 0;
    }

    private void checkReplaceable(final int size) {
        if (isRunning()) {
            throw new ClusterException("a cluster of " + nodes.size() + " nodes runs already: folder=" + folder
                    + "; stop it first, or take another folder with --dir");
        }
        if (size != nodes.size()) {
            throw new ClusterException("the folder holds the data of a cluster of another size: folder=" + folder
                    + ", nodes=" + nodes.size() + ", wanted=" + size
                    + "; take another folder with --dir, or delete this one");
        }
    }

    private static List<Member> members(final int size, final int firstPort) {
        final List<Integer> ports;
        try {
            ports = FreePorts.find(firstPort, 2 * size);
        } catch (final IllegalStateException e) {
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        }
        final List<Member> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            members.add(new Member(i + 1, HOST, ports.get(2 * i), ports.get(2 * i + 1)));
        }
        return members;
    }

    private void write(final NodeProfile profile) throws IOException {
        Files.createDirectories(folder);
        final String members =
                nodes.stream().map(node -> node.member().toString()).collect(Collectors.joining(","));
        for (final NodeProcess node : nodes) {
            final Properties settings = new Properties();
            settings.putAll(profile.nodeProperties());
            settings.setProperty("cluster.id", Long.toString(clusterId));
            settings.setProperty("node.id", Integer.toString(node.member().nodeId()));
            settings.setProperty("members", members);
            settings.setProperty("data.dir", node.dataDirectory().toString());
            node.configure(NodeConfig.fromProperties(settings).toProperties(), profile.jvmArguments());
        }
        final Properties description = new Properties();
        description.setProperty("cluster.id", Long.toString(clusterId));
        description.setProperty("members", members);
        PropertyFiles.store(folder.resolve("cluster.properties"), description);
    }

    private static String withLogTail(final String message, final NodeProcess node) {
        return message + ", log=" + node.logFile() + System.lineSeparator() + "    "
                + String.join(System.lineSeparator() + "    ", node.logTail(LOG_TAIL_LINES));
    }
}
