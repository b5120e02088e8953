package io.balsa.bench.report.comparison;

import java.util.Locale;

/**
 * A drawing as inline SVG. Along the page places are shares of its width and across it pixels, so a drawing takes whatever width it
 * gets while its text and its marks keep their size. Looks are classes of the style sheet; marks are symbols that the page defines.
 */
public final class Svg {
    private final StringBuilder text;

    /**
     * Begins a drawing.
     *
     * @param height in pixels
     * @param description for those who cannot see it
     */
    public Svg(final double height, final String description) {
        text = new StringBuilder("<svg class=\"plot\" role=\"img\" height=\"")
                .append(number(height))
                .append("\" aria-label=\"")
                .append(Words.html(description))
                .append("\">");
    }

    /** Adds a rectangle; shares from 0 to 1, pixels from the top. */
    public Svg area(final String look, final double fromX, final double toX, final double top, final double height) {
        text.append("<rect class=\"").append(look).append('"');
        attribute("x", share(fromX));
        attribute("width", share(Math.max(0, toX - fromX)));
        attribute("y", number(top));
        attribute("height", number(height));
        text.append("/>");
        return this;
    }

    /** Adds a line. */
    public Svg line(final String look, final double fromX, final double fromY, final double toX, final double toY) {
        text.append("<line class=\"").append(look).append('"');
        attribute("x1", share(fromX));
        attribute("y1", number(fromY));
        attribute("x2", share(toX));
        attribute("y2", number(toY));
        text.append("/>");
        return this;
    }

    /** Adds a symbol of the page, with words that show when it is pointed at. */
    public Svg mark(final String symbol, final String look, final double x, final double y, final String words) {
        text.append("<use href=\"#")
                .append(symbol)
                .append("\" class=\"")
                .append(look)
                .append('"');
        attribute("x", share(x));
        attribute("y", number(y));
        text.append("><title>").append(Words.html(words)).append("</title></use>");
        return this;
    }

    /**
     * Adds words.
     *
     * @param anchor which end of them is at the place: start, middle or end
     * @param y of the base line
     */
    public Svg words(final String look, final String anchor, final double x, final double y, final String words) {
        return words(look, anchor, x, 0, y, words);
    }

    /** Adds words that many pixels to the right of the place. */
    public Svg words(
            final String look,
            final String anchor,
            final double x,
            final double beside,
            final double y,
            final String words) {
        text.append("<text class=\"")
                .append(look)
                .append("\" text-anchor=\"")
                .append(anchor)
                .append('"');
        attribute("x", share(x));
        attribute("y", number(y));
        if (beside != 0) {
            attribute("dx", number(beside));
        }
        text.append('>').append(Words.html(words)).append("</text>");
        return this;
    }

    private void attribute(final String name, final String value) {
        text.append(' ').append(name).append("=\"").append(value).append('"');
    }

    private static String share(final double value) {
        return number(100 * value) + "%";
    }

    private static String number(final double value) {
        final String digits = String.format(Locale.ROOT, "%.2f", value);
        return digits.endsWith(".00") ? digits.substring(0, digits.length() - 3) : digits;
    }

    @Override
    public String toString() {
        return text + "</svg>";
    }
}
