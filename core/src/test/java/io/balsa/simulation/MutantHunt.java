package io.balsa.simulation;

import io.balsa.consensus.explorer.Mutant;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plants one bug after another, and runs until each is found: a checker that finds none proves nothing. The run that found a bug the
 * last time comes first.
 */
final class MutantHunt {
    /** Runs after which the search for a bug is given up. */
    static final long MOST_RUNS = 1_000;

    private final Path core;
    private final Path table;
    private final PrintStream out;
    private final List<FaultPlan> plans;
    private final long firstSeed;
    private final long mostRuns;
    private final int nodes;

    /**
     * Prepares a hunt.
     *
     * @param core folder of the module whose sources are patched in a copy
     * @param plans that bugs are searched with, in turn
     * @param nodes of their clusters, 0 for what suits the seed
     * @param firstSeed that they are searched with
     */
    MutantHunt(
            final Path core,
            final PrintStream out,
            final List<FaultPlan> plans,
            final int nodes,
            final long firstSeed,
            final long mostRuns) {
        this.core = core;
        this.out = out;
        this.plans = plans;
        this.firstSeed = firstSeed;
        this.mostRuns = mostRuns;
        this.nodes = nodes;
        table = tableOf(core);
    }

    /** Hunts one bug, or all of them; returns whether each was found. */
    boolean run(final @Nullable String only) throws IOException, ReflectiveOperationException {
        final SortedMap<String, FoundBug> known = FoundBug.read(table);
        boolean all = true;
        out.println(FoundBug.title());
        for (final String bug : only == null ? names(core) : List.of(only)) {
            final FoundBug before = known.get(bug);
            final FoundBug found = hunt(bug, before);
            out.println(found == null ? bug + ": NOT FOUND in runs=" + mostRuns : found.row(bug));
            all &= found != null;
            if (found != null && !found.equals(before)) {
                known.put(bug, found);
                FoundBug.write(table, known);
            }
        }
        return all;
    }

    /** Returns the names of all bugs. */
    static List<String> names(final Path core) throws IOException {
        try (Stream<Path> files = Files.list(directoryOf(core))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".patch"))
                    .map(name -> name.substring(0, name.length() - ".patch".length()))
                    .sorted()
                    .toList();
        }
    }

    static Path directoryOf(final Path core) {
        return core.resolve("src/test/mutations/nodes");
    }

    static Path tableOf(final Path core) {
        return directoryOf(core).resolve("found.txt");
    }

    private @Nullable FoundBug hunt(final String bug, final @Nullable FoundBug before)
            throws IOException, ReflectiveOperationException {
        final Path folder = Files.createTempDirectory("balsa-mutant");
        try {
            return hunt(
                    new Mutant(directoryOf(core).resolve(bug + ".patch"), core.resolve("src/main/java"), folder),
                    before);
        } finally {
            delete(folder);
        }
    }

    private static void delete(final Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (final Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private @Nullable FoundBug hunt(final Mutant mutant, final @Nullable FoundBug before)
            throws IOException, ReflectiveOperationException {
        final Method probe =
                mutant.load(Probe.class.getName()).getMethod("violated", String.class, long.class, int.class);
        if (before != null) {
            final Object property = probe.invoke(null, before.plan(), before.seed(), before.nodes());
            if (property != null) {
                return new FoundBug(before.runs(), before.plan(), before.seed(), before.nodes(), (String) property);
            }
        }
        for (long run = 0; run < mostRuns; run++) {
            final long seed = firstSeed + run / plans.size();
            final String plan = plans.get((int) (run % plans.size())).name();
            final int size = nodes > 0 ? nodes : SimulateCommand.nodesOf(seed);
            final Object property = probe.invoke(null, plan, seed, size);
            if (property != null) {
                return new FoundBug(run + 1, plan, seed, size, (String) property);
            }
        }
        return null;
    }

    /** Runs with the mutant's classes, and answers in words, since its objects mean nothing outside. */
    public static final class Probe {
        private Probe() {}

        /** Returns the property that a run violates, null for none. */
        public static @Nullable String violated(final String plan, final long seed, final int nodes) {
            Logger.getLogger("io.balsa").setLevel(Level.OFF);
            final SimViolation violation = RunSpec.of(seed, FaultPlan.of(plan), nodes)
                    .run(RunTrace.NONE)
                    .violation();
            return violation == null ? null : violation.property();
        }
    }
}
