package io.balsa.bench.report.election;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balsa.bench.election.ElectionRecord;
import io.balsa.bench.election.ElectionSweep;
import io.balsa.bench.report.Browser;
import io.balsa.bench.result.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElectionReportTest {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"charts\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    static Path directory;

    private static final List<String> STEPS = new ArrayList<>();
    private static ElectionRecord record;
    private static Path file;
    private static JsonNode charts;

    @BeforeAll
    static void run() throws IOException {
        record = new ElectionSweep(20, 1).run("86efc4900000000000000000000000000000beef", true, STEPS::add);
        file = ElectionReport.write(directory, record);
        final Matcher data = DATA.matcher(Files.readString(file));
        assertThat(data.find()).isTrue();
        charts = new ObjectMapper().readTree(data.group(1));
    }

    @Test
    void shouldHoldBothGraphsOfEverySourceWhenRendered() {
        assertThat(STEPS).hasSize(4);
        assertThat(charts)
                .extracting(chart -> chart.get("group").asText())
                .containsOnly("randomness", "scale")
                .hasSize(12);
        for (final JsonNode chart : charts) {
            final String title = chart.get("title").asText();
            assertThat(chart.get("series").size()).as(title).isGreaterThanOrEqualTo(5);
            for (final JsonNode series : chart.get("series")) {
                final List<Double> y = StreamSupport.stream(series.get("y").spliterator(), false)
                        .map(JsonNode::asDouble)
                        .toList();
                assertThat(y).as(title).hasSameSizeAs(chart.get("x")).isSorted();
                assertThat(y).as(title).allMatch(percent -> percent >= 0 && percent <= 100);
            }
        }
    }

    @Test
    void shouldReadBackWhenTheRecordIsWritten() throws IOException {
        assertThat(Json.read(directory.resolve("elections.json"), ElectionRecord.class))
                .isEqualTo(record);
    }

    @Test
    void shouldPutPublishedFiguresBesideOursWhenTablesAreWritten() throws IOException {
        final String markdown = Files.readString(directory.resolve("elections.md"));

        assertThat(markdown)
                .contains("| figure | the paper says | Raft paper | Raft Refloated |")
                .contains("| 5 ms of randomness, 150-155 ms: median | 287 ms | 287 ms | 460 ms |")
                .contains("| 12-24 ms: longest | 152 ms | 152 ms | 170 ms |")
                .contains("commit 86efc49 with local changes")
                .contains("What explains the differences");
    }

    @Test
    void shouldRunWithoutComplaintWhenOpenedInABrowser(@TempDir final Path scratch)
            throws IOException, InterruptedException {
        final Browser.Opened opened = Browser.open(file, scratch);

        assertThat(opened.console()).isEmpty();
        assertThat(opened.dom()).contains("data-charts=\"12\"");
    }
}
