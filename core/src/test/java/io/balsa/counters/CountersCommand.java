package io.balsa.counters;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The counters as a program. */
public final class CountersCommand {
    private static final String USAGE = """
            Counts what a request costs: messages, bytes sent and copied, syncs, bytes allocated, in replays of a calm cluster in
            simulated time. Exact and the same on every machine, however busy it is.

            usage: scripts/counters [--accept]

              --accept   writes results/counters.txt, for a change that is meant

            Ends with 0 where the file says the same, with 1 where a counter differs: the lines that do, old and new. Ends with 2
            where it was called wrongly.
            """;
    /** Kept, since a logger that nobody holds is made anew with its level forgotten. */
    private static final Logger NODE_EVENTS = Logger.getLogger("io.balsa");

    private CountersCommand() {}

    /** Runs the program. */
    public static void main(final String[] arguments) throws IOException {
        System.exit(run(arguments, CounterTable.file(), System.out));
    }

    /** Returns how the program ends. */
    static int run(final String[] arguments, final Path file, final PrintStream out) throws IOException {
        final boolean accept = List.of(arguments).equals(List.of("--accept"));
        if (!accept && arguments.length > 0) {
            final boolean help = arguments[0].equals("--help") || arguments[0].equals("-h");
            if (help) {
                out.print(USAGE);
                return 0;
            }
            System.err.println("counters: no such option: option=" + arguments[0] + "; see scripts/counters --help");
            return 2;
        }
        NODE_EVENTS.setLevel(Level.OFF);
        final CounterTable now = new CounterTable();
        final CounterRun run = new CounterRun();
        for (final Scenario scenario : Scenario.all()) {
            now.put(scenario.name(), run.count(scenario));
            out.print(now.of(scenario.name()));
        }
        final List<String> differences = CounterTable.read(file).differences(now);
        if (differences.isEmpty()) {
            out.println("\nas in " + file);
            return 0;
        }
        out.println("\n" + String.join("\n", differences));
        if (accept) {
            now.write(file);
            out.println("\nwritten to " + file + "; commit it with the reason");
            return 0;
        }
        out.println("\nnot as in " + file + "; if that is meant: scripts/counters --accept");
        return 1;
    }
}
