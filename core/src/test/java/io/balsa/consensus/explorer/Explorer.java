package io.balsa.consensus.explorer;

import io.balsa.consensus.explorer.Event.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Visits every world that can be reached from the first one by so many events, nearest first.
 *
 * <p>Of a world that was visited no more is kept than 64 bits, the world it came from and the event between them. Two worlds with equal
 * bits would be taken for one: with ten million worlds that happens once in three hundred thousand explorations.
 */
final class Explorer {
    /**
     * What was found.
     *
     * @param states worlds visited
     * @param depth events from the first world up to which all were visited
     * @param complete whether there is nothing beyond: every way was gone to its end
     * @param violation null for none
     * @param path to the violation, the way into the plan included
     */
    record Result(
            int states,
            int depth,
            boolean complete,
            int coreStates,
            long coreRuns,
            @Nullable String violation,
            List<Event> path,
            Cores cores) {}

    private record Visit(World world, int number) {}

    private final Plan plan;
    private final Cores cores = new Cores();
    private final List<Event> prologue = new ArrayList<>();
    private final int maxStates;
    private final ObjLongConsumer<Integer> progress;
    private final Queue<Visit> frontier = new ArrayDeque<>();
    private final FingerprintSet visited = new FingerprintSet();
    private int[] parents = new int[1 << 12];
    private long[] events = new long[1 << 12];
    private int count;

    /**
     * Creates an explorer.
     *
     * @param maxStates at which it stops
     * @param progress is told the depth and the number of states now and then
     */
    Explorer(final Plan plan, final int maxStates, final ObjLongConsumer<Integer> progress) {
        this.plan = plan;
        this.maxStates = maxStates;
        this.progress = progress;
    }

    Result explore(final int maxDepth) {
        visit(plan.warm() ? warmWorld() : World.first(plan, cores), -1, 0);
        int depth = 0;
        while (!frontier.isEmpty() && depth < maxDepth && count < maxStates) {
            for (int left = frontier.size(); left > 0 && count < maxStates; left--) {
                final Visit visit = frontier.remove();
                for (final Event event : visit.world.events()) {
                    final World next;
                    try {
                        next = visit.world.after(event);
                    } catch (final Violation violation) {
                        return result(depth, violation.getMessage(), pathTo(visit.number, event));
                    }
                    visit(next, visit.number, event.packed());
                }
                progress.accept(depth, count);
            }
            depth += count < maxStates ? 1 : 0;
        }
        return result(depth, null, List.of());
    }

    private void visit(final World world, final int parent, final long event) {
        if (!visited.add(world.fingerprint())) {
            return;
        }
        if (count == parents.length) {
            parents = Arrays.copyOf(parents, count * 2);
            events = Arrays.copyOf(events, count * 2);
        }
        parents[count] = parent;
        events[count] = event;
        frontier.add(new Visit(world, count));
        count++;
    }

    /** Lets node 1 be elected and everything settle, and then what the plan begins with happen. */
    private World warmWorld() {
        World world = settled(World.first(plan, cores), new Event(plan.leases() ? Kind.TIMEOUT : Kind.CAMPAIGN, 1, 0));
        if (!world.node(1).raft().isLeader()) {
            throw new IllegalStateException("node 1 must lead before a warm plan begins: " + world);
        }
        for (final Event event : plan.prologue()) {
            final Event known = event.kind() == Kind.DELIVER ? world.oldest(event.argument(), event.nodeId()) : event;
            prologue.add(known);
            world = world.after(known);
        }
        return world.refreshed();
    }

    private World settled(final World before, final Event first) {
        @Nullable Event event = first;
        World world = before;
        while (event != null) {
            prologue.add(event);
            world = world.after(event);
            event = world.anyProgress();
        }
        return world;
    }

    private List<Event> pathTo(final int number, final Event last) {
        final List<Event> path = new ArrayList<>(List.of(last));
        for (int at = number; parents[at] >= 0; at = parents[at]) {
            path.add(Event.unpacked(events[at]));
        }
        Collections.reverse(path);
        path.addAll(0, prologue);
        return path;
    }

    private Result result(final int depth, final @Nullable String violation, final List<Event> path) {
        return new Result(
                count,
                violation == null ? depth : path.size() - prologue.size(),
                violation == null && frontier.isEmpty(),
                cores.stateCount(),
                cores.runs(),
                violation,
                path,
                cores);
    }
}
