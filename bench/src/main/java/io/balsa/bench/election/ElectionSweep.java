package io.balsa.bench.election;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Every line of the figure, by the rules of the paper and by Balsa's own, on a slow disk and on a fast one.
 *
 * <p>The paper tells a "broadcast time", network round trip plus disk write, of about 15 ms on gigabit Ethernet (dissertation,
 * 9.3), and not how much of it is the disk's. Here the network takes 2 of them, and a slow disk the other 13; a fast one takes a
 * fifth of a millisecond.
 *
 * <p>Threading: trials run on all processors; each has a seed of its own, so that what comes out does not depend on it.
 */
public final class ElectionSweep {
    private static final double PATIENCE_MS = 20_000;

    /** The paper ran a tenth of the trials where nobody is elected for long. */
    private static final int FEWER = 10;

    private static final Span ONE_WAY = new Span(0.5, 1.5);
    private static final Span SLOW_DISK = new Span(11, 15);
    private static final Span FAST_DISK = new Span(0.1, 0.3);

    private final int trials;
    private final long seed;

    /**
     * Prepares a sweep.
     *
     * @param trials of each line, from 10
     * @param seed of all of them
     */
    public ElectionSweep(final int trials, final long seed) {
        if (trials < FEWER) {
            throw new IllegalArgumentException("too few trials: trials=" + trials + ", least=" + FEWER);
        }
        this.trials = trials;
        this.seed = seed;
    }

    /**
     * Runs all lines.
     *
     * @param progress told what begins
     * @throws IOException when the published curves cannot be read
     */
    public ElectionRecord run(final String commit, final boolean dirty, final Consumer<String> progress)
            throws IOException {
        final List<ElectionCurves> curves = new ArrayList<>(PublishedTimes.read());
        for (final boolean fast : List.of(false, true)) {
            for (final boolean own : List.of(false, true)) {
                final String name = (own ? "Balsa" : "paper's rules") + (fast ? ", fast disk" : ", slow disk");
                progress.accept(name);
                final ElectionSetup setup = new ElectionSetup(own, own, ONE_WAY, fast ? FAST_DISK : SLOW_DISK);
                curves.add(new ElectionCurves(name, "simulated", setup, lines(setup)));
            }
        }
        return new ElectionRecord(
                ElectionRecord.SCHEMA_VERSION,
                commit,
                dirty,
                seed,
                VirtualTime.TICK_MS,
                PATIENCE_MS,
                List.copyOf(curves));
    }

    private List<ElectionTimes> lines(final ElectionSetup setup) {
        return Stream.concat(Timeouts.RANDOMNESS.stream(), Timeouts.SCALE.stream())
                .distinct()
                .map(timeouts -> line(setup, timeouts))
                .toList();
    }

    /** Runs one line. */
    ElectionTimes line(final ElectionSetup setup, final Timeouts timeouts) {
        final boolean random = timeouts.mostMs() > timeouts.leastMs();
        final long[] ticks = LongStream.range(0, random ? trials : trials / FEWER)
                .parallel()
                .map(trial -> new ElectionTrial(setup, timeouts, seed * 1_000_003 + trial)
                        .run(VirtualTime.ticks(PATIENCE_MS)))
                .toArray();
        return ElectionTimes.of(timeouts, ticks);
    }
}
