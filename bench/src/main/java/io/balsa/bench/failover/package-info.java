/**
 * What a crash of the leader costs: how long nothing commits, and whether every acknowledged command is there exactly once.
 *
 * <p>The load is an open loop of appends, each to a key of its own. {@link io.balsa.bench.failover.AckLedger} notes what was
 * acknowledged; afterwards the store is read: a key that is missing is a lost command, a value of twice the length was
 * applied twice.
 */
@NullMarked
package io.balsa.bench.failover;

import org.jspecify.annotations.NullMarked;
