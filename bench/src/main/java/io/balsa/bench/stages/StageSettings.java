package io.balsa.bench.stages;

import io.balsa.kv.NodeProfile;
import io.balsa.node.NodeSetting;
import java.util.Properties;

/** How the nodes of a run are told to note stage times. */
public final class StageSettings {
    /** Samples that a node keeps: 16 MB; at one of four commands, ten seconds of 100,000 per second. */
    private static final int CAPACITY = 1 << 18;

    private StageSettings() {}

    /**
     * Returns the profile of nodes that note stage times.
     *
     * @param every commands to one that is noted; 0 leaves the profile as it is, as does a profile that says itself what to note
     */
    public static NodeProfile applyTo(final NodeProfile nodes, final int every) {
        final Properties properties = new Properties();
        properties.putAll(nodes.nodeProperties());
        if (every == 0 || properties.containsKey(NodeSetting.STAGE_CAPACITY.key())) {
            return nodes;
        }
        properties.setProperty(NodeSetting.STAGE_CAPACITY.key(), Integer.toString(CAPACITY));
        properties.setProperty(NodeSetting.STAGE_EVERY.key(), Integer.toString(every));
        return new NodeProfile(nodes.jvmArguments(), properties);
    }
}
