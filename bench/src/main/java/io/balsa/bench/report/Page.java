package io.balsa.bench.report;

import io.balsa.bench.result.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A page that holds its styles, its scripts and its data, and asks no network for anything: its content security policy forbids
 * it.
 */
public final class Page {
    private static final String CHART_LIBRARY = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private Page() {}

    /**
     * Renders a template. Beside its own parts it may ask for {@code library.css}, {@code page.css}, {@code library.js}, {@code
     * charts.js} and {@code data}.
     *
     * @param parts HTML by name
     * @param charts drawn into the elements whose {@code data-group} they name
     * @throws IOException when a resource is missing
     */
    public static String render(final String template, final Map<String, String> parts, final List<Chart> charts)
            throws IOException {
        final Map<String, String> all = new HashMap<>(parts);
        all.put("library.css", resource(Page.class, CHART_LIBRARY + "uPlot.min.css"));
        all.put("page.css", resource(Page.class, "page.css"));
        all.put("data", Json.embed(charts));
        all.put("library.js", resource(Page.class, CHART_LIBRARY + "uPlot.iife.min.js"));
        all.put("charts.js", resource(Page.class, "charts.js"));
        return fill(template, all);
    }

    /**
     * Reads a text from the class path.
     *
     * @param owner beside which it lies
     * @throws IOException when it is missing
     */
    public static String resource(final Class<?> owner, final String name) throws IOException {
        try (InputStream stream = owner.getResourceAsStream(name)) {
            if (stream == null) {
                throw new FileNotFoundException("missing from the class path: resource=" + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Replaces each {@code {{name}}} of the template; what is filled in is not looked at again. */
    static String fill(final String template, final Map<String, String> parts) {
        final StringBuilder page = new StringBuilder();
        int from = 0;
        while (true) {
            final int open = template.indexOf("{{", from);
            if (open < 0) {
                return page.append(template, from, template.length()).toString();
            }
            final int close = template.indexOf("}}", open);
            final String name = template.substring(open + 2, close);
            final String part = parts.get(name);
            if (part == null) {
                throw new IllegalStateException("the page asks for an unknown part: name=" + name);
            }
            page.append(template, from, open).append(part);
            from = close + 2;
        }
    }
}
