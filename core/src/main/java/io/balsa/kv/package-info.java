/**
 * A replicated key-value store on the library, its server and its command line.
 *
 * <pre>
 *   KvServer         main of a node: settings, RaftNode, KvStateMachine
 *     KvStateMachine applies commands and answers queries
 *       KvScan       entries by prefix
 *       KvSnapshot   all entries, as they lie in a snapshot
 *       store/       the off-heap B+tree
 *     KvRequest*     layout, encoder and checked view of requests
 *     KvResponse*    layout of responses
 *   KvClient         typed calls over BalsaClient
 *   ClusterCommand   main of scripts/cluster
 *     ClusterProcesses  the processes of a local cluster: start, wait for a leader, kill, restart, stop
 *   LogCommand       main of scripts/log
 *     DataReport     all that was found in a data directory; DataReportText and Json print it
 *     EntryDump      prints entries; EntryText says what they say
 *   BackupCommand    main of scripts/backup
 *     ClusterBackup  has the leader write a snapshot, and copies it
 *     ClusterRestore makes the folder of a new cluster that begins with a backup
 * </pre>
 *
 * <p>What a write promises: it is answered once a majority made it durable (as its sync policy says) and the leader applied it.
 * Reads are linearizable. A version is the log index of the last change; comparing it makes any read-modify-write safe.
 */
@NullMarked
package io.balsa.kv;

import org.jspecify.annotations.NullMarked;
