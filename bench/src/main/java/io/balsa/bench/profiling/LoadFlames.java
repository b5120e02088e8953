package io.balsa.bench.profiling;

import io.balsa.bench.environment.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Flame graphs of nodes under load: of all the time, or of the slowest commits alone. */
public final class LoadFlames {
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_SECOND = 1e9;

    private final Environment environment;
    private final Path directory;
    private final String load;
    private final @Nullable Double percentile;

    /**
     * Makes a drawer.
     *
     * @param directory an existing one, takes the pages
     * @param load what the nodes were busy with, in words
     * @param percentile of the commits' latency that they must be slower than, above 0, below 100; {@code null} for all the time
     */
    public LoadFlames(
            final Environment environment, final Path directory, final String load, final @Nullable Double percentile) {
        this.environment = environment;
        this.directory = directory;
        this.load = load;
        this.percentile = percentile;
    }

    /**
     * Draws what was recorded of a node. For the tail there are two pages: its own flame graph, and where it differs from all the time.
     *
     * @throws NoSamplesException when there is nothing to draw
     * @throws IOException when files cannot be read or written
     */
    public List<Path> draw(final NodeSamples node) throws IOException {
        final Stacks all = node.all();
        final String name = node.role() + "-" + node.event().word();
        final String what = node.role() + " under load";
        if (percentile == null) {
            return List.of(FlamePage.write(
                    directory.resolve(name + ".html"), all, head(what, node, List.of(load)), node.event()));
        }
        final CommitTimes.Tail tail = node.commits().tail(percentile);
        final Stacks during = node.during(tail);
        final String slowest = String.format(Locale.ROOT, "commits slower than p%s", number(percentile));
        final PageHead head = head(what + ", " + slowest, node, List.of(load, describe(tail), share(during, all)));
        final String tailName = name + "-tail" + number(percentile);
        return List.of(
                FlamePage.write(directory.resolve(tailName + ".html"), during, head, node.event()),
                DiffPage.write(
                        directory.resolve(tailName + "-diff.html"),
                        head,
                        node.event(),
                        "all the time",
                        all,
                        slowest,
                        during));
    }

    private PageHead head(final String title, final NodeSamples node, final List<String> further) {
        return PageHead.of(
                title + " (node " + node.nodeId() + ")",
                environment,
                PageHead.commit(environment),
                node.event(),
                further);
    }

    private static String describe(final CommitTimes.Tail tail) {
        return String.format(
                Locale.ROOT,
                "p%s is %.3f ms, %,d of %,d commits are slower, in %,d stretches of %.2f s together",
                number(tail.percentile()),
                tail.thresholdNs() / NS_PER_MS,
                tail.slow(),
                tail.commits(),
                tail.intervals().count(),
                tail.intervals().lengthNs() / NS_PER_SECOND);
    }

    private static String share(final Stacks during, final Stacks all) {
        return String.format(Locale.ROOT, "%.1f%% of all samples", 100.0 * during.total() / Math.max(1, all.total()));
    }

    /** A percentile without decimals that say nothing: 99, 99.9. */
    private static String number(final double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : String.valueOf(value);
    }
}
