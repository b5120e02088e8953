package io.balsa.bench.result;

import io.balsa.bench.cluster.ClusterEvent;
import io.balsa.bench.cluster.ClusterForm;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.load.Arrivals;
import io.balsa.bench.probe.CommitLimit;
import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.stages.StageBreakdown;
import io.balsa.bench.stats.LatencyHistogram;
import io.balsa.bench.stats.LatencySummary;
import io.balsa.bench.stats.LatencyTrack;
import io.balsa.node.StageFile;
import io.balsa.node.StageSample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A whole run with made-up latencies of a plausible shape, drawn from a fixed seed. */
public final class SampleRun {
    private static final long SECOND = 1_000_000_000;
    private static final long US = 1_000;

    private final Random random = new Random(42);
    private final RunDirectory directory;

    private SampleRun(final RunDirectory directory) {
        this.directory = directory;
    }

    /** Writes all files of the run but the report, and returns their directory. */
    public static RunDirectory write(final Path runs) throws IOException, ProfileException {
        final RunDirectory directory =
                RunDirectory.create(runs, Instant.parse("2026-11-23T08:40:00Z"), "quick", "86efc49");
        final SampleRun sample = new SampleRun(directory);
        directory.write(environment(runs));
        directory.write(sample.run());
        directory.write(new StagesRecord(
                StagesRecord.SCHEMA_VERSION,
                List.of(sample.stages("closed-16", 800 * US), sample.stages("open-10000", 500 * US))));
        return directory;
    }

    private RunRecord run() throws IOException, ProfileException {
        final List<MachineProbe> probes =
                List.of(probe("before all", 2, 265), probe("before 1 outstanding", 30, 240), probe("after", 42, 310));
        final List<LoadRecord> loads = new ArrayList<>();
        loads.add(load("closed-1", LoadRecord.Kind.CLOSED, 1, 1_500, 520 * US, 40));
        loads.add(load("closed-16", LoadRecord.Kind.CLOSED, 16, 18_000, 800 * US, 60));
        loads.add(load("closed-256", LoadRecord.Kind.CLOSED, 256, 90_000, 2_300 * US, 80));
        loads.add(load("open-1000", LoadRecord.Kind.OPEN, 1_000, 1_000, 540 * US, 110));
        loads.add(load("open-5000", LoadRecord.Kind.OPEN, 5_000, 5_000, 480 * US, 120));
        loads.add(load("open-10000", LoadRecord.Kind.OPEN, 10_000, 10_000, 500 * US, 130));
        loads.add(load("open-25000", LoadRecord.Kind.OPEN, 25_000, 25_000, 700 * US, 140));
        loads.add(new LoadRecord(
                "open-50000",
                LoadRecord.Kind.OPEN,
                0,
                50_000,
                Arrivals.Kind.POISSON,
                1L,
                256,
                1,
                8,
                150,
                "after",
                "rate missed: intended=50,000/s, achieved=41,200/s",
                null,
                List.of(),
                "hlog/open-50000.hlog"));
        return new RunRecord(
                RunRecord.SCHEMA_VERSION,
                directory.id(),
                "quick",
                "2026-11-23T08:40:00Z",
                191.4,
                "86efc4900000000000000000000000000000beef",
                true,
                true,
                new ClusterRecord(ClusterForm.PROCESSES, 3),
                List.of("benchmarks <not> run: cause=\"lock\" & key"),
                BenchSettings.of(Map.of()).values(),
                Map.of("election.ticks", "40"),
                summary(80 * US, 1_000),
                probes,
                LimitSpread.of(probes),
                loads,
                knee(),
                List.of(
                        failover(1, 0.62),
                        failover(2, null),
                        failover(3, 0.48),
                        failover(4, 0.91),
                        failover(5, 0.55),
                        failover(6, 0.71),
                        failover(7, 0.66)),
                List.of(
                        new MicroRecord("ProposeCommit.commit", Map.of("batch", "16"), 181.2, 3.4, "ns/op", 0.0007),
                        new MicroRecord("LogAppend.append", Map.of(), 92.1, null, "ns/op", 0.0004)));
    }

    private LoadRecord load(
            final String name,
            final LoadRecord.Kind kind,
            final int outstandingOrRate,
            final int perSecond,
            final long medianNs,
            final double startSeconds)
            throws IOException {
        final boolean closed = kind == LoadRecord.Kind.CLOSED;
        final LatencyTrack track = track(name, perSecond, medianNs);
        final LatencyTrack service = track(LoadRecord.serviceTag(name), perSecond, medianNs * 4 / 5);
        final LatencyTrack hiccups = track(LoadRecord.hiccupTag(name), 1_000, 60 * US);
        final List<Histogram> intervals = new ArrayList<>(track.intervals());
        intervals.addAll(closed ? List.of() : service.intervals());
        intervals.addAll(hiccups.intervals());
        final String file = directory.writeHistograms(name, intervals);
        final LatencySummary summary = LatencySummary.of(track.total());
        return new LoadRecord(
                name,
                kind,
                closed ? outstandingOrRate : 0,
                closed ? 0 : outstandingOrRate,
                closed ? null : Arrivals.Kind.CONSTANT,
                null,
                256,
                1,
                8,
                startSeconds,
                "before 1 outstanding",
                null,
                new LoadRecord.Numbers(
                        perSecond,
                        summary,
                        closed ? summary : LatencySummary.of(service.total()),
                        LatencySummary.of(hiccups.total()),
                        summary.p50Ns() / 366e3,
                        summary.p99Ns() / 366e3,
                        21.3,
                        0.4,
                        2.9,
                        0),
                events(),
                file);
    }

    /** Commands whose time is mostly the wait for a quorum; in the slowest ones a disk took long. */
    private StageRecord stages(final String load, final long medianNs) throws IOException {
        final List<StageSample> samples = new ArrayList<>();
        for (int index = 1; index <= 20_000; index++) {
            final long receivedNs = index * SECOND / 2_500;
            final long appendedNs = receivedNs + part(medianNs * 0.05);
            final long sentNs = appendedNs + part(medianNs * 0.1);
            final long stallNs = random.nextInt(100) == 0 ? part(medianNs * 4.0) : 0;
            final long durableNs = appendedNs + part(medianNs * 0.5) + stallNs;
            final long committedNs = sentNs + part(medianNs * 0.6) + stallNs;
            final long appliedNs = committedNs + part(medianNs * 0.05);
            final long answeredNs = appliedNs + part(medianNs * 0.15);
            samples.add(new StageSample(
                    index, receivedNs, appendedNs, sentNs, durableNs, committedNs, appliedNs, answeredNs));
        }
        final StageBreakdown breakdown = new StageBreakdown(new StageFile(2, 1, samples), 0, Long.MAX_VALUE);
        final List<Histogram> intervals =
                breakdown.intervals(load, tag -> new LatencyTrack(tag, 0, 8 * SECOND, SECOND / 4, 1_763_887_200_000L));
        return breakdown.toRecord(load, directory.writeHistograms(load + ".stages", intervals));
    }

    private long part(final double medianNs) {
        return Math.round(medianNs * Math.exp(0.3 * random.nextGaussian()));
    }

    private LatencyTrack track(final String tag, final int perSecond, final long medianNs) {
        final LatencyTrack track = new LatencyTrack(tag, 0, 8 * SECOND, SECOND / 4, 1_763_887_200_000L);
        for (long i = 0; i < 8L * perSecond; i++) {
            final double spread = Math.exp(0.25 * random.nextGaussian() + (random.nextInt(300) == 0 ? 1.6 : 0));
            track.record(i * SECOND / perSecond, Math.round(medianNs * spread));
        }
        return track;
    }

    private static List<ClusterEvent> events() {
        final List<ClusterEvent> events = new ArrayList<>();
        for (int look = 4; look < 20; look++) {
            events.add(new ClusterEvent(
                    ClusterEvent.Kind.SLOW_SYNC, 1 + look % 3, look / 4.0, (look + 1) / 4.0, 2, 31_000_000));
        }
        events.add(new ClusterEvent(ClusterEvent.Kind.COLLECTION, 2, 5.5, 5.75, 1, 0));
        events.add(new ClusterEvent(ClusterEvent.Kind.ELECTION, 3, 6.0, 6.25, 1, 0));
        return events;
    }

    private static KneeRecord knee() {
        return new KneeRecord(
                99,
                10_000_000,
                22_627,
                List.of(
                        step(1_000, 1_100 * US, true),
                        step(2_000, 1_200 * US, true),
                        step(4_000, 1_400 * US, true),
                        step(8_000, 2_100 * US, true),
                        step(16_000, 5_300 * US, true),
                        step(32_000, 41_000 * US, false),
                        step(32_000, 38_000 * US, false),
                        step(22_627, 9_100 * US, true),
                        step(26_909, 14_000 * US, false)));
    }

    private static KneeRecord.Step step(final int rate, final long latencyNs, final boolean kept) {
        final String failure = rate == 32_000 ? "rate missed: intended=32,000/s, achieved=28,100/s" : null;
        return new KneeRecord.Step(rate, kept ? rate : 0.9 * rate, latencyNs, kept, failure, "hlog/knee.hlog");
    }

    private FailoverRecord failover(final int round, final @Nullable Double recoverySeconds) throws IOException {
        final LatencyTrack track =
                new LatencyTrack(FailoverRecord.tag(round), 0, 7 * SECOND, SECOND / 20, 1_763_887_200_000L);
        final double silence = recoverySeconds == null ? 60 : recoverySeconds;
        for (int i = 0; i < 7_000; i++) {
            final double second = i / 1_000.0;
            final double answered = second < 2 || second > 2 + silence ? second : 2 + silence;
            if (answered < 7) {
                track.record(Math.round(answered * SECOND), Math.round((answered - second) * SECOND) + 600 * US);
            }
        }
        final String file = directory.writeHistograms(FailoverRecord.tag(round), track.intervals());
        final String failure = recoverySeconds == null ? "no command was acknowledged after the kill: seconds=5" : null;
        return new FailoverRecord(round, 2, 3, 1_000, 2.0, recoverySeconds, 6_800, 0, 0, 0, failure, file);
    }

    private MachineProbe probe(final String name, final double atSeconds, final long syncUs) {
        return new MachineProbe(
                name,
                atSeconds,
                summary(syncUs * US, 2_000),
                summary(syncUs * 3 / 2 * US, 2_000),
                summary(63 * US, 8_000),
                CommitLimit.of(63 * US, syncUs * US, 63 * US + syncUs * 3 / 2 * US));
    }

    private LatencySummary summary(final long medianNs, final int samples) {
        final Histogram histogram = LatencyHistogram.create();
        for (int i = 0; i < samples; i++) {
            LatencyHistogram.record(histogram, Math.round(medianNs * Math.exp(0.3 * random.nextGaussian())));
        }
        return LatencySummary.of(histogram);
    }

    private static Environment environment(final Path directory) {
        return new Environment(
                "Some CPU @ 2.0 GHz",
                2,
                25_000_000_000L,
                "Some Linux 12",
                "Linux 6.1",
                "none",
                "kvm-clock",
                "madvise",
                0.4,
                new Environment.DataDisk(directory.toString(), "ext4", "/dev/vda", "rw,relatime"),
                new Environment.Jvm("OpenJDK 64-Bit Server VM", "Some Vendor", "17.0.15+6"),
                List.of("--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"),
                List.of("-Xmx1g", "-XX:+UseSerialGC"),
                "86efc4900000000000000000000000000000beef",
                true);
    }
}
