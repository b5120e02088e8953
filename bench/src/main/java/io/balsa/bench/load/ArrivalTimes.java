package io.balsa.bench.load;

/** The times at which commands are due, one after the other, without end. Threading: one thread. Allocates nothing. */
public interface ArrivalTimes {
    /** Returns when the next command is due, in ns on the monotonic clock; never before the one before it. */
    long nextNs();
}
