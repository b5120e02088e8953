package io.balsa.bench.cluster;

import io.balsa.client.ClientConfig;
import io.balsa.kv.ClusterException;
import io.balsa.kv.ClusterProcesses;
import io.balsa.kv.KvServer;
import io.balsa.kv.NodeProcess;
import io.balsa.kv.NodeProfile;
import io.balsa.node.StageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Three nodes in processes of their own, with their data in a temporary directory.
 *
 * <p>However the run ends, no node and no data stay: {@link #close} kills and deletes, and each node ends by itself when this
 * process is gone.
 */
public final class ProcessCluster implements BenchCluster {
    /** Nodes of the cluster. */
    public static final int SIZE = 3;

    private static final int FIRST_PORT = 17_400;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final Path folder;
    private final Path logs;
    private final ClusterProcesses processes;
    private boolean closed;

    private ProcessCluster(final Path folder, final Path logs, final ClusterProcesses processes) {
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
    public static ProcessCluster create(final Path place, final Path logs, final NodeProfile profile)
            throws IOException {
        final Path folder = NodeFolder.create(place);
        final List<String> arguments = new ArrayList<>(profile.jvmArguments());
        arguments.add(
                "-D" + KvServer.PARENT_PROPERTY + "=" + ProcessHandle.current().pid());
        final NodeProfile owned = new NodeProfile(arguments, profile.nodeProperties());
        return new ProcessCluster(folder, logs, ClusterProcesses.create(folder, SIZE, FIRST_PORT, owned));
    }

    @Override
    public void start() {
        processes.start();
        processes.awaitLeader(START_TIMEOUT);
    }

    @Override
    public ClientConfig.Builder clientConfig() {
        return ClientConfig.builder().members(processes.clientAddresses()).clusterId(processes.clusterId());
    }

    @Override
    public ClusterWatch watch() {
        return new ClusterWatch(
                processes.nodes().stream()
                        .map(node -> node.member().clientAddress())
                        .toList(),
                processes.clusterId(),
                false);
    }

    @Override
    public Optional<StageFile> stageTimes(final int nodeId) {
        return NodeFolder.stageTimes(processes.node(nodeId).dataDirectory());
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
            NodeFolder.delete(folder);
        } catch (final IOException e) {
            throw new ClusterException("the nodes' data cannot be removed: folder=" + folder + ", cause=" + e, e);
        }
    }
}
