package io.balsa.bench.history;

import io.balsa.bench.history.Figure.Better;
import io.balsa.bench.history.HistoryRecord.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Made-up measurements of two machines, drawn from a fixed seed: one commit makes a benchmark slower, one makes it allocate. */
public final class SampleHistory {
    /** The machine with a history. */
    public static final String MACHINE = "amd-epyc-2c-24g";
    /** The machine that was measured once. */
    public static final String OTHER = "xeon-<8>-8c-32g";
    /** Slower from {@link #SLOWER} on. */
    public static final String TIME = "fork.LogAppendBenchmark.append{payloadLength=256}.time";
    /** Nothing before {@link #ALLOCATING}. */
    public static final String ALLOCATED = "fork.LogAppendBenchmark.append{payloadLength=256}.allocated";
    /** Never another. */
    public static final String THROUGHPUT = "load.closed-16.throughput";
    /** Number of the slower commit, from 0. */
    public static final int SLOWER = 12;
    /** Number of the allocating commit, from 0. */
    public static final int ALLOCATING = 7;

    private static final int COMMITS = 20;

    private final Random random = new Random(11);
    private final List<HistoryRecord> records = new ArrayList<>();

    private SampleHistory() {}

    /** Returns the measurements, in the order in which they were made. */
    public static List<HistoryRecord> records() {
        final SampleHistory sample = new SampleHistory();
        for (int commit = 0; commit < COMMITS; commit++) {
            sample.add(commit, false);
        }
        sample.add(5, true);
        sample.records.add(record(3, Kind.RUN, OTHER, false, sample.run()));
        return List.copyOf(sample.records);
    }

    /** Returns the name of a commit. */
    public static String commit7(final int number) {
        return String.format("c%06d", number);
    }

    private void add(final int commit, final boolean dirty) {
        records.add(record(commit, Kind.RUN, MACHINE, dirty, run()));
        records.add(record(commit, Kind.COMPARISON, MACHINE, dirty, forks(commit)));
    }

    private List<Figure> run() {
        final double value = 20_000 * Math.exp(0.02 * random.nextGaussian());
        return List.of(new Figure(THROUGHPUT, "commands/s", Better.MORE, value, value / 20, 32));
    }

    private List<Figure> forks(final int commit) {
        final double ns = (commit < SLOWER ? 80 : 92) * Math.exp(0.01 * random.nextGaussian());
        final double bytes = commit < ALLOCATING ? 0 : 24 + random.nextInt(2);
        return List.of(
                new Figure(TIME, "ns/op", Better.LESS, ns, 0.8, 10),
                new Figure(ALLOCATED, "B/op", Better.LESS, bytes, 0.0, 10));
    }

    /** Makes a measurement. */
    static HistoryRecord record(
            final int commit, final Kind kind, final String machine, final boolean dirty, final List<Figure> figures) {
        final Instant committedAt = Instant.parse("2026-11-01T12:00:00Z").plusSeconds(86_400L * commit);
        final @Nullable String profile = kind == Kind.RUN ? "quick" : null;
        return new HistoryRecord(
                HistoryRecord.SCHEMA_VERSION,
                kind,
                (kind == Kind.RUN ? "runs/r" : "comparisons/c") + commit,
                committedAt.plusSeconds(60).toString(),
                profile,
                machine,
                "17.0.15+6",
                commit7(commit) + "0000000000000000000000000000000beef",
                committedAt.toString(),
                commit == SLOWER ? "Copy <twice> & \"check\"" : "Change " + commit,
                dirty,
                figures);
    }
}
