package io.balsa.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.history.Figure.Better;
import io.balsa.bench.history.HistoryRecord.Kind;
import io.balsa.bench.history.MetricHistory.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Figures sorted into rows, and where a row changes its level. */
class MetricHistoryTest {
    private static List<HistoryRecord> clean() {
        return SampleHistory.records().stream()
                .filter(record -> !record.dirty())
                .toList();
    }

    private static MetricHistory of(final String metric) {
        return MetricHistory.of(clean(), metric::equals).stream()
                .filter(history -> history.key().fingerprint().equals(SampleHistory.MACHINE))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldKeepMachinesApartWhenTheyMeasuredTheSame() {
        final List<MetricHistory> histories = MetricHistory.of(clean(), SampleHistory.THROUGHPUT::equals);

        assertThat(histories)
                .extracting(history -> history.key().fingerprint())
                .containsExactly(SampleHistory.MACHINE, SampleHistory.OTHER);
        assertThat(histories.get(1).points()).hasSize(1);
    }

    @Test
    void shouldFollowTheCommitsWhenTheyWereMeasuredInAnyOrder() {
        final List<HistoryRecord> shuffled = new ArrayList<>(clean());
        Collections.shuffle(shuffled, new Random(3));

        assertThat(MetricHistory.of(shuffled, SampleHistory.TIME::equals))
                .singleElement()
                .extracting(MetricHistory::points)
                .isEqualTo(of(SampleHistory.TIME).points());
    }

    @Test
    void shouldNameTheCommitWhenATimeRises() {
        final MetricHistory history = of(SampleHistory.TIME);

        final Change change = history.changes().get(0);
        assertThat(history.changes()).hasSize(1);
        assertThat(history.points().get(change.at()).record().commit7())
                .isEqualTo(SampleHistory.commit7(SampleHistory.SLOWER));
        assertThat(change.logRatio()).isCloseTo(Math.log(92.0 / 80), Offset.offset(0.02));
        assertThat(change.isWorse(Better.LESS)).isTrue();
        assertThat(change.withinCommit()).isFalse();
    }

    @Test
    void shouldFindTheCommitWhenNothingWasAllocatedBefore() {
        final MetricHistory history = of(SampleHistory.ALLOCATED);

        assertThat(history.changes()).extracting(Change::at).containsExactly(SampleHistory.ALLOCATING);
        assertThat(history.changes().get(0).before()).isZero();
        assertThat(history.changes().get(0).after()).isBetween(24.0, 25.0);
    }

    @Test
    void shouldFindNoChangeWhenThereIsNoise() {
        assertThat(of(SampleHistory.THROUGHPUT).changes()).isEmpty();
    }

    @Test
    void shouldSayThatItIsNotTheCodeWhenALevelBeginsWithinACommit() {
        final Random random = new Random(5);
        final List<HistoryRecord> records = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            final double value = (i < 8 ? 80 : 100) + random.nextGaussian();
            records.add(SampleHistory.record(
                    i < 6 ? 1 : 2,
                    Kind.RUN,
                    SampleHistory.MACHINE,
                    false,
                    List.of(new Figure("limit", "ms", Better.LESS, value, null, 1))));
        }

        assertThat(MetricHistory.of(records, metric -> true).get(0).changes())
                .singleElement()
                .matches(Change::withinCommit)
                .extracting(Change::at)
                .isEqualTo(8);
    }

    @Test
    void shouldPreferMoreWhenMoreIsBetter() {
        assertThat(new Change(3, 10, 8, false).isWorse(Better.MORE)).isTrue();
        assertThat(new Change(3, 8, 10, false).isWorse(Better.MORE)).isFalse();
    }
}
