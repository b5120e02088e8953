package io.balsa.bench.load;

/** Puts load on a cluster until its window is over. */
public interface LoadGenerator {
    /** Sends, receives and measures; returns when every answer is there or waiting for them has ended. */
    LoadResult run();

    /** Returns how many commands were answered so far, warm-up included. Threading: any thread. */
    long completed();
}
