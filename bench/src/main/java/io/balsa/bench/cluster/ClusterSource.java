package io.balsa.bench.cluster;

import io.balsa.kv.NodeProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Which cluster a run is to measure.
 *
 * @param addresses of the nodes' client ports for {@link ClusterForm#ADDRESSES}, else empty
 */
public record ClusterSource(ClusterForm form, List<String> addresses) {
    /**
     * Returns the source of a cluster that the run starts itself.
     *
     * @param word of PROCESSES or IN_PROCESS
     */
    public static ClusterSource started(final String word) {
        return new ClusterSource(
                word.equals(ClusterForm.IN_PROCESS.word()) ? ClusterForm.IN_PROCESS : ClusterForm.PROCESSES, List.of());
    }

    /**
     * Prepares the cluster.
     *
     * @param place where its nodes may keep their data
     * @param logs takes what they print
     * @param nodes what they are tuned with, if they are started
     * @throws IOException when a directory cannot be made
     */
    public BenchCluster open(final Path place, final Path logs, final NodeProfile nodes) throws IOException {
        return switch (form) {
            case PROCESSES -> ProcessCluster.create(place, logs, nodes);
            case IN_PROCESS -> InProcessCluster.create(place, logs, nodes);
            case ADDRESSES -> new RunningCluster(addresses);
        };
    }
}
