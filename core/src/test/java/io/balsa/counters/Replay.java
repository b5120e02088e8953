package io.balsa.counters;

import io.balsa.node.Member;
import io.balsa.node.NodeConfig;
import io.balsa.node.NodeSetting;
import io.balsa.node.ThreadingMode;
import io.balsa.simulation.SimScheduler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Runs a {@link Scenario} from the start of its nodes until the last answer, and counts. The run is a function of the scenario: the
 * seed is fixed, time is simulated, and every latency is made of whole numbers.
 *
 * <p>Public and a function of names, since {@link CopyCountingLoader} loads it for callers that know another class of this name.
 * Threading: one thread.
 */
public final class Replay implements Function<String, Map<String, Long>> {
    private static final long SEED = 1;
    private static final long SLICE_NS = 10_000_000L;
    private static final long LONGEST_NS = 60_000_000_000L;
    private static final int FIRST_PEER_PORT = 7_000;
    private static final int FIRST_CLIENT_PORT = 8_000;

    /** Returns the counts of a scenario, by the counters' names. */
    @Override
    public Map<String, Long> apply(final String scenario) {
        return run(Scenario.of(scenario)).values();
    }

    private static Counts run(final Scenario scenario) {
        final SimScheduler scheduler = new SimScheduler();
        final SplittableRandom random = new SplittableRandom(SEED);
        final Counts counts = new Counts();
        final ReplayNetwork network = new ReplayNetwork(scheduler, random.split(), counts, scenario.nodeCount());
        final ReplayLoad load = new ReplayLoad(scheduler, random.split(), scenario, counts);
        final List<ReplayNode> nodes = new ArrayList<>();
        for (int nodeId = 1; nodeId <= scenario.nodeCount(); nodeId++) {
            final ReplayNode node = new ReplayNode(scheduler, random.split(), counts);
            final ReplayDisk disk = new ReplayDisk(counts);
            node.start(
                    new ReplayEnvironment(disk, scheduler, random.split(), network, load, node::wakeUp),
                    configOf(nodeId, scenario));
            nodes.add(node);
        }
        while (!load.isDone() && scheduler.nowNs() < LONGEST_NS) {
            scheduler.runUntil(scheduler.nowNs() + SLICE_NS);
        }
        nodes.forEach(ReplayNode::close);
        if (!load.isDone()) {
            throw new IllegalStateException("the replay comes to no end: scenario=" + scenario.name());
        }
        return counts;
    }

    /** What a node is started with unless somebody says otherwise, but for snapshots: they are no part of a command's way. */
    private static NodeConfig configOf(final int nodeId, final Scenario scenario) {
        final Member[] members = new Member[scenario.nodeCount()];
        for (int i = 0; i < members.length; i++) {
            members[i] = new Member(i + 1, "node-" + (i + 1), FIRST_PEER_PORT + i, FIRST_CLIENT_PORT + i);
        }
        return NodeConfig.builder()
                .clusterId(42)
                .nodeId(nodeId)
                .members(members)
                .dataDirectory(Path.of("/data/node-" + nodeId))
                .threadingMode(ThreadingMode.INVOKER)
                .set(NodeSetting.SNAPSHOT_ENTRIES, 0)
                .set(NodeSetting.SEGMENT_BYTES, scenario.segmentBytes())
                .build();
    }
}
