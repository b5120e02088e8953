/**
 * The cluster that is measured: three node processes on loopback with data of their own, gone when the run is; or three nodes in this
 * JVM; or whatever runs at given addresses ({@link io.balsa.bench.cluster.ClusterForm}).
 *
 * <p>{@link io.balsa.bench.cluster.ClusterWatch} asks the nodes about themselves while there is load: what they used, and by
 * {@link io.balsa.bench.cluster.ClusterEvents} what happened to them.
 */
@NullMarked
package io.balsa.bench.cluster;

import org.jspecify.annotations.NullMarked;
