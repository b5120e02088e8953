package io.balsa.consensus.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balsa.consensus.datadriven.DatadrivenCase;
import io.balsa.consensus.datadriven.DatadrivenCase.Argument;
import io.balsa.consensus.datadriven.DatadrivenFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Replays scripts from outside.
 *
 * <p>As a runner it reads one directive a line from standard input, {@code {"cmd":..,"args":[[key,[value..]]..],"input":..,"pos":..}},
 * and writes one line {@code {"output":..}} or {@code {"error":..}} for each. With files as arguments it prints each case whose
 * outcome is not as the file expects.
 */
public final class ScenarioMain {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String HELP = """
            Replays scripts of the consensus core: quorums, membership changes, and interaction of whole clusters.

              scripts/scenario [--runner]   answers directives, one line of JSON each, on standard input and output:
                                            {"cmd":..,"args":[[key,[value..]]..],"input":..,"pos":..} -> {"output":..}
              scripts/scenario FILE...      replays files, and prints each case whose outcome is not as expected
              scripts/scenario --show FILE...  replays files, and prints them with the answers that this core gives
              scripts/scenario --help       prints this

            Ends with 0, with 1 where an outcome is another one than expected, and with 2 where a file cannot be used.

            Directives are those of etcd's driver, and restart, read-index, dup-msgs, reverse-msgs and one-entry-per-message. Of this
            driver's own are: tear-write N (the oldest write of N reaches the disk without its hard state, and N restarts), and
            lose-log N I (N restarts without the entries after I, and knows that it lost them).
            """;

    private ScenarioMain() {}

    /** Does what {@link #HELP} says. */
    public static void main(final String[] args) throws IOException {
        final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        int exitCode;
        try {
            exitCode = run(args, out) ? 0 : 1;
        } catch (final IllegalArgumentException | UncheckedIOException e) {
            System.err.println("scenario: " + e.getMessage() + "; see scripts/scenario --help");
            exitCode = 2;
        }
        out.flush();
        System.exit(exitCode);
    }

    /** Returns whether all that was replayed is as expected. */
    private static boolean run(final String[] args, final PrintStream out) throws IOException {
        final String mode = args.length == 0 ? "--runner" : args[0];
        boolean agrees = true;
        switch (mode) {
            case "--help" -> out.print(HELP);
            case "--runner" -> serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out);
            case "--show" -> {
                for (int i = 1; i < args.length; i++) {
                    show(DatadrivenFile.read(Path.of(args[i])), out);
                }
            }
            default -> {
                for (final String file : args) {
                    agrees &= replay(DatadrivenFile.read(Path.of(file)), out);
                }
            }
        }
        return agrees;
    }

    private static void serve(final BufferedReader in, final PrintStream out) throws IOException {
        final ScriptAnswers answers = new ScriptAnswers();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(JSON.writeValueAsString(answer(answers, line)));
            out.flush();
        }
    }

    private static Map<String, String> answer(final ScriptAnswers answers, final String line) {
        try {
            return Map.of("output", answers.answer(parse(JSON.readTree(line))));
        } catch (final JsonProcessingException e) {
            return Map.of("error", "not a line of JSON: " + e.getOriginalMessage());
        } catch (final RuntimeException e) {
            return Map.of("error", e.toString());
        }
    }

    private static DatadrivenCase parse(final JsonNode request) {
        final List<Argument> arguments = new ArrayList<>();
        for (final JsonNode argument : request.path("args")) {
            final List<String> values = new ArrayList<>();
            argument.path(1).forEach(value -> values.add(value.asText()));
            arguments.add(new Argument(argument.path(0).asText(), values));
        }
        return new DatadrivenCase(
                request.path("pos").asText(),
                request.path("cmd").asText(),
                arguments,
                request.path("input").asText(),
                "");
    }

    private static void show(final DatadrivenFile file, final PrintStream out) {
        final ScriptAnswers answers = new ScriptAnswers();
        for (final DatadrivenCase directive : file.cases()) {
            out.println("# " + directive + "\n" + answers.answer(directive) + "\n");
        }
    }

    private static boolean replay(final DatadrivenFile file, final PrintStream out) {
        final ScriptAnswers answers = new ScriptAnswers();
        int differing = 0;
        for (final DatadrivenCase directive : file.cases()) {
            final String answer = answers.answer(directive);
            final List<String> expected = Outcome.of(directive, directive.expected());
            final List<String> found = Outcome.of(directive, answer);
            if (!expected.equals(found)) {
                differing++;
                out.println(directive + " differs\n  expected " + expected + "\n  found    " + found + "\n" + answer);
            }
        }
        out.println(file.name() + ": " + file.cases().size() + " cases, " + differing + " differ");
        return differing == 0;
    }
}
