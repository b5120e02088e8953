package io.balsa.bench.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balsa.bench.history.MetricHistory;
import io.balsa.bench.history.SampleHistory;
import io.balsa.bench.report.Browser;
import io.balsa.bench.report.HistoryLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryPageTest {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"charts\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    static Path results;

    private static Path file;
    private static String page;
    private static JsonNode charts;

    @BeforeAll
    static void render() throws IOException {
        final Path report = Files.createDirectories(results.resolve("runs/r4/report"));
        Files.writeString(report.resolve("index.html"), "<p>");
        file = HistoryPage.write(
                results,
                MetricHistory.of(
                        SampleHistory.records().stream()
                                .filter(record -> !record.dirty())
                                .toList(),
                        metric -> true));
        page = Files.readString(file);
        final Matcher data = DATA.matcher(page);
        assertThat(data.find()).isTrue();
        charts = new ObjectMapper().readTree(data.group(1));
    }

    private static JsonNode chart(final String metric) {
        return StreamSupport.stream(charts.spliterator(), false)
                .filter(chart -> chart.get("title").asText().startsWith(metric))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldDrawAChartForEachMetricOfEachMachineWhenRendered() {
        assertThat(charts)
                .extracting(chart -> chart.get("group").asText())
                .containsExactly("machine-0", "machine-0", "machine-0", "machine-1");
        for (final JsonNode chart : charts) {
            final String title = chart.get("title").asText();
            assertThat(page)
                    .as(title)
                    .contains("data-group=\"" + chart.get("group").asText() + "\"");
            assertThat(chart.get("x").size()).as(title).isPositive();
            assertThat(chart.get("labels")).as(title).hasSameSizeAs(chart.get("x"));
            assertThat(chart.get("series")).as(title).hasSize(3);
            for (final JsonNode series : chart.get("series")) {
                assertThat(series.get("y")).as(title).hasSameSizeAs(chart.get("x"));
            }
            assertThat(chart.get("series").get(0).get("y")).as(title).allMatch(JsonNode::isNumber);
        }
    }

    @Test
    void shouldMarkTheCommitAndTheEffectWhenALevelBegins() {
        final JsonNode marks = chart(SampleHistory.TIME).get("marks");

        assertThat(marks).hasSize(1);
        assertThat(marks.get(0).get("x").asDouble()).isEqualTo(SampleHistory.SLOWER + 0.5);
        assertThat(marks.get(0).get("word").asText())
                .matches(Pattern.quote(SampleHistory.commit7(SampleHistory.SLOWER)) + " \\+1[45]\\.\\d%");
        assertThat(chart(SampleHistory.THROUGHPUT).get("marks")).isEmpty();
        assertThat(page)
                .contains(SampleHistory.TIME + ", ns/op, less is better")
                .contains("Copy &lt;twice&gt; &amp; &quot;check&quot;")
                .containsPattern("\\+24\\.\\d+, worse|\\+25\\.\\d+, worse");
    }

    @Test
    void shouldBandTheSpreadWhenThereIsOne() {
        final JsonNode series = chart(SampleHistory.TIME).get("series");

        final double value = series.get(0).get("y").get(0).asDouble();
        assertThat(series.get(1).get("y").get(0).asDouble()).isEqualTo(value + 0.8);
        assertThat(series.get(2).get("y").get(0).asDouble()).isEqualTo(value - 0.8);
    }

    @Test
    void shouldLinkToARunOnlyWhenItIsStillThere() {
        assertThat(page).contains("<a href=\"runs/r4/report/index.html\">runs/r4</a>");
        assertThat(page).contains("<td class=\"left\">runs/r5</td>");
    }

    @Test
    void shouldRunWithoutComplaintWhenOpenedInABrowser(@TempDir final Path scratch)
            throws IOException, InterruptedException {
        final Browser.Opened opened = Browser.open(file, scratch);

        assertThat(opened.console()).isEmpty();
        assertThat(opened.dom()).contains("data-charts=\"" + charts.size() + "\"");
    }

    @Test
    void shouldBeLinkedFromAReportOnlyWhenItWasRendered(@TempDir final Path elsewhere) throws IOException {
        final Path run = Files.createDirectories(elsewhere.resolve("results/runs/r1"));
        assertThat(HistoryLink.of(run)).isEmpty();

        HistoryPage.write(elsewhere.resolve("results"), List.of());

        assertThat(HistoryLink.of(run)).contains("<a href=\"../../../history.html\">");
    }
}
