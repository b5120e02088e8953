/**
 * The only door to the file system: everything Balsa keeps is reached through {@link io.balsa.disk.Disk}.
 *
 * <p>{@link io.balsa.disk.FileDisk} is the real one. The interface is small on purpose: what it does not offer cannot be
 * relied upon by accident, and a simulated disk that loses unforced bytes, tears writes and runs full can stand in its place.
 *
 * <p>What all files of a data directory share is here, too: to whom they belong ({@link io.balsa.disk.StorageIdentity}), in which
 * version ({@link io.balsa.disk.StorageFormat}), and how what is wrong with them is told
 * ({@link io.balsa.disk.StorageException}, {@link io.balsa.disk.Damage}).
 *
 * <p>Files are written by positional writes and read by positional reads or through read-only mappings. There is no writable
 * mapping: a store into one reports a full or broken disk as an {@code InternalError} some time later, or not at all, while
 * a write reports it at once as an {@link java.io.IOException}; {@link io.balsa.log} says what the two cost.
 */
@NullMarked
package io.balsa.disk;

import org.jspecify.annotations.NullMarked;
