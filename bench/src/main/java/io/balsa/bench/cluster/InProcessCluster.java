package io.balsa.bench.cluster;

import io.balsa.client.ClientConfig;
import io.balsa.kv.ClusterException;
import io.balsa.kv.KvStateMachine;
import io.balsa.kv.NodeProfile;
import io.balsa.network.FreePorts;
import io.balsa.node.Member;
import io.balsa.node.NodeConfig;
import io.balsa.node.RaftNode;
import io.balsa.node.StageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.CloseHelper;

/**
 * Three nodes in this JVM, beside the load, with their data in a temporary directory. They speak over loopback as processes would,
 * but share heap, compiled code and collector with the load: good for a debugger or a profiler, not for figures to compare.
 */
public final class InProcessCluster implements BenchCluster {
    private static final int SIZE = 3;
    private static final int FIRST_PORT = 17_400;
    private static final String HOST = "127.0.0.1";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final Path folder;
    private final NodeProfile profile;
    private final long clusterId;
    private final List<Member> members;
    private final EventLogFile log;
    private final List<RaftNode> nodes = new ArrayList<>();
    private boolean closed;

    private InProcessCluster(
            final Path folder,
            final NodeProfile profile,
            final long clusterId,
            final List<Member> members,
            final EventLogFile log) {
        this.folder = folder;
        this.profile = profile;
        this.clusterId = clusterId;
        this.members = members;
        this.log = log;
    }

    /**
     * Prepares a cluster; {@link #start} starts it.
     *
     * @param place where the temporary directory of the data is made: on the disk to be measured
     * @param logs directory for the file that takes what the nodes tell
     * @param profile whose settings the nodes get; its JVM flags are of no use here
     * @throws IOException when directory or file cannot be made
     */
    public static InProcessCluster create(final Path place, final Path logs, final NodeProfile profile)
            throws IOException {
        final List<Integer> ports = FreePorts.find(FIRST_PORT, 2 * SIZE);
        final List<Member> members = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            members.add(new Member(i + 1, HOST, ports.get(2 * i), ports.get(2 * i + 1)));
        }
        return new InProcessCluster(
                NodeFolder.create(place),
                profile,
                ProcessHandle.current().pid(),
                members,
                new EventLogFile(logs.resolve("nodes.log")));
    }

    @Override
    public void start() {
        for (final Member member : members) {
            launch(member);
        }
        try (ClusterWatch watch = watch()) {
            watch.awaitLeader(START_TIMEOUT);
        }
    }

    /** Together with {@link #close}, which must not miss a node that is just being started. */
    private synchronized void launch(final Member member) {
        if (closed) {
            throw new ClusterException("interrupted");
        }
        final NodeConfig config = NodeConfig.builder()
                .properties(profile.nodeProperties())
                .clusterId(clusterId)
                .nodeId(member.nodeId())
                .members(members.toArray(new Member[0]))
                .dataDirectory(directoryOf(member.nodeId()))
                .build();
        nodes.add(RaftNode.launch(config, new KvStateMachine()));
    }

    @Override
    public ClientConfig.Builder clientConfig() {
        return ClientConfig.builder().members(String.join(",", addresses())).clusterId(clusterId);
    }

    @Override
    public ClusterWatch watch() {
        return new ClusterWatch(addresses(), clusterId, true);
    }

    @Override
    public Optional<StageFile> stageTimes(final int nodeId) {
        return NodeFolder.stageTimes(directoryOf(nodeId));
    }

    private Path directoryOf(final int nodeId) {
        return folder.resolve("node-" + nodeId);
    }

    /** Returns the addresses of the client ports. */
    List<String> addresses() {
        return members.stream().map(Member::clientAddress).toList();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        CloseHelper.quietCloseAll(nodes);
        log.close();
        try {
            NodeFolder.delete(folder);
        } catch (final IOException e) {
            throw new ClusterException("the nodes' data cannot be removed: folder=" + folder + ", cause=" + e, e);
        }
    }
}
