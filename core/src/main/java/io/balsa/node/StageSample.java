package io.balsa.node;

import io.balsa.codec.sbe.storage.StageSampleDecoder;

/**
 * When one command reached each {@link CommandStage} on the leader, in nanoseconds of the leader's monotonic clock. On Linux that is the
 * same clock in all processes of a machine.
 *
 * @param index of the command in the log
 * @param sentNs {@link #NEVER} in a group of one
 */
public record StageSample(
        long index,
        long receivedNs,
        long appendedNs,
        long sentNs,
        long durableNs,
        long committedNs,
        long appliedNs,
        long answeredNs) {
    /** The time of a stage that was not reached. */
    public static final long NEVER = StageSampleDecoder.sentNsNullValue();

    /** Returns the time from the ingress ring to the client's socket, in ns. */
    public long totalNs() {
        return answeredNs - receivedNs;
    }

    /** Tells whether the command went all the way: each stage was reached, and none before the one it follows. */
    boolean isWhole() {
        return index > 0
                && durableNs != NEVER
                && receivedNs <= appendedNs
                && appendedNs <= committedNs
                && committedNs <= appliedNs
                && appliedNs <= answeredNs;
    }
}
