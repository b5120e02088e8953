/**
 * What a request costs, counted: messages, bytes sent and copied, syncs, bytes allocated. Times differ from run to run and from machine
 * to machine; these numbers do not, so that a change of any of them is seen at once, and is a reviewed change of
 * {@code results/counters.txt}.
 *
 * <pre>
 *   Scenario            a fixed load on a calm cluster
 *   Replay              whole nodes ({@link io.balsa.node.RaftNode}) in simulated time, from one seed:
 *     ReplayNode          steps one node's agents
 *     ReplayEnvironment   what it stands on: ReplayDisk, ReplayNetwork and ReplayLoad, which count
 *   Meter               bytes that agents allocate and copy, and nobody else
 *   CopyCountingLoader  makes every copy in Balsa and Agrona tell the meter
 *   CounterRun          replays until the virtual machine has warmed up
 *   CounterTable        the file, and in what another differs from it
 * </pre>
 *
 * <p>Gateway and sockets have no part in it: what they copy and allocate is shown by their own tests.
 */
@NullMarked
package io.balsa.counters;

import org.jspecify.annotations.NullMarked;
