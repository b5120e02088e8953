package io.balsa.consensus.explorer;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The explorer as a program. */
public final class ExplorerCommand {
    private static final String USAGE = """
            Explores every way that a tiny cluster of real cores can take, and checks the safety properties of Raft in each world.

            usage: scripts/explore [--plan NAME] [--depth EVENTS] [--states COUNT] [--nodes COUNT] [--mutation NAME]

              --plan NAME       one of %s; without it, all of them
              --depth EVENTS    how far from the beginning; 100 unless said
              --states COUNT    how many worlds to visit at most, per plan; 5000000 unless said
              --nodes COUNT     2 to 4; 3 unless said
              --mutation NAME   plants a bug that has to be found: a patch in core/src/test/mutations or below, without .patch

            Ends with 0 where nothing was violated, with 1 after the shortest counterexample, as a scenario of directives, and with
            2 where it was called wrongly.
            """;

    private static final long PROGRESS_NS = 2_000_000_000L;

    private final PrintStream out;
    private final List<String> plans = new ArrayList<>(Plan.names());
    private int depth = 100;
    private int states = 5_000_000;
    private int nodes = 3;
    private @Nullable String mutation;
    private long toldNs = System.nanoTime();

    private ExplorerCommand(final PrintStream out) {
        this.out = out;
    }

    /** Runs the program. */
    public static void main(final String[] arguments) throws Exception {
        System.exit(run(arguments));
    }

    /** Returns how the program ends. */
    public static int run(final String[] arguments) throws Exception {
        final ExplorerCommand command = new ExplorerCommand(System.out);
        if (arguments.length > 0 && (arguments[0].equals("--help") || arguments[0].equals("-h"))) {
            command.out.printf(USAGE, Plan.names());
            return 0;
        }
        final String wrong = command.parse(arguments);
        if (!wrong.isEmpty()) {
            System.err.println("explore: " + wrong + "; see scripts/explore --help");
            return 2;
        }
        return command.mutation == null ? command.explore() : command.exploreMutant(arguments);
    }

    private String parse(final String[] arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                return "an option needs a value: option=" + arguments[i];
            }
            final String value = arguments[i + 1];
            try {
                switch (arguments[i]) {
                    case "--plan" -> {
                        plans.clear();
                        plans.add(Plan.of(value, nodes).name());
                    }
                    case "--depth" -> depth = Integer.parseInt(value);
                    case "--states" -> states = Integer.parseInt(value);
                    case "--nodes" -> nodes = Integer.parseInt(value);
                    case "--mutation" -> mutation = value;
                    default -> {
                        return "no such option: option=" + arguments[i];
                    }
                }
            } catch (final NumberFormatException e) {
                return "not a number: option=" + arguments[i] + ", value=" + value;
            } catch (final IllegalArgumentException e) {
                return String.valueOf(e.getMessage());
            }
        }
        return nodes < 2 || nodes > 4 ? "nodes out of range: nodes=" + nodes + ", min=2, max=4" : "";
    }

    private int explore() {
        for (final String name : plans) {
            final Plan plan = Plan.of(name, nodes);
            final long beganNs = System.nanoTime();
            final Explorer.Result result =
                    new Explorer(plan, states, (at, count) -> progress(name, at, count)).explore(depth);
            final double seconds = (System.nanoTime() - beganNs) / 1e9;
            out.printf(
                    "%-12s states=%d states/s=%.0f depth=%d%s core-states=%d core-runs=%d %s%n",
                    name,
                    result.states(),
                    result.states() / seconds,
                    result.depth(),
                    result.complete() ? " (nothing beyond)" : "",
                    result.coreStates(),
                    result.coreRuns(),
                    result.violation() == null ? "ok" : "VIOLATED");
            if (result.violation() != null) {
                out.println(ScenarioScript.of(plan, result));
                return 1;
            }
        }
        return 0;
    }

    private void progress(final String plan, final int at, final long count) {
        final long nowNs = System.nanoTime();
        if (nowNs - toldNs >= PROGRESS_NS) {
            toldNs = nowNs;
            System.err.printf("%s: depth=%d states=%d%n", plan, at, count);
        }
    }

    /** Runs this program again, on a core with a bug in it. */
    private int exploreMutant(final String[] arguments)
            throws IOException, ReflectiveOperationException, InvocationTargetException {
        final List<String> rest = new ArrayList<>(List.of(arguments));
        final int at = rest.indexOf("--mutation");
        rest.subList(at, at + 2).clear();
        final Path core = Path.of(System.getProperty("balsa.core", "core"));
        final Mutant mutant;
        try {
            mutant = new Mutant(
                    core.resolve("src/test/mutations").resolve(mutation + ".patch"),
                    core.resolve("src/main/java"),
                    Files.createTempDirectory("balsa-mutant"));
        } catch (final IllegalArgumentException e) {
            System.err.println("explore: " + e.getMessage() + "; see scripts/explore --help");
            return 2;
        }
        return (int) mutant.load(ExplorerCommand.class.getName())
                .getMethod("run", String[].class)
                .invoke(null, (Object) rest.toArray(new String[0]));
    }
}
