package io.balsa.bench.cluster;

import io.balsa.client.ClientConfig;
import io.balsa.disk.StorageException;
import io.balsa.kv.ClusterException;
import io.balsa.node.StageFile;
import java.util.Optional;

/**
 * A cluster to put load on. Threading: one thread, except {@link #close}, which a shutdown hook may call at any time.
 */
public interface BenchCluster extends AutoCloseable {
    /**
     * Starts what has to be started and waits for a leader.
     *
     * @throws ClusterException when there is none in time, with what is wrong
     */
    void start();

    /** Returns settings of a client of this cluster, to be completed. */
    ClientConfig.Builder clientConfig();

    /** Begins to look at the nodes of a started cluster; the caller closes it. */
    ClusterWatch watch();

    /**
     * Returns the stage times that a node has written down so far; empty when it notes none, or its disk is elsewhere.
     *
     * @throws StorageException when its file cannot be read
     */
    Optional<StageFile> stageTimes(int nodeId);

    /** Ends what was started, and leaves nothing behind. */
    @Override
    void close();
}
