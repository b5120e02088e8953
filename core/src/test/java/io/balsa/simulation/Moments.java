package io.balsa.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Says "now" to faults that wait for a {@link Moment}. Whoever looks at the run tells it, once for each time that a moment has come.
 *
 * <p>A fault never strikes in the middle of the step that makes its moment, but as the next event.
 *
 * <p>Threading: one thread.
 */
final class Moments {
    private record Waiting(long lagNs, IntConsumer strike) {}

    private final SimScheduler scheduler;
    private final Map<Moment, List<Waiting>> waiting = new EnumMap<>(Moment.class);

    Moments(final SimScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Waits for the next time that a moment comes.
     *
     * @param lagNs how long after it to strike
     * @param strike is given the node that the moment is about
     */
    void await(final Moment moment, final long lagNs, final IntConsumer strike) {
        waiting.computeIfAbsent(moment, unused -> new ArrayList<>()).add(new Waiting(lagNs, strike));
    }

    /** A moment has come, for a node. */
    void on(final Moment moment, final int nodeId) {
        if (waiting.isEmpty()) {
            return;
        }
        final List<Waiting> struck = waiting.remove(moment);
        if (struck != null) {
            struck.forEach(
                    each -> scheduler.after(each.lagNs(), () -> each.strike().accept(nodeId)));
        }
    }
}
