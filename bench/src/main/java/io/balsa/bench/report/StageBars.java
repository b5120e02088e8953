package io.balsa.bench.report;

import io.balsa.bench.result.StageRecord;
import io.balsa.bench.result.StagesRecord;
import java.util.List;
import java.util.Locale;

/**
 * Where the time of commands went, as bars: per load a waterfall of a typical command and one of the slowest hundredth, each on its own
 * scale since they are far apart, and what commands are made of from the fastest half to the slowest thousandth.
 */
final class StageBars {
    private StageBars() {}

    /** A bar of commands that took about as long as each other. */
    private record Band(String name, List<Double> bounds) {}

    private static final List<Band> WATERFALL =
            List.of(new Band("typical", StageRecord.TYPICAL), new Band("slowest 1%", StageRecord.SLOWEST));

    private static final List<Band> TAIL = List.of(
            new Band("fastest half", List.of(0.0, 50.0)),
            new Band("50 to 90%", List.of(50.0, 90.0)),
            new Band("90 to 99%", List.of(90.0, 99.0)),
            new Band("99 to 99.9%", List.of(99.0, 99.9)),
            new Band("slowest 0.1%", List.of(99.9, 100.0)));

    /** Renders a key to the colours and the bars of each load; nothing when nothing was noted. */
    static String render(final StagesRecord stages) {
        if (stages.loads().isEmpty()) {
            return "";
        }
        final StringBuilder html = new StringBuilder("<p>");
        final List<StageRecord.Part> parts = stages.loads().get(0).parts();
        for (int i = 0; i < parts.size(); i++) {
            html.append("<span class=\"key\" data-part=\"")
                    .append(i)
                    .append("\">")
                    .append(HtmlTables.escape(nameOf(parts.get(i))))
                    .append("</span> ");
        }
        html.append("</p>\n<div class=\"charts two\">\n");
        for (final StageRecord load : stages.loads()) {
            appendFigure(html, load);
        }
        return html.append("</div>\n").toString();
    }

    private static void appendFigure(final StringBuilder html, final StageRecord load) {
        html.append("<figure class=\"stages\"><figcaption>")
                .append(HtmlTables.escape(load.load()))
                .append("</figcaption>\n");
        for (final Band band : WATERFALL) {
            final StageRecord.Group group = load.group(band.bounds());
            final double scaleNs = Math.max(group.totalNs(), endOfBeside(load, group));
            appendRow(html, load, band.name(), group, scaleNs);
            appendBeside(html, load, group, scaleNs);
        }
        html.append("<h4>What the tail is made of</h4>\n");
        for (final Band band : TAIL) {
            if (load.hasGroup(band.bounds())) {
                final StageRecord.Group group = load.group(band.bounds());
                appendRow(html, load, band.name(), group, group.totalNs());
            }
        }
        html.append("</figure>\n");
    }

    private static void appendRow(
            final StringBuilder html,
            final StageRecord load,
            final String name,
            final StageRecord.Group group,
            final double scaleNs) {
        html.append("<div class=\"bar\"><span>").append(HtmlTables.escape(name)).append("</span><div>");
        for (int i = 0; i < load.parts().size(); i++) {
            if (!load.parts().get(i).parallel()) {
                final double partNs = group.partsNs().get(i);
                appendPart(html, i, load.parts().get(i), partNs, 0, scaleNs, group.totalNs());
            }
        }
        html.append("</div><b>")
                .append(HtmlTables.escape(Format.time(Math.round(group.totalNs()))))
                .append("</b></div>\n");
    }

    private static void appendBeside(
            final StringBuilder html, final StageRecord load, final StageRecord.Group group, final double scaleNs) {
        for (int i = 0; i < load.parts().size(); i++) {
            if (load.parts().get(i).parallel()) {
                html.append("<div class=\"bar beside\"><span></span><div>");
                final double partNs = group.partsNs().get(i);
                appendPart(html, i, load.parts().get(i), partNs, beginOfBeside(group), scaleNs, group.totalNs());
                html.append("</div><b></b></div>\n");
            }
        }
    }

    /** What runs beside the way begins with the second part. */
    private static double beginOfBeside(final StageRecord.Group group) {
        return group.partsNs().get(0);
    }

    /** It may outlast the command. */
    private static double endOfBeside(final StageRecord load, final StageRecord.Group group) {
        double endNs = 0;
        for (int i = 0; i < load.parts().size(); i++) {
            if (load.parts().get(i).parallel()) {
                endNs = Math.max(endNs, beginOfBeside(group) + group.partsNs().get(i));
            }
        }
        return endNs;
    }

    private static void appendPart(
            final StringBuilder html,
            final int number,
            final StageRecord.Part part,
            final double partNs,
            final double fromNs,
            final double scaleNs,
            final double totalNs) {
        html.append(String.format(
                Locale.ROOT,
                "<i data-part=\"%d\" style=\"margin-left:%.3f%%;width:%.3f%%\" title=\"%s: %s, %.1f%% of the time\"></i>",
                number,
                percent(fromNs, scaleNs),
                percent(partNs, scaleNs),
                HtmlTables.escape(nameOf(part)),
                HtmlTables.escape(Format.time(Math.round(partNs))),
                percent(partNs, totalNs)));
    }

    private static double percent(final double part, final double whole) {
        return whole == 0 ? 0 : 100 * part / whole;
    }

    private static String nameOf(final StageRecord.Part part) {
        return part.parallel() ? "the leader's own " + part.name() : part.name();
    }
}
