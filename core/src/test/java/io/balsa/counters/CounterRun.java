package io.balsa.counters;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Replays scenarios with counted copies, as often as it takes to see what the code allocates.
 *
 * <p>The virtual machine allocates on its own account while it warms up, which is on no two machines the same; so the fewest bytes of
 * several replays count. Everything else must be the same in each.
 *
 * <p>Threading: one thread.
 */
final class CounterRun {
    private static final int MOST_REPLAYS = 8;

    private final Function<String, Map<String, Long>> replay;

    CounterRun() {
        final CopyCountingLoader loader = new CopyCountingLoader(CounterRun.class.getClassLoader());
        try {
            replay = replayOf(loader.loadClass(Replay.class.getName()));
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("the replay cannot be loaded", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Function<String, Map<String, Long>> replayOf(final Class<?> type)
            throws ReflectiveOperationException {
        return (Function<String, Map<String, Long>>) type.getConstructor().newInstance();
    }

    /** Returns what a scenario counts, by the counters' names. */
    Map<String, Long> count(final Scenario scenario) {
        final String allocated = Counter.ALLOCATED_BYTES.key();
        final Map<String, Long> counts = replay.apply(scenario.name());
        long least = Objects.requireNonNull(counts.remove(allocated));
        if (scenario.beginsSegments()) {
            // That is no steady state: a segment is a few objects.
            return counts;
        }
        for (int i = 1; i < MOST_REPLAYS && least > 0; i++) {
            final Map<String, Long> again = replay.apply(scenario.name());
            least = Math.min(least, Objects.requireNonNull(again.remove(allocated)));
            if (!again.equals(counts)) {
                throw new IllegalStateException("a replay is not like the one before it: scenario=" + scenario.name()
                        + ", first=" + counts + ", then=" + again);
            }
        }
        counts.put(allocated, least);
        return counts;
    }
}
