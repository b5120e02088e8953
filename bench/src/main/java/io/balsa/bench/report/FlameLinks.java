package io.balsa.bench.report;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The flame graphs in a directory of results, if any were drawn: pages in its folder {@code flames}. */
public final class FlameLinks {
    /** Name of the folder. */
    public static final String FOLDER = "flames";

    private FlameLinks() {}

    /**
     * Returns the pages, sorted, each relative to the directory, with slashes.
     *
     * @param directory of a run or a comparison
     * @throws IOException when it cannot be listed
     */
    public static List<String> in(final Path directory) throws IOException {
        final Path flames = directory.resolve(FOLDER);
        if (!Files.isDirectory(flames)) {
            return List.of();
        }
        final Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(flames)) {
            files.filter(file ->
                            file.toString().endsWith(".html") || file.toString().endsWith(".svg"))
                    .forEach(file ->
                            names.add(directory.relativize(file).toString().replace('\\', '/')));
        }
        return List.copyOf(names);
    }

    /** Returns a link from a report, which lies in a folder of the same directory. */
    public static String link(final String file) {
        final String path = URLEncoder.encode(file, StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("+", "%20");
        return String.format(Locale.ROOT, "<a href=\"../%s\">%s</a>", path, HtmlTables.escape(file));
    }

    /** Returns a list of links, or nothing when there are no pages. */
    public static String list(final List<String> files) {
        if (files.isEmpty()) {
            return "";
        }
        final StringBuilder html = new StringBuilder("<ul class=\"flames\">");
        files.forEach(file -> html.append("<li>").append(link(file)).append("</li>"));
        return html.append("</ul>\n").toString();
    }
}
