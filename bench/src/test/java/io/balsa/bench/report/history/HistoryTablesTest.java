package io.balsa.bench.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.history.Figure.Better;
import io.balsa.bench.history.MetricHistory;
import io.balsa.bench.history.MetricHistory.Change;
import io.balsa.bench.history.SampleHistory;
import io.balsa.bench.report.Table;
import io.balsa.bench.report.TextTables;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTablesTest {
    private static MetricHistory of(final String metric) {
        return MetricHistory.of(SampleHistory.records(), metric::equals).get(0);
    }

    @Test
    void shouldTellChangeAndLevelForEachCommitWhenAMetricIsShown() {
        final Table table = HistoryTables.points(of(SampleHistory.TIME));

        assertThat(table.rows()).hasSize(21);
        assertThat(table.rows().get(0).cells()).contains("c000000", "2026-11-01", "-");
        assertThat(table.rows().get(SampleHistory.SLOWER + 1).cells().get(6)).matches("\\+1[45]\\.\\d%, worse");
        assertThat(table.rows())
                .filteredOn(row -> !row.cells().get(6).isEmpty())
                .hasSize(1);
    }

    @Test
    void shouldStarACommitWhenItsSourcesHadChanges() {
        assertThat(TextTables.render(HistoryTables.points(of(SampleHistory.TIME))))
                .contains("c000005*");
    }

    @Test
    void shouldSayWhichWayIsBetterWhenAMetricIsNamed() {
        assertThat(HistoryTables.title(of(SampleHistory.THROUGHPUT)))
                .isEqualTo("load.closed-16.throughput (quick), commands/s, more is better");
    }

    @Test
    void shouldNotBlameTheCodeWhenTheCommitIsTheSame() {
        final MetricHistory history = of(SampleHistory.TIME);

        assertThat(HistoryTables.level(history, new Change(3, 100, 80, true)))
                .isEqualTo("-20.0%, better, not the code: the measurement before is of the same commit");
    }

    @Test
    void shouldGiveADifferenceWhenThereIsNoRatio() {
        assertThat(HistoryTables.effect(new Change(3, 0, 24, false))).isEqualTo("+24.00");
        assertThat(HistoryTables.effect(new Change(3, 24, 0, false))).isEqualTo("-24.00");
        assertThat(new Change(3, 0, 24, false).isWorse(Better.LESS)).isTrue();
    }

    @Test
    void shouldSumUpAllMetricsWhenChangesAreShown() {
        final Table table = HistoryTables.changes(List.of(of(SampleHistory.TIME), of(SampleHistory.ALLOCATED)));

        assertThat(table.rows())
                .extracting(row -> row.cells().get(1))
                .containsExactly(
                        SampleHistory.commit7(SampleHistory.SLOWER), SampleHistory.commit7(SampleHistory.ALLOCATING));
    }
}
