package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.FileDisk;
import io.balsa.testing.Spin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a running cluster says about where the time of its commands goes. */
class StageTimesTest {
    private static final int NUMBERS = 3_000;

    @TempDir
    private Path directory;

    @Test
    void shouldHoldEveryCommandOfTheLeaderWhenThreeNodesAreStepped() {
        try (LocalCluster cluster = new LocalCluster(
                        directory,
                        3,
                        ThreadingMode.INVOKER,
                        config -> config.set(NodeSetting.STAGE_CAPACITY, 1 << 12));
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            Spin.until(() -> cluster.doWork() >= 0 && client.step(NUMBERS, 64) >= 0 && client.endedCount() == NUMBERS);
            final int leaderId = cluster.leaderId();
            // Its own disk may be last.
            Spin.until(() -> cluster.doWork() == 0);

            final List<StageSample> samples = samplesOf(cluster, leaderId);
            assertThat(samples.size()).isGreaterThanOrEqualTo(NUMBERS);
            for (int i = 1; i < samples.size(); i++) {
                assertThat(samples.get(i).index()).isEqualTo(samples.get(i - 1).index() + 1);
            }
            assertThat(samplesOf(cluster, leaderId % 3 + 1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingMode.class,
            names = {"SHARED", "SHARED_INLINE_SYNC"})
    void shouldKeepTheOrderOfTheStagesWhenThreadsRunTheNodes(final ThreadingMode mode) {
        try (LocalCluster cluster = new LocalCluster(
                        directory, 3, mode, config -> config.set(NodeSetting.STAGE_CAPACITY, 1 << 14));
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            Spin.until(() -> client.step(NUMBERS, 64) >= 0 && client.endedCount() == NUMBERS);
            final int leaderId = cluster.leaderId();

            Spin.until(() -> !samplesOf(cluster, leaderId).isEmpty());

            for (final StageSample sample : samplesOf(cluster, leaderId)) {
                assertThat(sample.sentNs()).isBetween(sample.appendedNs(), sample.committedNs());
                assertThat(sample.durableNs()).isGreaterThan(sample.appendedNs());
                assertThat(sample.totalNs()).isPositive();
            }
        }
    }

    @Test
    void shouldHaveSentNothingWhenThereIsNobodyElse() {
        try (LocalCluster cluster = new LocalCluster(
                        directory, 1, ThreadingMode.SHARED, config -> config.set(NodeSetting.STAGE_CAPACITY, 1 << 10)
                                .set(NodeSetting.STAGE_EVERY, 7));
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            Spin.until(() -> client.step(NUMBERS, 64) >= 0 && client.endedCount() == NUMBERS);
            cluster.stop(1);

            final List<StageSample> samples = samplesOf(cluster, 1);
            assertThat(samples).hasSizeBetween(NUMBERS / 7, NUMBERS / 7 + 1);
            for (final StageSample sample : samples) {
                assertThat(sample.index() % 7).isZero();
                assertThat(sample.sentNs()).isEqualTo(StageSample.NEVER);
                assertThat(sample.durableNs()).isLessThanOrEqualTo(sample.committedNs());
            }
        }
    }

    @Test
    void shouldMakeNoFileWhenNobodyAsks() {
        try (LocalCluster cluster = new LocalCluster(directory, 1, ThreadingMode.SHARED)) {
            assertThat(Files.exists(fileOf(cluster, 1))).isFalse();
        }
    }

    private static Path fileOf(final LocalCluster cluster, final int nodeId) {
        return cluster.config(nodeId).dataDirectory().resolve(StageFile.NAME);
    }

    private static List<StageSample> samplesOf(final LocalCluster cluster, final int nodeId) {
        return StageFile.read(new FileDisk(), fileOf(cluster, nodeId)).samples();
    }
}
