package io.balsa.bench.stages;

import io.balsa.bench.result.StageRecord;
import io.balsa.bench.stats.LatencyHistogram;
import io.balsa.bench.stats.LatencySummary;
import io.balsa.bench.stats.LatencyTrack;
import io.balsa.node.StageFile;
import io.balsa.node.StageSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * The commands of one measured window, taken apart: each part over all of them, and what groups of them, ordered by their total time,
 * are made of.
 *
 * <p>Within a group means are taken, since only means of parts add up to the mean of the whole; the groups are what tells the tail
 * from the rest.
 *
 * <p>Threading: one thread.
 */
public final class StageBreakdown {
    /** Fewer commands have no slowest hundredth. */
    public static final int LEAST_SAMPLES = 100;

    /** From and until which percentile of the total time each group reaches. */
    private static final List<List<Double>> GROUPS = List.of(
            StageRecord.ALL,
            StageRecord.TYPICAL,
            StageRecord.SLOWEST,
            List.of(0.0, 50.0),
            List.of(50.0, 90.0),
            List.of(90.0, 99.0),
            List.of(99.0, 99.9),
            List.of(99.9, 100.0));

    private final StageFile file;
    private final List<StageSample> samples;

    /**
     * Takes the commands whose request was read within a window.
     *
     * @param fromNs inclusive, on the monotonic clock of the machine
     * @param untilNs exclusive
     */
    public StageBreakdown(final StageFile file, final long fromNs, final long untilNs) {
        this.file = file;
        samples = new ArrayList<>(file.samples().stream()
                .filter(sample -> sample.receivedNs() >= fromNs && sample.receivedNs() < untilNs)
                .toList());
        samples.sort(Comparator.comparingLong(StageSample::totalNs));
    }

    /** Tells whether there are enough commands. */
    public boolean isUsable() {
        return samples.size() >= LEAST_SAMPLES;
    }

    /** Returns the number of commands. */
    public int count() {
        return samples.size();
    }

    /**
     * Returns the latencies of each part, by interval.
     *
     * @param tracks makes an empty track for a tag, {@link #tag}
     */
    public List<Histogram> intervals(final String load, final Function<String, LatencyTrack> tracks) {
        final List<Histogram> intervals = new ArrayList<>();
        for (final StagePart part : StagePart.values()) {
            final LatencyTrack track = tracks.apply(tag(load, part));
            samples.forEach(sample -> track.record(sample.answeredNs(), part.ns(sample)));
            intervals.addAll(track.intervals());
        }
        return intervals;
    }

    /** Returns what a part of a load is called in a histogram log. */
    public static String tag(final String load, final StagePart part) {
        return load + "." + part.word();
    }

    /**
     * Returns the record.
     *
     * @param hlog file of the raw latencies, relative to the run's directory
     */
    public StageRecord toRecord(final String load, final String hlog) {
        if (!isUsable()) {
            throw new IllegalStateException("too few commands to take apart: load=" + load + ", commands=" + count()
                    + ", least=" + LEAST_SAMPLES);
        }
        final List<StageRecord.Part> parts = Arrays.stream(StagePart.values())
                .map(part -> new StageRecord.Part(part.word(), part.isParallel(), summary(part::ns)))
                .toList();
        final List<StageRecord.Group> groups = GROUPS.stream()
                .map(bounds -> group(bounds.get(0), bounds.get(1)))
                .filter(group -> group.commands() > 0)
                .toList();
        return new StageRecord(load, file.nodeId(), file.every(), summary(StageSample::totalNs), parts, groups, hlog);
    }

    private LatencySummary summary(final ToLongFunction<StageSample> latencyNs) {
        final Histogram histogram = LatencyHistogram.create();
        samples.forEach(sample -> LatencyHistogram.record(histogram, latencyNs.applyAsLong(sample)));
        return LatencySummary.of(histogram);
    }

    private StageRecord.Group group(final double fromPercent, final double toPercent) {
        final List<StageSample> members = samples.subList(rank(fromPercent), rank(toPercent));
        final List<Double> partsNs = Arrays.stream(StagePart.values())
                .map(part -> meanNs(members, part::ns))
                .toList();
        return new StageRecord.Group(
                fromPercent, toPercent, members.size(), meanNs(members, StageSample::totalNs), partsNs);
    }

    private int rank(final double percent) {
        return (int) Math.floor(samples.size() * percent / 100);
    }

    private static double meanNs(final List<StageSample> members, final ToLongFunction<StageSample> latencyNs) {
        return Math.rint(members.stream().mapToLong(latencyNs).average().orElse(0));
    }
}
