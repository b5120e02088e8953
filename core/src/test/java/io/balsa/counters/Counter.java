package io.balsa.counters;

/** What is counted, over all nodes of a cluster together. */
enum Counter {
    MESSAGES("messages"),
    APPENDS("messages.append"),
    APPEND_REPLIES("messages.append-reply"),
    HEARTBEATS("messages.heartbeat"),
    HEARTBEAT_REPLIES("messages.heartbeat-reply"),
    /** Handed to sockets. */
    SENT_BYTES("sent.bytes"),
    /** Of these, taken by the socket from where the log has them: what is not gathered was encoded. */
    GATHERED_BYTES("sent.gathered-bytes"),
    /** Moves of a block of bytes from memory to memory by an agent: see {@link CopyCountingLoader}. */
    COPIES("copies"),
    COPIED_BYTES("copied.bytes"),
    WRITES("disk.writes"),
    WRITTEN_BYTES("disk.bytes"),
    /** Laid out ahead for segments to come, at twice the pace of the log. */
    ZEROED_BYTES("disk.zeroed-bytes"),
    SYNCS("disk.syncs"),
    /** Runs of the consensus duty cycle, the idle ones after work included. */
    CYCLES("cycles"),
    /** From the sending of a request to its answer, in simulated time: counts the steps that wait for each other. */
    LATENCY_NS("latency.ns"),
    /** On the heap, by agents; not counted where segments begin. */
    ALLOCATED_BYTES("allocated.bytes");

    private final String key;

    Counter(final String key) {
        this.key = key;
    }

    /** Returns its name in the file. */
    String key() {
        return key;
    }
}
