package io.balsa.bench.stages;

import io.balsa.node.StageSample;

/**
 * A part of a command's time on its leader. All but {@link #SYNC} follow each other, and together are the whole.
 */
public enum StagePart {
    /** Taken off the ingress ring, given an index, copied into the segment, together with its batch. */
    APPEND("append"),
    /** Handed to the transport. */
    SEND("send"),
    /** Until a quorum holds it or the leader's own disk does, whichever is first: all members are at work. */
    DISKS("disks"),
    /** The leader's own disk has it, and a follower's answer is awaited. */
    FOLLOWERS("followers"),
    /** Carried out by the state machine, together with its batch, answers included. */
    APPLY("apply"),
    /** Answers written to the sockets. */
    ANSWER("answer"),
    /** Beside {@link #SEND} and what follows: until the leader's own disk has the entry. */
    SYNC("sync");

    private final String word;

    StagePart(final String word) {
        this.word = word;
    }

    /** Returns the name in files and reports. */
    public String word() {
        return word;
    }

    /** Tells whether it runs beside the others. */
    public boolean isParallel() {
        return this == SYNC;
    }

    /** Returns how long it took a command, in ns. */
    public long ns(final StageSample sample) {
        return switch (this) {
            case APPEND -> sample.appendedNs() - sample.receivedNs();
            case SEND -> sentNs(sample) - sample.appendedNs();
            case DISKS -> ownNs(sample) - sentNs(sample);
            case FOLLOWERS -> sample.committedNs() - ownNs(sample);
            case APPLY -> sample.appliedNs() - sample.committedNs();
            case ANSWER -> sample.answeredNs() - sample.appliedNs();
            case SYNC -> sample.durableNs() - sample.appendedNs();
        };
    }

    /** The leader's own sync parts the wait for a quorum in two, if it ends within it. */
    private static long ownNs(final StageSample sample) {
        return Math.min(Math.max(sample.durableNs(), sentNs(sample)), sample.committedNs());
    }

    /** Where nobody else is needed for the commit, an entry may be sent after it, or never. */
    private static long sentNs(final StageSample sample) {
        return sample.sentNs() == StageSample.NEVER
                ? sample.appendedNs()
                : Math.min(sample.sentNs(), sample.committedNs());
    }
}
