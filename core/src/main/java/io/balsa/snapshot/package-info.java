/**
 * Snapshots: the whole state as of one log index, in one file, which takes the place of the log up to there (Raft paper, section 7).
 *
 * <pre>
 *   SnapshotStore       the directory: what is there, what is newest, what becomes of the older ones
 *     SnapshotFile      a whole snapshot in it; SnapshotId names it among nodes
 *     SnapshotWriter    makes one: a {@link io.balsa.snapshot.SnapshotSink} that the state is written to
 *     SnapshotReader    reads one: a {@link io.balsa.snapshot.SnapshotSource} that the state is loaded from
 *   SnapshotInspector   looks at them from outside
 *   SnapshotCopy        copies one out of the directory, and into that of a new node: backups
 *   SnapshotSender      gives the parts of a file to other nodes, as many as they ask for and the bandwidth allows
 *   PartRequests        decides when a receiver asks for which parts
 *   SnapshotReceiver    puts a file together from parts, and goes on where it was after a restart
 *   SnapshotHead, ChunkLayout, SnapshotEnd, SnapshotShape    what the bytes mean
 * </pre>
 *
 * <h2>The file</h2>
 *
 * <pre>
 *   0       512                                                        length
 *   +-------+---------------+---------------+-- ... --+---------+------+
 *   | head  | chunk 1       | chunk 2       |         | chunk n | end  |
 *   +-------+---------------+---------------+-- ... --+---------+------+
 *   part 0    part 1          part 2                    part n    part n + 1
 * </pre>
 *
 * <p>Every part has a checksum of its own, and begins and ends on a sector. The end has one over the checksums of all others, so
 * that parts of two files never make one. No byte of a file is outside of all checksums.
 *
 * <p>The bytes are the same on every node that has the file. So a part is sent as it lies on disk, any node that has the file can
 * send it, and whoever receives it checks what the writer wrote. The head names the node that wrote the file first; what must
 * match is the cluster.
 *
 * <h2>Whole or not at all</h2>
 *
 * <p>A file is written under another name, forced, renamed, and the directory is synced. Only then are older ones deleted. A crash at
 * any moment leaves the old or the new snapshot whole. A file of the final name that is not whole was therefore damaged later:
 * that is refused and never passed over in silence, since the log no longer holds what it held.
 */
@NullMarked
package io.balsa.snapshot;

import org.jspecify.annotations.NullMarked;
