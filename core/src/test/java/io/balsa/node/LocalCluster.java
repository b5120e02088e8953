package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.Disk;
import io.balsa.disk.FileDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/** Nodes in this process, on loopback, with a data directory each. */
final class LocalCluster implements AutoCloseable {
    private static final int NUMBERS = 1 << 22;
    /**
     * How much time passes in a cycle when the caller steps the nodes: so that no slow disk or machine makes a leader late. With the
     * shortest tick it is 1/50 of one.
     */
    private static final long NS_PER_CYCLE = 20_000;

    private final Path directory;
    private final ThreadingMode threadingMode;
    private final Consumer<NodeConfig.Builder> settings;
    private final IntFunction<Disk> disks;
    private final Member[] members;
    private final @Nullable RaftNode[] nodes;
    private final NumberLog[] machines;
    private long steppedNs;

    /** Starts nodes whose segments are small, so that they roll. */
    LocalCluster(final Path directory, final int size, final ThreadingMode threadingMode) {
        this(directory, size, threadingMode, 1 << 20);
    }

    LocalCluster(final Path directory, final int size, final ThreadingMode threadingMode, final int segmentBytes) {
        this(directory, size, threadingMode, config -> config.set(NodeSetting.SEGMENT_BYTES, segmentBytes));
    }

    LocalCluster(
            final Path directory,
            final int size,
            final ThreadingMode threadingMode,
            final Consumer<NodeConfig.Builder> settings) {
        this(directory, size, threadingMode, settings, nodeId -> new FileDisk());
    }

    LocalCluster(
            final Path directory,
            final int size,
            final ThreadingMode threadingMode,
            final Consumer<NodeConfig.Builder> settings,
            final IntFunction<Disk> disks) {
        this.directory = directory;
        this.settings = settings;
        this.disks = disks;
        this.threadingMode = threadingMode;
        members = membersOnFreePorts(size);
        nodes = new RaftNode[size];
        machines = new NumberLog[size];
        for (int nodeId = 1; nodeId <= size; nodeId++) {
            start(nodeId);
        }
    }

    void start(final int nodeId) {
        machines[nodeId - 1] = new NumberLog(NUMBERS);
        nodes[nodeId - 1] =
                RaftNode.launch(environment(nodeId), config(nodeId), machines[nodeId - 1], FatalErrorPolicy.log());
    }

    private Environment environment(final int nodeId) {
        return new MachineEnvironment(
                disks.apply(nodeId),
                threadingMode == ThreadingMode.INVOKER ? () -> steppedNs : SystemNanoClock.INSTANCE);
    }

    void stop(final int nodeId) {
        node(nodeId).close();
        nodes[nodeId - 1] = null;
    }

    RaftNode node(final int nodeId) {
        final RaftNode node = nodes[nodeId - 1];
        if (node == null) {
            throw new IllegalStateException("node is stopped: nodeId=" + nodeId);
        }
        return node;
    }

    NumberLog machine(final int nodeId) {
        return machines[nodeId - 1];
    }

    int size() {
        return members.length;
    }

    /** Returns the node that says it leads, 0 when there is none. */
    int leaderId() {
        for (int nodeId = 1; nodeId <= members.length; nodeId++) {
            final RaftNode node = nodes[nodeId - 1];
            if (node != null && node.status().leaderId() == nodeId) {
                return nodeId;
            }
        }
        return 0;
    }

    /** Runs one duty cycle of every node, in INVOKER mode. */
    int doWork() {
        steppedNs += NS_PER_CYCLE;
        int work = 0;
        for (final RaftNode node : nodes) {
            if (node != null) {
                work += node.doWork();
            }
        }
        return work;
    }

    /** Checks that a node has applied each of the first numbers once, and that all were acknowledged. */
    void assertAppliedOnce(final int nodeId, final NumberClient client, final int numbers) {
        for (int number = 0; number < numbers; number++) {
            assertThat(client.isAcknowledged(number)).isTrue();
            assertThat(machine(nodeId).timesApplied(number))
                    .as("number %d on node %d", number, nodeId)
                    .isEqualTo(1);
        }
    }

    String clientAddresses() {
        return List.of(members).stream().map(Member::clientAddress).collect(Collectors.joining(","));
    }

    NodeConfig config(final int nodeId) {
        final NodeConfig.Builder config = NodeConfig.builder()
                .clusterId(42)
                .nodeId(nodeId)
                .members(members)
                .dataDirectory(directory.resolve("node-" + nodeId))
                .threadingMode(threadingMode);
        settings.accept(config);
        return config.build();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(nodes);
    }

    static Member[] membersOnFreePorts(final int size) {
        final List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * size; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            final Member[] members = new Member[size];
            for (int i = 0; i < size; i++) {
                final int peerPort = sockets.get(2 * i).getLocalPort();
                final int clientPort = sockets.get(2 * i + 1).getLocalPort();
                members[i] = new Member(i + 1, "127.0.0.1", peerPort, clientPort);
            }
            return members;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            CloseHelper.closeAll(sockets);
        }
    }
}
