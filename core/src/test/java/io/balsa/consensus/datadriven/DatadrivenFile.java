package io.balsa.consensus.datadriven;

import io.balsa.consensus.datadriven.DatadrivenCase.Argument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parsed conformance file.
 *
 * @param name without its folder
 * @param cases in order
 */
public record DatadrivenFile(String name, List<DatadrivenCase> cases) {
    private static final String RULE = "----";
    private static final Pattern ARGUMENT = Pattern.compile("\\s*([^\\s=()]+)(?:=(\\(([^()]*)\\)|[^\\s()]*))?");

    public static DatadrivenFile read(final Path path) {
        try {
            final String name = path.getFileName().toString();
            return parse(name, Files.readString(path));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot be read: file=" + path + ", reason=" + e, e);
        }
    }

    public static DatadrivenFile parse(final String name, final String text) {
        return new DatadrivenFile(name, new Parser(name, text.split("\n", -1)).cases());
    }

    /** Returns the directive that stands in one line, without input or answer. */
    public static DatadrivenCase parseDirective(final String line) {
        return Parser.directive(line.strip(), line);
    }

    /** Walks down the lines of a file. */
    private static final class Parser {
        private final String name;
        private final String[] lines;
        private int next;

        Parser(final String name, final String[] lines) {
            this.name = name;
            this.lines = lines;
        }

        List<DatadrivenCase> cases() {
            final List<DatadrivenCase> cases = new ArrayList<>();
            while (next < lines.length) {
                final String line = lines[next].strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    next++;
                } else {
                    cases.add(parseCase());
                }
            }
            return cases;
        }

        private DatadrivenCase parseCase() {
            final String position = name + ":" + (next + 1);
            final String directive = directive();
            final List<String> input = new ArrayList<>();
            while (!atRule(next)) {
                if (next == lines.length) {
                    throw new IllegalArgumentException("no rule after the directive: position=" + position
                            + ", expected=a line " + RULE + ", found=the end of the file");
                }
                input.add(lines[next++]);
            }
            next++;
            final DatadrivenCase parsed = directive(directive, position);
            return new DatadrivenCase(
                    position,
                    parsed.command(),
                    parsed.arguments(),
                    String.join("\n", input).strip(),
                    String.join("\n", answer()));
        }

        static DatadrivenCase directive(final String line, final String position) {
            final String[] parts = line.split("\\s+", 2);
            final List<Argument> arguments = parts.length == 1 ? List.of() : arguments(parts[1], position);
            return new DatadrivenCase(position, parts[0], arguments, "", "");
        }

        /** A directive goes on in the next line after a backslash. */
        private String directive() {
            String directive = lines[next++].strip();
            while (directive.endsWith("\\")) {
                directive = directive.substring(0, directive.length() - 1) + ' ' + lines[next++].strip();
            }
            return directive;
        }

        /** An answer ends at a blank line; one that has blank lines in it stands between a second rule and two more. */
        private List<String> answer() {
            final List<String> answer = new ArrayList<>();
            if (atRule(next)) {
                for (next++; !(atRule(next) && atRule(next + 1)); next++) {
                    answer.add(lines[next]);
                }
                next += 2;
            } else {
                while (next < lines.length && !lines[next].isBlank()) {
                    answer.add(lines[next++]);
                }
            }
            return answer;
        }

        private boolean atRule(final int line) {
            return line < lines.length && lines[line].equals(RULE);
        }

        private static List<Argument> arguments(final String text, final String position) {
            final List<Argument> arguments = new ArrayList<>();
            final Matcher matcher = ARGUMENT.matcher(text);
            int end = 0;
            while (end < text.length() && matcher.find(end) && matcher.start() == end) {
                arguments.add(new Argument(matcher.group(1), values(matcher.group(2), matcher.group(3))));
                end = matcher.end();
            }
            if (!text.substring(end).isBlank()) {
                throw new IllegalArgumentException("bad arguments: position=" + position + ", text=" + text);
            }
            return arguments;
        }

        private static List<String> values(final String value, final String listed) {
            if (value == null) {
                return List.of();
            }
            if (listed == null) {
                return List.of(value);
            }
            final List<String> values = new ArrayList<>();
            for (final String part : listed.split("[\\s,]+", -1)) {
                if (!part.isEmpty()) {
                    values.add(part);
                }
            }
            return values;
        }
    }
}
