/**
 * What the machine itself can do, measured before and around the load: the ground every result stands on.
 *
 * <pre>
 *   client            leader                follower
 *     | --- command ---&gt; |                     |
 *     |                  | --- append --------&gt; |
 *     |                sync                   sync       the three nodes of a bench share one disk
 *     |                  | &lt;-- persisted ------ |
 *     | &lt;-- response --- |
 *
 *   limit = client round trip + max(leader's sync, peer round trip + follower's sync)
 * </pre>
 *
 * <p>No durable commit of one command alone can be faster than this, whatever the software: {@link
 * io.balsa.bench.probe.CommitLimit} computes it from the disk's sync latency ({@link io.balsa.bench.probe.SyncProbe}) and
 * the round trip of a blocking socket ({@link io.balsa.bench.probe.RoundTripProbe}). {@link
 * io.balsa.bench.probe.HiccupProbe} tells how long an idle machine keeps a ready thread waiting: no tail can be
 * shorter than that. {@link io.balsa.bench.probe.HiccupWatch} tells the same of the machine under load, beside every load.
 */
@NullMarked
package io.balsa.bench.probe;

import org.jspecify.annotations.NullMarked;
