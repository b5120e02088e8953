package io.balsa.simulation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run as one HTML page: nodes as lanes over simulated time, messages as arrows, and the log of each node at the time of the cursor. The
 * page holds its styles, its scripts and the trace, and asks no network for anything: its content security policy forbids it.
 */
final class SpaceTimePage {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z.]+)}}");

    private SpaceTimePage() {}

    /**
     * Writes the page, and replaces what is there.
     *
     * @param title plain text
     * @throws IOException when the file cannot be written
     */
    static void write(final Path file, final String title, final RecordedTrace trace) throws IOException {
        // In a script element only "</script" and "<!--" mean something, and neither is left without a "<".
        final String data = trace.toJson().toString().replace("<", "\\u003c");
        Files.writeString(file, render(Map.of("title", escape(title), "data", data)));
    }

    private static String render(final Map<String, String> parts) throws IOException {
        final Matcher places = PLACE.matcher(resource("page.html"));
        final StringBuilder page = new StringBuilder();
        while (places.find()) {
            final String name = places.group(1);
            final String part = parts.containsKey(name) ? parts.get(name) : resource(name);
            places.appendReplacement(page, Matcher.quoteReplacement(part));
        }
        return places.appendTail(page).toString();
    }

    private static String resource(final String name) throws IOException {
        try (InputStream in = SpaceTimePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("a part of the page is missing beside its class: name=" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
    }

    private static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
