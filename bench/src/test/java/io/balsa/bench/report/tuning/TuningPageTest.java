package io.balsa.bench.report.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.report.Browser;
import io.balsa.bench.tune.Phase;
import io.balsa.bench.tune.SampleTuning;
import io.balsa.bench.tune.TuningDirectory;
import io.balsa.bench.tune.TuningRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningPageTest {
    private static final Pattern PLOT = Pattern.compile("<figure class=\"drawn\">.*?</figure>", Pattern.DOTALL);

    @TempDir
    static Path tunings;

    @TempDir
    static Path profiles;

    private static TuningDirectory directory;
    private static TuningRecord tuning;
    private static Path file;
    private static String page;

    @BeforeAll
    static void render() throws IOException, ProfileException, InterruptedException {
        directory = SampleTuning.better(tunings, profiles, "Xeon <8> & \"more\"");
        tuning = directory.read();
        file = TuningPage.write(directory);
        page = Files.readString(file);
    }

    private static List<String> plots() {
        return PLOT.matcher(page).results().map(MatchResult::group).toList();
    }

    @Test
    void shouldDrawEveryCandidateInEveryPairOfFiguresWhenThereIsAFront() throws IOException {
        final long screened = directory.readTrials().stream()
                .filter(trial -> trial.phase() == Phase.SCREEN && trial.figures() != null)
                .count();

        assertThat(plots()).hasSize(3);
        for (final String plot : plots()) {
            assertThat(count(plot, "class=\"screen\"")).isEqualTo((int) screened);
            assertThat(count(plot, "<use "))
                    .isEqualTo((int) screened + 1 + tuning.candidates().size());
            assertThat(plot)
                    .contains(">default</text>", ">winner " + tuning.winner() + "</text>")
                    .containsPattern("#s-b\" class=\"(outlier )?b\"");
        }
        assertThat(page)
                .contains("commands/s, more is better", "p99.9 in ms, less is better", "<td class=\"left\">●</td>");
    }

    @Test
    void shouldTellWhatWasWrittenWhenItIsBetter() {
        final String banner = page.substring(page.indexOf("class=\"banner"), page.indexOf("</section>"));

        assertThat(banner).contains("banner IMPROVED", "▼ BETTER", "is written to", "mean of all three -");
    }

    @Test
    void shouldShowFactorsWithTheirNoiseWhenScreened() {
        final String factors = page.substring(page.indexOf("class=\"forest factors\""));

        assertThat(count(factors, "<td class=\"draw\"><svg"))
                .isEqualTo(tuning.effects().size());
        assertThat(factors)
                .contains("<td class=\"left\">batch</td><td class=\"left\">1024</td><td class=\"left\">128</td>")
                .contains("class=\"band\"", "within noise", ">better</td>", ">worse</td>");
    }

    @Test
    void shouldShowVerdictsWithTheirBandWhenConfirmed() {
        final String confirmation =
                page.substring(page.indexOf("class=\"forest confirmation\""), page.indexOf("<h2>Race</h2>"));

        assertThat(count(confirmation, "<td class=\"draw\"><svg")).isEqualTo(4);
        assertThat(confirmation).contains("▼ IMPROVED", "default against itself", "class=\"interval IMPROVED\"");
    }

    @Test
    void shouldMarkOnlyWhatDiffersWhenSettingsAreShown() {
        assertThat(page)
                .contains("≠ ingress.batch", "≠ apply.batch", "≠ threading.mode")
                .doesNotContain("≠ sync.policy", "≠ tick.ms")
                .contains("<td class=\"left\" colspan=\"1\">tick.ms</td>");
    }

    @Test
    void shouldEscapeWhatItShowsWhenTextHoldsMarkup() {
        assertThat(page).contains("Xeon &lt;8&gt; &amp; &quot;more&quot;").doesNotContain("<8>", "{{");
    }

    @Test
    void shouldRunWithoutComplaintWhenOpenedInABrowser(@TempDir final Path scratch)
            throws IOException, InterruptedException {
        final Browser.Opened opened = Browser.open(file, scratch);

        assertThat(opened.console()).isEmpty();
        assertThat(count(opened.dom(), "class=\"drawn\"")).isEqualTo(3);
        assertThat(opened.dom()).contains("</html>", "Effective settings");
    }

    @Test
    void shouldTellThatTheProfileStandsWhenNothingIsBetter(@TempDir final Path other)
            throws IOException, ProfileException, InterruptedException {
        final TuningDirectory stands = SampleTuning.stands(other, profiles);

        final String html = Files.readString(TuningPage.write(stands));

        assertThat(html)
                .contains("■ STANDS", "Nothing was confirmed.", "no winner")
                .doesNotContain("≠ ");
        assertThat(TuningConsole.render(stands.read())).contains("profile default stands", "Race, against default");
    }

    @Test
    void shouldTellAllInTablesWhenShownOnATerminal() {
        assertThat(TuningConsole.render(tuning))
                .contains("Screen: effect of each change", "Confirmation: ", "IMPROVED", "better: " + tuning.winner());
    }

    @Test
    void shouldTellWhatIsMissingWhenTheDirectoryHoldsNoSearch(@TempDir final Path other) {
        assertThatThrownBy(() -> TuningDirectory.open(other))
                .isInstanceOf(IOException.class)
                .hasMessage("no search here: missing=" + other.resolve("tuning.json"));
    }

    private static int count(final String text, final String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
