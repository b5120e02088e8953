package io.balsa.bench.result;

import org.jspecify.annotations.Nullable;

/**
 * One leader killed under load.
 *
 * @param round from 1
 * @param killedNodeId the leader that got SIGKILL
 * @param newLeaderId the leader afterwards, 0 when there was none
 * @param ratePerSecond at which commands were sent meanwhile
 * @param killSeconds time of the kill since the start of the round's load
 * @param recoverySeconds from the kill to the first acknowledgement of a command that was sent after it; null when none came
 * @param acknowledged commands that were acknowledged
 * @param lost acknowledged commands that are not there afterwards: must be 0
 * @param repeated commands that were applied more than once: must be 0
 * @param unknown commands whose outcome the client could not tell
 * @param failure what went wrong, or null
 * @param hlog file of the raw latencies, relative to the run's directory
 */
public record FailoverRecord(
        int round,
        int killedNodeId,
        int newLeaderId,
        int ratePerSecond,
        double killSeconds,
        @Nullable Double recoverySeconds,
        long acknowledged,
        long lost,
        long repeated,
        long unknown,
        @Nullable String failure,
        String hlog) {
    /** Returns the tag of a round's histograms. */
    public static String tag(final int round) {
        return "failover-" + round;
    }
}
