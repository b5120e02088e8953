/**
 * The log, the hard state and the directory they live in.
 *
 * <p>{@link io.balsa.log.DataDirectory} opens everything; {@link io.balsa.log.SegmentedLog} is the log,
 * {@link io.balsa.log.LogSyncAgent} makes it durable, {@link io.balsa.log.LogInspector} looks at it from outside,
 * {@link io.balsa.log.DirectoryInspector} at all of the directory, and {@link io.balsa.log.LogRepair} cuts what is damaged.
 *
 * <h2>The log's two ends</h2>
 *
 * <p>It grows at the end of the last segment, through an {@link io.balsa.log.AppendBuffer}. A suffix is removed by a
 * {@link io.balsa.log.SuffixCut}. A prefix is removed in whole segments: the appender forgets them at once, and the sync thread
 * writes the {@link io.balsa.log.LogMarker} and then deletes the files, a step at a time. A reset behind a snapshot is one durable
 * write of the marker, which names a new, empty segment as the first.
 *
 * <p>Files of removed segments are deleted, not used again. What makes a segment costly is its zeroes, and a used file would need
 * them as much as a new one, since no old frame may ever lie where a new entry is looked for; so using it again would save the
 * file system a few extents and cost a state between used and spare that every recovery had to know.
 *
 * <h2>What is durable when</h2>
 *
 * <pre>
 *   sync             bytes of entries, force, then the marker's highest durable index, not forced
 *   next segment     zeroes, forced step by step; name and directory; then the marker; its header before its first entry
 *   cut a suffix     record of the cut; marker; files behind; zeroes; no record: each durable before the next
 *   compact          marker; then files are deleted, not forced
 *   reset            a new segment as above; marker; then files are deleted, not forced
 *   recovery         what a crash left unfinished; zeroes over a torn tail; marker
 * </pre>
 *
 * <p>Writing the marker after each sync without forcing it costs one write into the page cache: of a sync with a median of 488
 * microseconds on a virtual disk, 5, which is within the spread (418 to 512). Forcing it would double the sync.
 *
 * <h2>How bytes come to the device</h2>
 *
 * <p>Written with {@code pwrite} into the page cache and made durable with {@code fdatasync}, over zeroes that were laid before. The
 * bench's {@code WriteWayBenchmark} compares the ways; median microseconds to make the next bytes of a file durable, with two cores and
 * ext4 on a virtual disk, while the disk was at rest:
 *
 * <pre>
 *   bytes between two syncs         4 KiB    64 KiB     1 MiB
 *   pwrite + fdatasync                157       439       988
 *   direct pwrite + fdatasync         147       471     1,108
 *   direct pwrite with O_DSYNC        144       430     2,404
 *   mapping + msync                   819     1,290    11,059
 * </pre>
 *
 * <p>A mapping is out: {@code msync} walks its pages one by one and makes the file's times durable with them, and a full or broken disk
 * shows as an {@code InternalError} some time later. Direct writing is 3 to 9 percent faster where a sync carries one block, and not
 * elsewhere; for that it writes whole blocks, so that each batch would write the last block of the one before again, and it empties
 * the page cache that followers' entries are sent from and commands are applied from. So it is not worth its price. While other
 * programs wrote to the same disk all four were up to 25 times slower, and none was reliably ahead of the first.
 *
 * <h2>What recovery can and cannot tell</h2>
 *
 * <ul>
 *   <li>After the process was killed, or stopped: the marker is exact. Every entry at or below it must be whole, also the last
 *       one, and the node does not start otherwise. What is not whole behind it was never acknowledged.
 *   <li>After a power cut: the marker is at least as of the last segment that was made and the last compaction, cut or start, and at
 *       most half a minute old where the kernel writes back on its own. Up to there as above. Entries behind it that are whole are
 *       kept; the first that is not is cut if it is the last thing in the log or lacks a whole sector
 *       ({@link io.balsa.log.TornTail}), and refused otherwise.
 *   <li>Ambiguous are therefore, after a power cut, entries that were acknowledged after the marker on the device: if within that
 *       time the very last ones are damaged, or some lose a whole sector to zeroes, they are taken for a torn write.
 *   <li>A device that lies about a force is found out when the marker outlives the entries, and not otherwise.
 * </ul>
 *
 * <p>Recovery checks every byte of every entry, each time: a checkpoint that let it skip some would turn rot that is found at
 * the next start into rot that is found by whoever reads the entry. It reads files instead of mapping them, at 2.0 GB per second of
 * processor time for entries of 256 bytes, where mapping gave 1.3.
 */
@NullMarked
package io.balsa.log;

import org.jspecify.annotations.NullMarked;
