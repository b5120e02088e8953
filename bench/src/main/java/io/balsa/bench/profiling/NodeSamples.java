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
    /** What runs every stage of a node; other threads only wait for its end. */
    private static final String AGENT = "org/agrona/concurrent/AgentRunner.";

    /**
     * Returns all samples, of the time that threads take only the agents': most of a JVM's threads do nothing but wait.
     *
     * @throws IOException when the recording cannot be read
     */
    public Stacks all() throws IOException {
        return ofAgents(Recording.read(recording, event));
    }

    /**
     * Returns the samples of the times in which one of the slowest commits was under way.
     *
     * @throws IOException when the recording cannot be read
     */
    public Stacks during(final CommitTimes.Tail tail) throws IOException {
        return ofAgents(Recording.read(recording, event, tail.intervals()::contains));
    }

    private Stacks ofAgents(final Stacks stacks) {
        return event == ProfileEvent.WALL ? stacks.having(stack -> stack.contains(AGENT)) : stacks;
    }
}
