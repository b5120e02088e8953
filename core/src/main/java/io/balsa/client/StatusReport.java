package io.balsa.client;

import io.balsa.codec.sbe.client.NodeRole;
import io.balsa.codec.sbe.client.SyncMode;

/**
 * What a node told about itself; totals count from the start of its process.
 *
 * @param clusterId the cluster it belongs to
 * @param nodeId its id
 * @param role what it is to its group
 * @param term its current term
 * @param leaderId the leader it knows of, 0 for none
 * @param firstIndex oldest log entry held
 * @param lastIndex newest log entry held
 * @param commitIndex highest entry known to be committed
 * @param appliedIndex highest entry applied
 * @param snapshotIndex of the newest whole snapshot, 0 for none
 * @param syncMode when log writes are forced to the device
 * @param processId of the operating system
 * @param uptimeMs since its start, in milliseconds
 * @param cpuNs CPU time of the process, in nanoseconds
 * @param allocatedBytes heap bytes allocated by the agents' threads
 * @param gcCount collections of the process
 * @param syncs times the log was forced to the device
 * @param slowSyncs those that took longer than 10 ms
 * @param slowSyncNs what these took together, in nanoseconds
 * @param commands commands applied
 * @param queries queries answered
 * @param elections elections it began
 * @param badPeerFrames damaged or senseless frames on the peer port
 * @param badClientFrames damaged or senseless frames on the client port
 * @param connections client connections now
 * @param dataDirectory where its files are
 */
public record StatusReport(
        long clusterId,
        int nodeId,
        NodeRole role,
        long term,
        int leaderId,
        long firstIndex,
        long lastIndex,
        long commitIndex,
        long appliedIndex,
        long snapshotIndex,
        SyncMode syncMode,
        long processId,
        long uptimeMs,
        long cpuNs,
        long allocatedBytes,
        long gcCount,
        long syncs,
        long slowSyncs,
        long slowSyncNs,
        long commands,
        long queries,
        long elections,
        long badPeerFrames,
        long badClientFrames,
        int connections,
        String dataDirectory) {}
