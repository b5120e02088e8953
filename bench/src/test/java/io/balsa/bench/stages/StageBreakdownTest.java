package io.balsa.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.bench.result.StageRecord;
import io.balsa.bench.stats.HistogramLog;
import io.balsa.bench.stats.LatencyTrack;
import io.balsa.kv.NodeProfile;
import io.balsa.node.StageFile;
import io.balsa.node.StageSample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageBreakdownTest {
    private static final long US = 1_000;
    private static final long MS = 1_000_000;

    @Test
    void shouldAddUpToTheTotalWhenThePartsThatFollowEachOtherAreAdded() {
        final StageRecord stages = breakdown(commands(1_000)).toRecord("closed-16", "a.hlog");

        assertThat(stages.groups()).hasSize(8);
        for (final StageRecord.Group group : stages.groups()) {
            double sumNs = 0;
            for (int part = 0; part < stages.parts().size(); part++) {
                sumNs += stages.parts().get(part).parallel()
                        ? 0
                        : group.partsNs().get(part);
            }
            // Each mean is rounded to a nanosecond.
            assertThat(sumNs).isBetween(group.totalNs() - 3, group.totalNs() + 3);
        }
    }

    @Test
    void shouldPutEachCommandIntoOneBandWhenGroupedByTotal() {
        final StageRecord stages = breakdown(commands(1_000)).toRecord("closed-16", "a.hlog");

        assertThat(stages.group(StageRecord.ALL).commands()).isEqualTo(1_000);
        assertThat(stages.group(StageRecord.TYPICAL).commands()).isEqualTo(100);
        assertThat(stages.group(StageRecord.SLOWEST).commands()).isEqualTo(10);
        assertThat(stages.groups().subList(3, 8).stream()
                        .map(StageRecord.Group::commands)
                        .toList())
                .containsExactly(500, 400, 90, 9, 1);
        assertThat(stages.groups().subList(3, 8))
                .isSortedAccordingTo((a, b) -> Double.compare(a.totalNs(), b.totalNs()));
    }

    /** Every hundredth command waits 5 ms for a follower, all others wait 50 us: the tail is followers and nothing else. */
    @Test
    void shouldShowWhatTheTailIsMadeOfWhenOnePartIsSlowInIt() {
        final StageRecord stages = breakdown(commands(1_000)).toRecord("closed-16", "a.hlog");

        final int followers = StagePart.FOLLOWERS.ordinal();
        assertThat(stages.parts().get(followers).name()).isEqualTo("followers");
        assertThat(stages.group(StageRecord.TYPICAL).partsNs().get(followers)).isEqualTo(50.0 * US);
        assertThat(stages.group(StageRecord.SLOWEST).partsNs().get(followers)).isEqualTo(5.0 * MS);
        assertThat(stages.group(StageRecord.SLOWEST).partsNs().get(StagePart.APPLY.ordinal()))
                .isLessThan(20.0 * US);
        assertThat(stages.parts().get(followers).latency().p50Ns()).isBetween(50 * US, 51 * US);
        assertThat(stages.group(StageRecord.SLOWEST).partsNs().get(StagePart.DISKS.ordinal()))
                .isEqualTo(250.0 * US);
        assertThat(stages.total().count()).isEqualTo(1_000);
    }

    @Test
    void shouldCountTheOwnSyncBesideWhenItOutlastsTheCommit() {
        final List<StageSample> samples = Collections.nCopies(
                100, new StageSample(1, 0, 10 * US, 30 * US, 900 * US, 330 * US, 340 * US, 360 * US));

        final StageRecord stages = breakdown(samples).toRecord("closed-1", "a.hlog");

        assertThat(stages.group(StageRecord.ALL).totalNs()).isEqualTo(360.0 * US);
        assertThat(stages.group(StageRecord.ALL).partsNs())
                .containsExactly(10.0 * US, 20.0 * US, 300.0 * US, 0.0, 10.0 * US, 20.0 * US, 890.0 * US);
        assertThat(stages.parts().stream().filter(StageRecord.Part::parallel).map(StageRecord.Part::name))
                .containsExactly("sync");
    }

    @Test
    void shouldCountNoSendingWhenNobodyElseIsNeeded() {
        final StageSample alone = new StageSample(1, 0, 10, StageSample.NEVER, 100, 110, 120, 130);
        final StageSample later = new StageSample(1, 0, 10, 115, 100, 110, 120, 130);

        assertThat(StagePart.SEND.ns(alone)).isZero();
        assertThat(StagePart.DISKS.ns(alone)).isEqualTo(90);
        assertThat(StagePart.FOLLOWERS.ns(alone)).isEqualTo(10);
        assertThat(StagePart.SEND.ns(later)).isEqualTo(100);
        assertThat(StagePart.DISKS.ns(later)).isZero();
        assertThat(StagePart.FOLLOWERS.ns(later)).isZero();
    }

    @Test
    void shouldTakeTheCommandsOfTheWindowAloneWhenOthersAreThere() {
        final List<StageSample> samples = commands(1_000);
        final long fromNs = samples.get(200).receivedNs();
        final long untilNs = samples.get(700).receivedNs();

        final StageBreakdown breakdown = new StageBreakdown(new StageFile(2, 4, samples), fromNs, untilNs);

        assertThat(breakdown.count()).isEqualTo(500);
    }

    @Test
    void shouldRefuseWhenThereIsNoSlowestHundredth() {
        final StageBreakdown enough = breakdown(commands(StageBreakdown.LEAST_SAMPLES));
        final StageBreakdown few = breakdown(commands(StageBreakdown.LEAST_SAMPLES - 1));

        assertThat(enough.isUsable()).isTrue();
        assertThat(enough.toRecord("closed-1", "a.hlog")
                        .group(StageRecord.SLOWEST)
                        .commands())
                .isEqualTo(1);
        assertThat(few.isUsable()).isFalse();
        assertThatThrownBy(() -> few.toRecord("closed-1", "a.hlog"))
                .hasMessageContaining("load=closed-1")
                .hasMessageContaining("commands=99");
    }

    @Test
    void shouldKeepEveryLatencyOfAPartWhenWrittenToAHistogramLog(@TempDir final Path directory) throws Exception {
        final Path file = directory.resolve("a.hlog");
        final StageBreakdown breakdown = breakdown(commands(1_000));

        HistogramLog.write(
                file, breakdown.intervals("closed-16", tag -> new LatencyTrack(tag, 0, 100 * MS, 10 * MS, 1_000_000)));

        final Histogram followers = HistogramLog.sum(HistogramLog.read(file, "closed-16.followers"));
        assertThat(followers.getTotalCount()).isEqualTo(1_000);
        assertThat(followers.getMaxValue()).isGreaterThanOrEqualTo(5 * MS);
    }

    @Test
    void shouldLeaveAProfileAloneWhenItSaysItselfWhatToNote() {
        final Properties own = new Properties();
        own.setProperty("stages.capacity", "0");
        final NodeProfile silent = new NodeProfile(List.of(), own);
        final NodeProfile plain = new NodeProfile(List.of("-Xmx64m"), new Properties());

        assertThat(StageSettings.applyTo(silent, 4)).isEqualTo(silent);
        assertThat(StageSettings.applyTo(plain, 0)).isEqualTo(plain);
        assertThat(StageSettings.applyTo(plain, 4).nodeProperties())
                .containsEntry("stages.every", "4")
                .containsEntry("stages.capacity", "262144");
        assertThat(StageSettings.applyTo(plain, 4).jvmArguments()).containsExactly("-Xmx64m");
    }

    private static StageBreakdown breakdown(final List<StageSample> samples) {
        return new StageBreakdown(new StageFile(2, 4, samples), 0, Long.MAX_VALUE);
    }

    /** In the order of the log, one per 100 us; only the wait for disks and followers is the same for all but every hundredth. */
    private static List<StageSample> commands(final int count) {
        final Random random = new Random(7);
        final List<StageSample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final long receivedNs = 100L * i * US;
            final long appendedNs = receivedNs + random.nextInt((int) (20 * US));
            final long sentNs = appendedNs + random.nextInt((int) (20 * US));
            final long durableNs = sentNs + 250 * US;
            final long committedNs = durableNs + (i % 100 == 50 ? 5 * MS : 50 * US);
            final long appliedNs = committedNs + random.nextInt((int) (20 * US));
            samples.add(new StageSample(
                    4L * (i + 1),
                    receivedNs,
                    appendedNs,
                    sentNs,
                    durableNs,
                    committedNs,
                    appliedNs,
                    appliedNs + random.nextInt((int) (20 * US))));
        }
        return samples;
    }
}
