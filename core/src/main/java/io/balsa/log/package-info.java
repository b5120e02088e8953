/**
 * The log, the hard state and the directory they live in.
 *
 * <p>{@link io.balsa.log.DataDirectory} opens everything; {@link io.balsa.log.SegmentedLog} is the log,
 * {@link io.balsa.log.LogSyncAgent} makes it durable.
 */
@NullMarked
package io.balsa.log;

import org.jspecify.annotations.NullMarked;
