package io.balsa.simulation;

import java.util.List;

/**
 * One run: a storm, in which faults happen and no property of safety may be violated, and a calm, in which the cluster must come to
 * work and agree.
 *
 * <p>Threading: one thread, from the beginning to the end.
 */
final class Simulation {
    private static final int WRITERS = 3;
    private static final double BUSY_THINK_NS = 4_000_000;
    private static final double IDLE_THINK_NS = 40_000_000;

    private final SimWorld world;
    private final FaultInjector injector;
    private final long stormNs;

    /**
     * Prepares a run.
     *
     * @param faults what happens, as {@link FaultPlan#draw} drew it for the seed, or part of it
     */
    Simulation(
            final long seed,
            final int nodeCount,
            final FaultPlan plan,
            final List<Fault> faults,
            final RunTrace trace) {
        final boolean busy = SimRandom.of(seed, "load", 0).happens(0.7);
        world = new SimWorld(seed, nodeCount, WRITERS, plan.readers(), busy ? BUSY_THINK_NS : IDLE_THINK_NS, trace);
        injector = new FaultInjector(world);
        injector.plan(faults);
        stormNs = plan.stormNs();
    }

    /** Runs to the end, or to the first violation. */
    RunResult run() {
        SimViolation violation = null;
        try {
            world.start();
            world.scheduler().runUntil(stormNs);
            injector.calm();
            new LivenessChecker(world).run();
            BoundedMemoryChecker.check(world);
            LinearizabilityChecker.check(world.history().operations());
        } catch (final SimViolation found) {
            violation = found;
            world.trace().onViolation(world.scheduler().nowNs(), found.property(), found.text());
        }
        return new RunResult(
                violation,
                world.scheduler().hash(),
                world.scheduler().nowNs(),
                world.network().messageCount(),
                world.history().answered(),
                world.checkers().electionSafety().ledTerms(),
                world.checkers().committed().lastIndex());
    }
}
