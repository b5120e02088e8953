package io.balsa.bench.profiling;

import io.balsa.bench.report.HtmlTables;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import one.convert.Arguments;
import one.convert.FlameGraph;

/** Stacks as a flame graph, drawn by the profiler's own library: a page that needs no network. */
public final class FlamePage {
    private static final String PAGE = ".html";

    private FlamePage() {}

    /**
     * Writes the page, and beside it the stacks that it was drawn from, as {@code .collapsed}.
     *
     * @param page its name ends with {@code .html}
     * @return the page
     * @throws NoSamplesException when there is nothing to draw
     * @throws IOException when a file cannot be written
     */
    public static Path write(final Path page, final Stacks stacks, final PageHead head, final ProfileEvent event)
            throws IOException {
        checkSamples(stacks, head.title(), event);
        stacks.write(collapsed(page));
        final Arguments arguments = new Arguments();
        arguments.title = "<b>" + HtmlTables.escape(head.title()) + "</b><br><small>"
                + HtmlTables.escape(head.line() + " · " + amount(stacks, event)) + "</small>";
        final FlameGraph graph = new FlameGraph(arguments);
        graph.parseCollapsed(stacks.reader());
        try (OutputStream out = Files.newOutputStream(page)) {
            graph.dump(out);
        }
        return page;
    }

    /**
     * Refuses a profile of nothing.
     *
     * @throws NoSamplesException that names what was profiled
     */
    static void checkSamples(final Stacks stacks, final String what, final ProfileEvent event)
            throws NoSamplesException {
        if (stacks.weights().isEmpty()) {
            throw new NoSamplesException(what, event);
        }
    }

    /** Returns how much was sampled, in words. */
    static String amount(final Stacks stacks, final ProfileEvent event) {
        return String.format(Locale.ROOT, "%,d %s", stacks.total(), event.unit());
    }

    private static Path collapsed(final Path page) {
        final String name = page.getFileName().toString();
        return page.resolveSibling(name.substring(0, name.length() - PAGE.length()) + ".collapsed");
    }
}
