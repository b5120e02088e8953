/**
 * Byte layouts, without behaviour.
 *
 * <p>A log entry is the same bytes in memory, on disk and on the wire ({@link io.balsa.codec.EntryFrame}), so replication is a copy. What
 * precedes a message on a connection is a {@link io.balsa.codec.WireFrame}, what stands for itself in a file a
 * {@link io.balsa.codec.StoredRecord}. Everything else is SBE: the schemas under
 * {@code src/main/sbe} are the documentation of the protocols, and the flyweights in the {@code sbe} packages are generated from
 * them by the build.
 */
@NullMarked
package io.balsa.codec;

import org.jspecify.annotations.NullMarked;
