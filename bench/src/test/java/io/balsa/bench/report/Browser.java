package io.balsa.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real browser without a window, if the machine has one. */
public final class Browser {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final long GIVE_UP_SECONDS = 120;

    /**
     * A page after its scripts ran.
     *
     * @param dom the document
     * @param console what scripts and browser complained of, a line each
     */
    public record Opened(String dom, List<String> console) {}

    private Browser() {}

    /** Opens a page; skips the test when there is no browser. */
    public static Opened open(final Path page, final Path scratch) throws IOException, InterruptedException {
        final Optional<Path> binary = binary();
        assumeThat(binary)
                .as("a browser on the PATH, one of %s: without it no script of the page is run", NAMES)
                .isPresent();
        final Path dom = scratch.resolve("dom.html");
        final Path log = scratch.resolve("browser.log");
        final Process process = new ProcessBuilder(
                        binary.orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + scratch.resolve("profile"),
                        "--window-size=1280,900",
                        "--virtual-time-budget=4000",
                        "--enable-logging=stderr",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        final boolean ended = process.waitFor(GIVE_UP_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the browser ended: log=%s", Files.readString(log)).isTrue();
        final List<String> console = Files.readAllLines(log).stream()
                .filter(line -> line.contains("CONSOLE"))
                .toList();
        return new Opened(Files.readString(dom), console);
    }

    private static Optional<Path> binary() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
