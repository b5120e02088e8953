package io.balsa.bench.cluster;

/** Where the nodes of a measured cluster run. */
public enum ClusterForm {
    /** Each in a process of its own on this machine, started for the run. */
    PROCESSES("processes"),
    /** All in the JVM of the bench, which sends the load as well. */
    IN_PROCESS("in-process"),
    /** Wherever they were started, at addresses given. */
    ADDRESSES("addresses");

    private final String word;

    ClusterForm(final String word) {
        this.word = word;
    }

    /** Returns what it is called in settings and reports. */
    public String word() {
        return word;
    }
}
