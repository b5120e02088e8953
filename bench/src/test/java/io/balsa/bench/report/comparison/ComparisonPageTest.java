package io.balsa.bench.report.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balsa.bench.compare.ComparisonRecord.Kind;
import io.balsa.bench.report.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonPageTest {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"charts\">(.*?)</script>", Pattern.DOTALL);
    private static final Pattern SECTION = Pattern.compile("<section class=\"benchmark\".*?</section>", Pattern.DOTALL);
    private static final Pattern DRAWING = Pattern.compile("<svg class=\"plot\".*?</svg>", Pattern.DOTALL);
    private static final Pattern FOREST_ROW =
            Pattern.compile("<td class=\"draw\"><svg class=\"plot\".*?</svg>", Pattern.DOTALL);

    @TempDir
    static Path directory;

    private static Path file;
    private static String page;
    private static JsonNode charts;

    @BeforeAll
    static void render() throws IOException {
        SampleComparison.write(directory);
        file = ComparisonPage.write(directory);
        page = Files.readString(file);
        charts = chartsOf(page);
    }

    private static JsonNode chartsOf(final String html) throws IOException {
        final Matcher data = DATA.matcher(html);
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1));
    }

    @Test
    void shouldHoldDataForEveryChartWhenRendered() {
        assertThat(charts)
                .extracting(chart -> chart.get("kind").asText())
                .containsOnlyOnce("percentiles")
                .filteredOn(kind -> !kind.equals("percentiles"))
                .hasSize(6 * 3)
                .contains("order", "pressure", "warmup");
        for (final JsonNode chart : charts) {
            final String title =
                    chart.get("group").asText() + ": " + chart.get("title").asText();
            assertThat(page)
                    .as(title)
                    .contains("data-group=\"" + chart.get("group").asText() + "\"");
            assertThat(chart.get("series").size()).as(title).isGreaterThan(1);
            for (final JsonNode series : chart.get("series")) {
                assertThat(series.get("y")).as(title).hasSameSizeAs(chart.get("x"));
                assertThat(StreamSupport.stream(series.get("y").spliterator(), false)
                                .filter(JsonNode::isNumber))
                        .as(title + ", " + series.get("name"))
                        .hasSizeGreaterThan(3);
            }
        }
    }

    @Test
    void shouldDrawAPointPerForkWhenABenchmarkIsShown() {
        final List<String> sections =
                SECTION.matcher(page).results().map(MatchResult::group).toList();

        assertThat(sections).hasSize(6);
        for (final String section : sections) {
            final List<String> drawings =
                    DRAWING.matcher(section).results().map(MatchResult::group).toList();
            assertThat(drawings).hasSize(3);
            assertThat(section.contains(SampleComparison.UNSTABLE) || count(drawings.get(0), "<use ") == 40)
                    .isTrue();
            assertThat(count(drawings.get(0), "<use ")).as("strips").isGreaterThan(20);
            assertThat(count(drawings.get(1), "<use ")).as("pairs").isBetween(5, 20);
            assertThat(drawings.get(1)).as("pairs").contains("class=\"band\"", "class=\"estimate ");
            assertThat(count(drawings.get(2), "<use ")).as("processor time").isEqualTo(count(drawings.get(0), "<use "));
        }
    }

    @Test
    void shouldTellOutcomesByShapeAndWordWhenEffectsAreDrawn() {
        final List<String> rows = FOREST_ROW
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .skip(1)
                .toList();

        assertThat(FOREST_ROW.matcher(page).results()).hasSize(7);
        assertThat(page)
                .contains("▲ REGRESSED", "▼ IMPROVED", "■ EQUIVALENT", "◆ INCONCLUSIVE", "✕ UNSTABLE")
                .contains("<span class=\"outcome REGRESSED\">▲ ALLOCATES MORE</span></h2>")
                .contains("#s-REGRESSED", "#s-IMPROVED", "#s-EQUIVALENT", "#s-INCONCLUSIVE", "#s-UNSTABLE");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row).contains("class=\"band\"", "class=\"zero\"", "class=\"interval "));
    }

    @Test
    void shouldNameTheWorstAndWhatToDoWhenSomethingRegressed() {
        final String banner = page.substring(page.indexOf("class=\"banner"), page.indexOf("</section>"));

        assertThat(banner)
                .contains("banner REGRESSED", "worst: " + SampleComparison.REGRESSED, "1 allocates more")
                .contains("compare flame graphs");
        assertThat(page).contains("<title>REGRESSED: ");
    }

    @Test
    void shouldMarkOnlyWhatDiffersWhenEnvironmentsAreShown() {
        final String facts = page.substring(page.indexOf("class=\"facts\""));

        assertThat(facts)
                .contains("≠ bench flags", "≠ commit", "-XX:+UseSerialGC -Xlog:gc")
                .doesNotContain("≠ CPU", "≠ JVM");
    }

    @Test
    void shouldEscapeWhatItShowsWhenTextHoldsMarkup() {
        final String body = page.substring(0, page.indexOf("<script"));

        assertThat(body)
                .contains("put{snapshot=&lt;none&gt; &amp; &quot;all&quot;}")
                .contains("fewer blocks than &lt;wanted&gt;", "shorter &lt;path&gt;", "Xeon &lt;8&gt;")
                .doesNotContain("<none>", "<wanted>", "<path>", "{{");
    }

    @Test
    void shouldLinkFlamesWhenThereAreAny() {
        assertThat(count(page, "href=\"../flames/LogAppendBenchmark.append-B%20cpu.html\""))
                .isEqualTo(2);
    }

    @Test
    void shouldRunWithoutComplaintWhenOpenedInABrowser(@TempDir final Path scratch)
            throws IOException, InterruptedException {
        final Browser.Opened opened = Browser.open(file, scratch);

        assertThat(opened.console()).isEmpty();
        assertThat(opened.dom()).contains("data-charts=\"" + charts.size() + "\"");
        assertThat(count(opened.dom(), "<canvas")).isEqualTo(charts.size());
    }

    @Test
    void shouldShowNoPairsWhenForksTookNoTurns(@TempDir final Path other) throws IOException {
        SampleComparison.write(other, Kind.BASELINE);

        final String html = Files.readString(ComparisonPage.write(other));

        assertThat(html).contains("against saved forks of an earlier session").doesNotContain("#s-pair\" class");
        assertThat(chartsOf(html)).hasSameSizeAs(charts);
    }

    @Test
    void shouldTellWhatIsMissingWhenTheDirectoryIsIncomplete(@TempDir final Path other) throws IOException {
        assertThatThrownBy(() -> ComparisonPage.write(other))
                .isInstanceOf(IOException.class)
                .hasMessage("no comparison here: missing=" + other.resolve("comparison.json"));

        Files.copy(directory.resolve("comparison.json"), other.resolve("comparison.json"));

        assertThatThrownBy(() -> ComparisonPage.write(other))
                .isInstanceOf(IOException.class)
                .hasMessage("a comparison without its forks: missing=" + other.resolve("forks.ndjson"));
    }

    @Test
    void shouldTellFileAndProblemInOneLineWhenARecordIsBad(@TempDir final Path other) throws IOException {
        final String good = Files.readString(directory.resolve("comparison.json"));
        final Path record = other.resolve("comparison.json");

        Files.writeString(record, good.replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 9"));
        assertThatThrownBy(() -> ComparisonPage.write(other))
                .hasMessage("comparison of another schema version: file=" + record + ", expected=1, found=9");

        Files.writeString(record, good.replace("\"name\" : \"B\"", "\"name\" : \"A\""));
        assertThatThrownBy(() -> ComparisonPage.write(other))
                .hasMessage("both arms have one name: file=" + record + ", name=A");

        Files.writeString(record, good.substring(0, good.length() / 2));
        assertThatThrownBy(() -> ComparisonPage.write(other))
                .hasMessageContaining("not a ComparisonRecord: file=" + record)
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("\n"));
    }

    private static int count(final String text, final String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
