package io.balsa.bench.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.bench.environment.SampleEnvironment;
import io.balsa.bench.report.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of one profile and of two, also in a browser. */
class FlamePageTest {
    private static final String STACKS_A = "main_[j];io/balsa/Gone.run_[j] 40\nmain_[j];io/balsa/Kept.run_[j] 60\n";
    private static final String STACKS_B =
            "main_[j];io/balsa/Kept.run_[i] 50\nmain_[j];io/balsa/New.run_[j];std::sort<int> 50\n";

    /** Whatever could make a browser fetch something, or a script reach out. */
    private static final Pattern FETCH = Pattern.compile(
            "(src|action|data|poster)\\s*=\\s*[\"']?\\s*(https?:)?//|url\\(|@import|<link|<iframe|<img"
                    + "|\\bfetch\\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts",
            Pattern.CASE_INSENSITIVE);

    @TempDir
    private Path directory;

    private PageHead head;
    private Stacks stacksA;
    private Stacks stacksB;

    @BeforeEach
    void profile() throws IOException {
        head = PageHead.of(
                "Log.append{shape=<3>}",
                SampleEnvironment.of("Some CPU", "17.0.1"),
                "86efc49",
                ProfileEvent.CPU,
                List.of("1 fork of 5.0 s"));
        stacksA = Stacks.parse(STACKS_A);
        stacksB = Stacks.parse(STACKS_B);
    }

    private Path diffPage() throws IOException {
        final Path page = directory.resolve("diff.html");
        return DiffPage.write(page, head, ProfileEvent.CPU, "main", stacksA, "branch", stacksB);
    }

    @Test
    void shouldSayWhatWasProfiledAndOnWhatWhenAPageIsDrawn() throws IOException {
        final Path page = FlamePage.write(directory.resolve("a.cpu.html"), stacksA, head, ProfileEvent.CPU);

        assertThat(Files.readString(page))
                .contains("<b>Log.append{shape=&lt;3&gt;}</b>")
                .contains("commit 86efc49 · Some CPU, 2 cores · OpenJDK 64-Bit Server VM 17.0.1")
                .contains("cpu, every 1 ms on a processor · 1 fork of 5.0 s · not scored · 100 samples");
        assertThat(directory.resolve("a.cpu.collapsed")).hasContent(STACKS_A);
    }

    @Test
    void shouldSayWhatToDoWhenThereAreNoSamples() {
        assertThatThrownBy(() -> FlamePage.write(directory.resolve("a.html"), new Stacks(), head, ProfileEvent.CPU))
                .isInstanceOf(NoSamplesException.class)
                .hasMessageStartingWith("no samples: profiled=Log.append{shape=<3>}, event=cpu;")
                .hasMessageEndingWith("more --seconds");
        assertThatThrownBy(() -> DiffPage.write(
                        directory.resolve("d.html"), head, ProfileEvent.CPU, "main", stacksA, "branch", new Stacks()))
                .isInstanceOf(NoSamplesException.class)
                .hasMessageStartingWith("no samples: profiled=Log.append{shape=<3>}, B, branch, event=cpu;");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldDrawWithoutComplaintWhenAFlameGraphIsOpenedInABrowser(@TempDir final Path scratch)
            throws IOException, InterruptedException {
        final Path page = FlamePage.write(directory.resolve("a.html"), stacksA, head, ProfileEvent.CPU);

        final Browser.Opened opened = Browser.open(page, scratch);

        assertThat(opened.console()).isEmpty();
        assertThat(opened.dom()).containsPattern("<canvas id=\"canvas\"[^>]* width=\"\\d+\"");
        assertThat(FETCH.matcher(opened.dom()).find()).isFalse();
    }

    @Test
    void shouldTellWhatChangedMostWhenTwoProfilesAreCompared() throws IOException {
        final String page = Files.readString(diffPage());

        assertThat(page)
                .contains("<td class=\"left\">std::sort&lt;int&gt;</td><td>0.00%</td><td>50.00%</td><td>+50.00</td>")
                .contains("<td class=\"left\">io/balsa/Gone.run</td><td>40.00%</td><td>0.00%</td><td>-40.00</td>")
                .contains("main, 100 samples", "branch, 100 samples", "Log.append{shape=&lt;3&gt;}")
                .doesNotContain("{{", "<int>");
        assertThat(FETCH.matcher(page).find()).isFalse();
    }

    @Test
    void shouldShowWhatCameAndWhatWentWhenADifferenceIsOpenedInABrowser(@TempDir final Path scratch)
            throws IOException, InterruptedException {
        final Browser.Opened opened = Browser.open(diffPage(), scratch);

        assertThat(opened.console()).isEmpty();
        assertThat(opened.dom())
                .contains("data-frames=\"6\"")
                .containsPattern("<button class=\"frame less\"[^>]*title=\"io/balsa/Gone.run: A 40.00%, B 0.00%")
                .containsPattern("<button class=\"frame more\"[^>]*title=\"io/balsa/New.run: A 0.00%, B 50.00%")
                .containsPattern("<button class=\"frame\"[^>]*title=\"all: A 100.00%, B 100.00%, \\+0.00 points\"");
    }
}
