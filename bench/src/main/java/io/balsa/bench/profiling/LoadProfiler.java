package io.balsa.bench.profiling;

import io.balsa.bench.cluster.ProcessCluster;
import io.balsa.bench.load.ClosedLoop;
import io.balsa.bench.load.CommandPort;
import io.balsa.bench.load.KvCommands;
import io.balsa.bench.load.KvPort;
import io.balsa.bench.load.LoadResult;
import io.balsa.bench.load.LoadWindow;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.Profile;
import io.balsa.bench.stats.LatencyTrack;
import io.balsa.kv.NodeProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Puts load on a cluster of three processes and records its leader and a follower meanwhile, by a profiler that is attached to them.
 *
 * <p>Threading: one owner. {@link #close} ends the nodes; so does the end of this process.
 */
public final class LoadProfiler implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final double NS_PER_SECOND = 1e9;
    private static final String KEY_PREFIX = "bench/";
    private static final int RETAINED_BYTES = 64 << 20;

    private final ProcessCluster cluster;
    private final KvCommands commands;
    private final KvPort port;
    private final int outstanding;

    private LoadProfiler(
            final ProcessCluster cluster, final KvCommands commands, final KvPort port, final int outstanding) {
        this.cluster = cluster;
        this.commands = commands;
        this.port = port;
        this.outstanding = outstanding;
    }

    /**
     * Starts the nodes as a profile tunes them, and warms them up.
     *
     * @param place an existing directory on the disk that the nodes are to use
     * @param logs an existing directory that takes what they printed
     * @param outstanding commands under way at any time, from 1
     * @throws IOException when directories cannot be made
     */
    public static LoadProfiler start(final Profile profile, final Path place, final Path logs, final int outstanding)
            throws IOException {
        final List<String> arguments = new ArrayList<>(profile.nodes().jvmArguments());
        arguments.addAll(Profiler.JVM_FLAGS);
        final ProcessCluster cluster = ProcessCluster.create(
                place, logs, new NodeProfile(arguments, profile.nodes().nodeProperties()));
        // Ctrl-C is to leave no node and no data; a second close does nothing.
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "bench-cluster-shutdown"));
        try {
            cluster.start();
            final KvCommands commands = KvCommands.puts(
                    KEY_PREFIX,
                    profile.settings().integer(BenchSetting.COMMAND_BYTES),
                    profile.settings().integer(BenchSetting.KEYS));
            final KvPort port = new KvPort(
                    cluster.clientConfig()
                            .maxOutstanding(outstanding)
                            .retainedBytes(RETAINED_BYTES)
                            .build(),
                    commands);
            final LoadProfiler profiler = new LoadProfiler(cluster, commands, port, outstanding);
            port.awaitConnected(CONNECT_TIMEOUT);
            profiler.load(port, profile.settings().seconds(BenchSetting.WARMUP_SECONDS) / 2);
            return profiler;
        } catch (final RuntimeException | IOException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * Records leader and follower under load.
     *
     * @param directory an existing one, takes the recordings
     * @return the leader first
     * @throws IOException when a node cannot be profiled, the leader changes, or the load fails
     */
    public List<NodeSamples> record(final ProfileEvent event, final double seconds, final Path directory)
            throws IOException {
        final int leaderId = cluster.awaitLeader();
        final CommitTimes commits = new CommitTimes(port, SystemNanoClock.INSTANCE);
        final List<NodeSamples> nodes = List.of(
                node("leader", leaderId, event, directory, commits),
                node("follower", leaderId % ProcessCluster.SIZE + 1, event, directory, commits));
        for (final NodeSamples node : nodes) {
            Profiler.start(cluster.pid(node.nodeId()), event, node.recording());
        }
        load(commits, seconds);
        for (final NodeSamples node : nodes) {
            Profiler.stop(cluster.pid(node.nodeId()), event);
        }
        final int leaderAfterwards = cluster.awaitLeader();
        if (leaderAfterwards != leaderId) {
            throw new IOException("the leader changed while it was profiled: before=" + leaderId + ", after="
                    + leaderAfterwards + "; try again on a calmer machine");
        }
        return nodes;
    }

    private static NodeSamples node(
            final String role,
            final int nodeId,
            final ProfileEvent event,
            final Path directory,
            final CommitTimes commits) {
        final Path recording = directory.resolve(role + "-" + event.word() + ".jfr");
        return new NodeSamples(role, nodeId, event, recording, commits);
    }

    private void load(final CommandPort through, final double seconds) throws IOException {
        final LoadWindow window = LoadWindow.of(System.nanoTime(), 0, Math.round(seconds * NS_PER_SECOND), DRAIN_NS);
        port.begin(commands);
        final LatencyTrack track = new LatencyTrack(
                "profiled",
                window.measureFromNs(),
                window.measuredNs(),
                window.measuredNs(),
                System.currentTimeMillis());
        final LoadResult result = new ClosedLoop(through, outstanding, SystemNanoClock.INSTANCE, window, track).run();
        final String failure = result.failure(0);
        if (failure != null) {
            throw new IOException("the load failed: outstanding=" + outstanding + ", cause=" + failure);
        }
    }

    @Override
    public void close() {
        port.close();
        cluster.close();
    }
}
