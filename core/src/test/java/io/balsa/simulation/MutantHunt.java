package io.balsa.simulation;

import io.balsa.consensus.explorer.Mutant;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plants one bug after another, and counts the seeds until each is found: a checker that finds none proves nothing. */
final class MutantHunt {
    /** Seeds that a bug is searched with before it is given up. */
    static final long MOST_SEEDS = 400;

    /** What begins the row of a bug that no property found. */
    static final String NOT_FOUND = "NOT FOUND";

    private static final Path CORE = Path.of(System.getProperty("balsa.core", "core"));

    private final PrintStream out;
    private final long mostSeeds;

    MutantHunt(final PrintStream out, final long mostSeeds) {
        this.out = out;
        this.mostSeeds = mostSeeds;
    }

    /** Hunts one mutant, or all of them; returns whether each was found. */
    boolean run(final @Nullable String only) throws IOException, ReflectiveOperationException {
        out.printf("| %-40s | %-32s | %-10s | %5s |%n", "bug", "found by", "plan", "seeds");
        boolean all = true;
        for (final String name : only == null ? names(CORE) : List.of(only)) {
            final String found = hunt(CORE, name, mostSeeds);
            all &= !found.startsWith(NOT_FOUND);
            out.printf("| %-40s | %s |%n", name, found);
        }
        return all;
    }

    /** Returns the names of all bugs. */
    static List<String> names(final Path core) throws IOException {
        try (Stream<Path> files = Files.list(core.resolve("src/test/mutations/nodes"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".patch"))
                    .map(name -> name.substring(0, name.length() - ".patch".length()))
                    .sorted()
                    .toList();
        }
    }

    /** Returns a row of the table: the property that found a bug, the plan, and the seeds that it took. */
    static String hunt(final Path core, final String name, final long mostSeeds)
            throws IOException, ReflectiveOperationException {
        final Mutant mutant = new Mutant(
                core.resolve("src/test/mutations/nodes").resolve(name + ".patch"),
                core.resolve("src/main/java"),
                Files.createTempDirectory("balsa-mutant"));
        return (String)
                mutant.load(Probe.class.getName()).getMethod("find", long.class).invoke(null, mostSeeds);
    }

    /** Runs with the mutant's classes, and answers in words, since its objects mean nothing outside. */
    public static final class Probe {
        private Probe() {}

        /** Returns a row of the table. */
        public static String find(final long mostSeeds) {
            Logger.getLogger("io.balsa").setLevel(Level.OFF);
            long runs = 0;
            for (long seed = 1; runs < mostSeeds; seed++) {
                for (final FaultPlan plan : FaultPlan.all()) {
                    runs++;
                    final SimViolation violation = RunSpec.of(seed, plan, SimulateCommand.nodesOf(seed))
                            .run(RunTrace.NONE)
                            .violation();
                    if (violation != null) {
                        return row(violation.property(), plan.name(), runs);
                    }
                }
            }
            return row(NOT_FOUND, "", runs);
        }

        private static String row(final String property, final String plan, final long runs) {
            return String.format(Locale.ROOT, "%-32s | %-10s | %5d", property, plan, runs);
        }
    }
}
