package io.balsa.bench.profiling;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What was recorded of a node while it was under load.
 *
 * @param role {@code leader} or {@code follower}
 * @param nodeId of the node
 * @param event that was sampled
 * @param recording the file
 * @param commits when each command of the load was under way
 */
public record NodeSamples(String role, int nodeId, ProfileEvent event, Path recording, CommitTimes commits) {
    private static final String BALSA = "io/balsa/";

    /**
     * Returns all samples; of threads that never run Balsa, none: most of a JVM's threads do nothing but wait.
     *
     * @throws IOException when the recording cannot be read
     */
    public Stacks all() throws IOException {
        return ofBalsa(Recording.read(recording, event));
    }

    /**
     * Returns the samples of the times in which one of the slowest commits was under way.
     *
     * @throws IOException when the recording cannot be read
     */
    public Stacks during(final CommitTimes.Tail tail) throws IOException {
        return ofBalsa(Recording.read(recording, event, tail.intervals()::contains));
    }

    private Stacks ofBalsa(final Stacks stacks) {
        return event == ProfileEvent.WALL ? stacks.having(stack -> stack.contains(BALSA)) : stacks;
    }
}
