package io.balsa.disk;

import java.nio.file.Path;

/**
 * To whom the files of a data directory belong; every file carries it.
 *
 * @param clusterId of the cluster
 * @param nodeId of the node, from 1
 * @param incarnation made at random with the directory: a node that comes back under its old id on another disk differs in it
 */
public record StorageIdentity(long clusterId, int nodeId, long incarnation) {
    /** Checks the range of the node id. */
    public StorageIdentity {
        if (nodeId < 1) {
            throw new IllegalArgumentException("node id out of range: nodeId=" + nodeId + ", least=1");
        }
    }

    /**
     * Refuses a file of another node, naming both.
     *
     * @throws StorageException when {@code found}, read from the file, is not this identity
     */
    public void requireSame(final Path file, final StorageIdentity found) {
        if (!found.equals(this)) {
            throw new StorageException("file belongs to somebody else: file=" + file + ", expected=" + this + ", found="
                    + found + "; put back the file that belongs here, or start the node it belongs to");
        }
    }

    @Override
    public String toString() {
        return "cluster " + clusterId + " node " + nodeId + " incarnation " + Long.toHexString(incarnation);
    }
}
