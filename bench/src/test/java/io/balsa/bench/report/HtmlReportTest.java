package io.balsa.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"charts\">(.*?)</script>", Pattern.DOTALL);
    /** Whatever could make a browser fetch something, or a script reach out. */
    private static final Pattern FETCH = Pattern.compile(
            "(src|href|action|data|poster)\\s*=\\s*[\"']?\\s*(https?:)?//|url\\(|@import|<link|<iframe|<img"
                    + "|\\bfetch\\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts",
            Pattern.CASE_INSENSITIVE);

    /** Counts parts of bars that can be seen, and those that reach out of their bar. */
    private static final String MEASURE_BARS = """
            <script>
            const parts = [...document.querySelectorAll(".bar i")].map(part => [part, part.getBoundingClientRect()]);
            const root = document.documentElement;
            root.dataset.bars = parts.filter(([part, box]) => box.width > 0 && box.height > 0
                && getComputedStyle(part).backgroundColor !== "rgba(0, 0, 0, 0)").length;
            root.dataset.outside = parts.filter(([part, box]) => box.right > part.parentElement.getBoundingClientRect().right + 1).length;
            </script>
            """;

    @TempDir
    static Path runs;

    private static RunDirectory run;
    private static String page;
    private static JsonNode charts;

    @BeforeAll
    static void render() throws IOException, ProfileException {
        run = SampleRun.write(runs);
        HtmlReport.write(run);
        page = Files.readString(run.report());
        final Matcher data = DATA.matcher(page);
        assertThat(data.find()).isTrue();
        charts = new ObjectMapper().readTree(data.group(1));
    }

    @Test
    void shouldHoldDataForEveryChartWhenRendered() {
        assertThat(charts)
                .extracting(chart -> chart.get("group").asText())
                .contains("closed", "open", "layers", "knee", "time", "scatter", "failover");
        for (final JsonNode chart : charts) {
            final String title = chart.get("title").asText();
            final int points = chart.get("x").size();
            assertThat(points).as(title).isGreaterThan(3);
            assertThat(chart.get("series")).as(title).isNotEmpty();
            for (final JsonNode series : chart.get("series")) {
                assertThat(series.get("y")).as(title).hasSize(points);
                assertThat(StreamSupport.stream(series.get("y").spliterator(), false)
                                .filter(JsonNode::isNumber)
                                .count())
                        .as(title + ", " + series.get("name"))
                        .isGreaterThan(3);
            }
        }
    }

    @Test
    void shouldDrawEachLoadThatHasNumbersOverTimeWhenRendered() {
        final List<String> titles = StreamSupport.stream(charts.spliterator(), false)
                .filter(chart -> chart.get("group").asText().equals("time"))
                .map(chart -> chart.get("title").asText())
                .toList();

        assertThat(titles)
                .containsExactly(
                        "1 outstanding",
                        "16 outstanding",
                        "256 outstanding",
                        "1,000/s",
                        "5,000/s",
                        "10,000/s",
                        "25,000/s");
    }

    @Test
    void shouldShowResponseServiceAndHiccupTogetherWhenALoadWasOpen() {
        final JsonNode layers = chart("layers", "10,000/s");

        assertThat(layers.get("series"))
                .extracting(series -> series.get("name").asText())
                .containsExactly("response", "service", "hiccup");
    }

    @Test
    void shouldMarkObjectiveAndKneeWhenTheRateWasRaised() {
        final JsonNode knee = chart("knee", "p99 by rate");

        assertThat(knee.get("x")).hasSize(8);
        assertThat(knee.get("series").get(1).get("y")).allMatch(value -> value.asDouble() == 10);
        assertThat(knee.get("marks").get(0).get("x").asDouble()).isEqualTo(22_627);
        assertThat(page)
                .contains("Knee: 22,627/s, for p99 within 10.00 ms")
                .contains("no: rate missed: intended=32,000/s, achieved=28,100/s");
    }

    @Test
    void shouldDrawWhatHappenedToTheNodesAboveTheTimeItHappenedIn() {
        final JsonNode events = chart("time", "1,000/s").get("events");

        assertThat(events).hasSize(18);
        assertThat(events.get(16).get("kind").asText()).isEqualTo("COLLECTION");
        assertThat(events.get(16).get("from").asDouble()).isEqualTo(5.5);
        assertThat(page).contains("Events while loads were measured");
    }

    @Test
    void shouldScatterRecoveryTimesAndDrawOnlyThreeKillsWhenThereWereMany() {
        assertThat(chart("scatter", "Seconds from each kill to the next commit: least 0.48, median 0.66, most 0.91")
                        .get("x"))
                .hasSize(7);
        assertThat(StreamSupport.stream(charts.spliterator(), false)
                        .filter(chart -> chart.get("group").asText().equals("failover"))
                        .map(chart -> chart.get("title").asText()))
                .containsExactly(
                        "Kill 3: acknowledgements per second",
                        "Kill 7: acknowledgements per second",
                        "Kill 4: acknowledgements per second");
    }

    private static JsonNode chart(final String group, final String title) {
        return StreamSupport.stream(charts.spliterator(), false)
                .filter(chart -> chart.get("group").asText().equals(group)
                        && chart.get("title").asText().equals(title))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldDrawTheLimitInTheUnitOfTheAxisWhenLatencyIsShown() {
        final JsonNode percentiles = charts.get(0);

        assertThat(percentiles.get("kind").asText()).isEqualTo("percentiles");
        assertThat(percentiles.get("limit").asDouble()).isBetween(0.3, 0.8);
    }

    @Test
    void shouldAgreeWithTheTableWhenPercentilesAreDrawn() throws IOException {
        final double p90 = charts.get(0).get("series").get(0).get("y").get(20).asDouble();

        final long fromTable = Objects.requireNonNull(
                        run.readRun().loads().get(0).numbers())
                .response()
                .p90Ns();
        assertThat(charts.get(0).get("x").get(20).asDouble()).isEqualTo(10.0);
        assertThat(p90).isEqualTo(fromTable / 1e6);
    }

    @Test
    void shouldFetchNothingWhenOpened() {
        assertThat(FETCH.matcher(page)
                        .results()
                        .map(found -> page.substring(
                                Math.max(0, found.start() - 30), Math.min(page.length(), found.end() + 30))))
                .isEmpty();
        assertThat(page).contains("Content-Security-Policy\" content=\"default-src 'none'");
    }

    @Test
    void shouldRunWithoutComplaintWhenOpenedInABrowser(@TempDir final Path scratch)
            throws IOException, InterruptedException {
        final Browser.Opened opened = Browser.open(run.report(), scratch);

        assertThat(opened.console()).isEmpty();
        assertThat(opened.dom()).contains("data-charts=\"" + charts.size() + "\"");
    }

    /** Two loads: seven bars of six parts each, and the leader's own sync under two of them. */
    @Test
    void shouldDrawABarOfEveryPartWhenStageTimesWereNoted(@TempDir final Path scratch)
            throws IOException, InterruptedException {
        final Path measured = scratch.resolve("measured.html");
        Files.writeString(measured, page.replace("</body>", MEASURE_BARS + "</body>"));

        final Browser.Opened opened = Browser.open(measured, scratch);

        assertThat(opened.console()).isEmpty();
        assertThat(opened.dom())
                .contains("data-bars=\"" + 2 * (7 * 6 + 2) + "\"")
                .contains("data-outside=\"0\"");
        assertThat(page).contains("title=\"followers: ");
    }

    @Test
    void shouldSayThatNothingWasMeasuredWhenNoStageTimesWereNoted(@TempDir final Path others)
            throws IOException, ProfileException {
        final RunDirectory other = SampleRun.write(others);
        Files.delete(other.path().resolve("stages.json"));

        HtmlReport.write(other);

        final String html = Files.readString(other.report());
        final String section = html.substring(html.indexOf("Where the time goes"), html.indexOf("<h2>Failover"));
        assertThat(section).contains("Not measured in this run.").doesNotContain("class=\"bar\"");
    }

    @Test
    void shouldTellTypicalAndSlowestWhenStagesAreShownOnTheConsole() throws IOException {
        final String text = ConsoleReport.render(run.readRun(), run.readEnvironment(), run.readStages());

        assertThat(text)
                .containsPattern(
                        "load +commands +of +outside +total +append +send +disks +followers +apply +answer +own sync")
                .containsPattern("closed-16 +all +20,000 +-?0\\.\\d+ +0\\.\\d+ ")
                .containsPattern("closed-16 +typical +2,000 ")
                .containsPattern("open-10000 +slowest 1% +200 ");
    }

    @Test
    void shouldShowTheReasonInsteadOfNumbersWhenALoadFailed() {
        assertThat(page).contains("FAILED: rate missed: intended=50,000/s, achieved=41,200/s");
    }

    @Test
    void shouldEscapeWhatItShowsWhenTextHoldsMarkup() {
        assertThat(page).contains("benchmarks &lt;not&gt; run: cause=&quot;lock&quot; &amp; key");
    }

    @Test
    void shouldLinkFlameGraphsWhenSomeWereDrawn(@TempDir final Path other) throws IOException, ProfileException {
        final RunDirectory drawn = SampleRun.write(other);
        Files.writeString(
                Files.createDirectories(drawn.path().resolve("flames")).resolve("Log.append-size-1 cpu.html"), "<p>");
        HtmlReport.write(drawn);

        assertThat(Files.readString(drawn.report())).contains("href=\"../flames/Log.append-size-1%20cpu.html\"");
        assertThat(page).doesNotContain("Flame graphs");
    }

    @Test
    void shouldLeaveNoPlaceWhenFilled() {
        assertThat(page.substring(0, page.indexOf("<script"))).doesNotContain("{{");
    }
}
