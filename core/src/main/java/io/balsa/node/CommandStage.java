package io.balsa.node;

import io.balsa.codec.sbe.storage.StageSampleEncoder;

/**
 * The moments of a command on the leader whose times can be recorded, in the order of its way but for {@link #DURABLE}, which lies
 * beside it. {@link io.balsa} numbers the steps.
 */
public enum CommandStage {
    /** Steps 1 and 2: the duty cycle has read what the sockets held; the request is on the ingress ring. */
    RECEIVED(StageSampleEncoder.receivedNsEncodingOffset()),
    /** Steps 3 to 5: the requests of this cycle are off the ring, and their bytes in the segment. */
    APPENDED(StageSampleEncoder.appendedNsEncodingOffset()),
    /** Step 6b: handed to the transport, for the first member that takes the entry. A group of one never comes here. */
    SENT(StageSampleEncoder.sentNsEncodingOffset()),
    /** Step 6a: the leader's own sync is done, and its duty cycle knows. */
    DURABLE(StageSampleEncoder.durableNsEncodingOffset()),
    /** Steps 7 and 8: a quorum holds it, and the core has said so. */
    COMMITTED(StageSampleEncoder.committedNsEncodingOffset()),
    /** Step 9: the commands of this cycle are applied, their answers on the egress ring. */
    APPLIED(StageSampleEncoder.appliedNsEncodingOffset()),
    /** Step 10: the answers of this cycle were offered to their sockets. */
    ANSWERED(StageSampleEncoder.answeredNsEncodingOffset());

    private final int offset;

    CommandStage(final int offset) {
        this.offset = offset;
    }

    /** Returns where a sample holds the time, in bytes from its beginning. */
    int offset() {
        return offset;
    }
}
