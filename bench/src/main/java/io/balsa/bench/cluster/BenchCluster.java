package io.balsa.bench.cluster;

import io.balsa.client.ClientConfig;
import io.balsa.client.StatusReport;
import io.balsa.kv.ClusterException;
import io.balsa.kv.ClusterProcesses;
import io.balsa.kv.KvServer;
import io.balsa.kv.NodeProcess;
import io.balsa.kv.NodeProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Three nodes in processes of their own, with their data in a temporary directory.
 *
 * <p>However the run ends, no node and no data stay: {@link #close} kills and deletes, and each node ends by itself when this
 * process is gone. Threading: one thread, except {@link #close}, which a shutdown hook may call at any time.
 */
public final class BenchCluster implements AutoCloseable {
    /** Nodes of the cluster. */
    public static final int SIZE = 3;

    private static final int FIRST_PORT = 17_400;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final String PREFIX = ".nodes-";

    private final Path folder;
    private final Path logs;
    private final ClusterProcesses processes;
    private boolean closed;

    private BenchCluster(final Path folder, final Path logs, final ClusterProcesses processes) {
        this.folder = folder;
        this.logs = logs;
        this.processes = processes;
    }

    /**
     * Prepares a cluster; {@link #start} starts it.
     *
     * @param place where the temporary directory of the data is made: on the disk to be measured
     * @param logs takes what the nodes printed when the cluster is closed
     * @throws IOException when the directory cannot be made
     */
    public static BenchCluster create(final Path place, final Path logs, final NodeProfile profile) throws IOException {
        removeLeftovers(place);
        final long self = ProcessHandle.current().pid();
        final Path folder =
                Files.createTempDirectory(place, PREFIX + self + "-").toAbsolutePath();
        final List<String> arguments = new ArrayList<>(profile.jvmArguments());
        arguments.add("-D" + KvServer.PARENT_PROPERTY + "=" + self);
        final NodeProfile owned = new NodeProfile(arguments, profile.nodeProperties());
        return new BenchCluster(folder, logs, ClusterProcesses.create(folder, SIZE, FIRST_PORT, owned));
    }

    /** A run that was killed could not remove its data; the next one does, once its process is gone. */
    private static void removeLeftovers(final Path place) throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            for (final Path entry : entries.toList()) {
                final String name = entry.getFileName().toString();
                if (name.matches("\\.nodes-\\d+-\\d+")) {
                    final long pid = Long.parseLong(name.substring(PREFIX.length(), name.lastIndexOf('-')));
                    if (ProcessHandle.of(pid).isEmpty()) {
                        delete(entry);
                    }
                }
            }
        }
    }

    /**
     * Starts all nodes and waits for a leader.
     *
     * @throws ClusterException when there is none in time, with the end of a node's log
     */
    public void start() {
        processes.start();
        processes.awaitLeader(START_TIMEOUT);
    }

    /** Returns settings of a client of this cluster, to be completed. */
    public ClientConfig.Builder clientConfig() {
        return ClientConfig.builder().members(processes.clientAddresses()).clusterId(processes.clusterId());
    }

    /** Waits until all nodes that run follow one leader, and returns it. */
    public int awaitLeader() {
        return processes.awaitLeader(START_TIMEOUT);
    }

    /** Returns the process id of a node, 0 when it does not run. */
    public long pid(final int nodeId) {
        return processes.node(nodeId).pid();
    }

    /** Kills a node with SIGKILL and returns when its process is gone. */
    public void kill(final int nodeId) {
        processes.node(nodeId).kill();
    }

    /** Starts a killed node again and waits until it follows the leader. */
    public void restart(final int nodeId) {
        processes.node(nodeId).start();
        processes.awaitLeader(START_TIMEOUT);
    }

    /**
     * Adds up what the nodes say about themselves.
     *
     * @throws ClusterException when a node does not answer or none of them leads
     */
    public ClusterUsage usage() {
        int leaderId = 0;
        long cpuNs = 0;
        long leaderAllocatedBytes = 0;
        long syncs = 0;
        long collections = 0;
        for (final NodeProcess node : processes.nodes()) {
            final Optional<StatusReport> answer = processes.status(node);
            if (answer.isEmpty()) {
                throw new ClusterException(
                        "a node does not answer: node=" + node.member().nodeId() + ", log=" + node.logFile());
            }
            final StatusReport report = answer.get();
            cpuNs += report.cpuNs();
            syncs += report.syncs();
            collections += report.gcCount();
            if (report.leaderId() == report.nodeId()) {
                leaderId = report.nodeId();
                leaderAllocatedBytes = report.allocatedBytes();
            }
        }
        if (leaderId == 0) {
            throw new ClusterException("no node leads");
        }
        return new ClusterUsage(leaderId, cpuNs, leaderAllocatedBytes, syncs, collections);
    }

    /**
     * Kills all nodes, keeps what they printed and deletes their data. Ctrl-C has it called twice at the same time: the
     * second caller waits for the first.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        processes.close();
        try {
            for (final NodeProcess node : processes.nodes()) {
                if (Files.exists(node.logFile()) && Files.isDirectory(logs)) {
                    final Path target = logs.resolve("node-" + node.member().nodeId() + ".log");
                    Files.copy(node.logFile(), target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            delete(folder);
        } catch (final IOException e) {
            throw new ClusterException("the nodes' data cannot be removed: folder=" + folder + ", cause=" + e, e);
        }
    }

    private static void delete(final Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        final List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (final NoSuchFileException e) {
            return;
        } catch (final UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        for (final Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
