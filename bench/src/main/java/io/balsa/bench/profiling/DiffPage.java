package io.balsa.bench.profiling;

import io.balsa.bench.report.HtmlTables;
import io.balsa.bench.report.Page;
import io.balsa.bench.report.Table;
import io.balsa.bench.result.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Two profiles as one flame graph: red is what B does more, blue what it does less.
 *
 * <p>A frame is as wide as its mean share of both, so that it can be seen when only one of them has it.
 */
public final class DiffPage {
    private static final int MOST_CHANGES = 15;
    private static final double PERCENT = 100;

    private DiffPage() {}

    /**
     * Writes the page.
     *
     * @param nameA what A is, for people
     * @param nameB what B is
     * @return the page
     * @throws NoSamplesException when there is nothing to draw
     * @throws IOException when the file cannot be written
     */
    public static Path write(
            final Path page,
            final PageHead head,
            final ProfileEvent event,
            final String nameA,
            final Stacks stacksA,
            final String nameB,
            final Stacks stacksB)
            throws IOException {
        FlamePage.checkSamples(stacksA, head.title() + ", A, " + nameA, event);
        FlamePage.checkSamples(stacksB, head.title() + ", B, " + nameB, event);
        final StackDiff diff = StackDiff.of(stacksA, stacksB);
        final Map<String, String> parts = Map.of(
                "title", HtmlTables.escape(head.title()),
                "facts", HtmlTables.escape(head.line()),
                "a", HtmlTables.escape(nameA + ", " + FlamePage.amount(stacksA, event)),
                "b", HtmlTables.escape(nameB + ", " + FlamePage.amount(stacksB, event)),
                "changes", changes(diff.changes(MOST_CHANGES)),
                "stacks", Json.embed(diff.visible()),
                "diff.css", Page.resource(DiffPage.class, "diff.css"),
                "diff.js", Page.resource(DiffPage.class, "diff.js"));
        return Files.writeString(page, Page.render(Page.resource(DiffPage.class, "diff.html"), parts, List.of()));
    }

    private static String changes(final List<StackDiff.Change> changes) {
        if (changes.isEmpty()) {
            return "<p class=\"empty\">No method itself takes more or less.</p>";
        }
        final Table table = new Table("", "<method itself", "A", "B", "B - A");
        for (final StackDiff.Change change : changes) {
            table.row(
                    change.name(),
                    percent("%.2f%%", change.selfA()),
                    percent("%.2f%%", change.selfB()),
                    percent("%+.2f", change.more()));
        }
        return HtmlTables.render(table);
    }

    private static String percent(final String format, final double share) {
        return String.format(Locale.ROOT, format, PERCENT * share);
    }
}
