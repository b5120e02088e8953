package io.balsa.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {
    @Test
    void shouldTellWhatAScriptComplainsOfWhenItFails(@TempDir final Path scratch)
            throws IOException, InterruptedException {
        final Path page = scratch.resolve("page.html");
        Files.writeString(page, "<!DOCTYPE html><p id=a></p><script>a.title = 'ran'; none.of();</script>");

        final Browser.Opened opened = Browser.open(page, scratch);

        assertThat(opened.console()).singleElement().asString().contains("none is not defined");
        assertThat(opened.dom()).contains("title=\"ran\"");
    }
}
