package io.balsa.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The simulator as a program. */
public final class SimulateCommand {
    private static final String USAGE = """
            Runs whole clusters in simulated time, under faults drawn from a seed, and checks what must always hold.

            usage: scripts/simulate [--seed S] [--seeds N] [--minutes M] [--plan P] [--intensity X] [--nodes N] [--faults LIST]
                   scripts/simulate --seed S --plan P --pages DIR [--intensity X] [--nodes N] [--faults LIST]
                   scripts/simulate --show CASE [--pages DIR]
                   scripts/simulate --mutations [--mutation NAME] [--seed S] [--seeds N] [--plan P] [--nodes N]

              --seed S         the first seed; with --seed alone, that one seed is run
              --seeds N        how many seeds of each plan
              --minutes M      for how long; 1 unless --seed or --seeds is said
              --plan P         one of %s; without it, all of them in turn
              --intensity X    so many times as many faults as the plan has by itself, 0 to %d; 1 unless said
              --nodes N        1 to 7; without it, mostly 3, at times 1, 2 or 5
              --faults LIST    only these of the faults that the seed draws, by number from 0: what a failure prints
              --show CASE      writes the page of a classic case and ends: one of %s
              --pages DIR      where pages are written, for a browser: nodes as lanes, messages as arrows; a run that fails has one, with
                               --pages any run that is asked for by seed has, with its trace as JSON and for TLA+; target/simulations
              --mutations      plants each bug of core/src/test/mutations/nodes in a copy, and runs what found it the last time; searches
                               where that finds nothing, and notes the run that does in found.txt there
              --mutation NAME  plants this one alone

            Ends with 0 where everything held and each planted bug was found, with 1 after a violation: its seed, the property, the shortest list of faults that
            was found, and the command that runs it again. Ends with 2 where it was called wrongly.
            """;

    private static final long PROGRESS_NS = 5_000_000_000L;
    private static final double MINUTE_NS = 60e9;
    private static final Logger NODE_EVENTS = Logger.getLogger("io.balsa");

    private final PrintStream out;
    private final long beganNs = System.nanoTime();
    private final List<FaultPlan> plans = new ArrayList<>(FaultPlan.all());
    private long firstSeed = 1;
    private long seedCount = Long.MAX_VALUE;
    private double minutes = 1;
    private double intensity = 1;
    private int nodes;
    private @Nullable List<Integer> faults;
    private Path pages = Path.of(System.getProperty("balsa.home", "."), "target", "simulations");
    private boolean traced;
    private @Nullable ShowCases show;
    private boolean mutations;
    private @Nullable String mutation;
    private boolean oneSeed;
    private long runs;
    private long simulatedNs;
    private long messages;
    private long toldNs = beganNs;

    private SimulateCommand(final PrintStream out) {
        this.out = out;
    }

    /** Runs the program. */
    public static void main(final String[] arguments) throws Exception {
        System.exit(run(arguments, System.out));
    }

    /** Returns how the program ends. */
    static int run(final String[] arguments, final PrintStream out) throws IOException, ReflectiveOperationException {
        final SimulateCommand command = new SimulateCommand(out);
        if (arguments.length > 0 && (arguments[0].equals("--help") || arguments[0].equals("-h"))) {
            out.printf(USAGE, FaultPlan.names(), FaultPlan.MOST_INTENSITY, String.join(", ", ShowCases.words()));
            return 0;
        }
        final String wrong = command.parse(arguments);
        if (!wrong.isEmpty()) {
            return refuse(wrong);
        }
        NODE_EVENTS.setLevel(Level.OFF);
        if (command.show != null) {
            out.println(command.show.write(command.pages));
            return 0;
        }
        final String unknown = command.unknownFault();
        if (!unknown.isEmpty()) {
            return refuse(unknown);
        }
        return command.mutations ? command.huntMutants() : command.simulate();
    }

    private static int refuse(final @Nullable String what) {
        System.err.println("simulate: " + what + "; see scripts/simulate --help");
        return 2;
    }

    private String parse(final String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            final String option = arguments[i];
            if (option.equals("--mutations")) {
                mutations = true;
                continue;
            }
            if (++i == arguments.length) {
                return "an option needs a value: option=" + option;
            }
            try {
                if (!take(option, arguments[i])) {
                    return "no such option: option=" + option;
                }
            } catch (final NumberFormatException e) {
                return "not a number: option=" + option + ", value=" + arguments[i];
            } catch (final IllegalArgumentException e) {
                return String.valueOf(e.getMessage());
            }
        }
        try {
            plans.replaceAll(plan -> plan.withIntensity(intensity));
        } catch (final IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
        if (mutations && intensity != 1) {
            return "planted bugs are looked for in the plans as they are: --mutations takes no --intensity";
        }
        if (faults != null && (!oneSeed || plans.size() != 1)) {
            return "which faults there are follows from seed and plan: --faults needs --seed and --plan";
        }
        return "";
    }

    private static long atLeastOne(final String option, final long value) {
        if (value < 1) {
            throw new IllegalArgumentException("out of range: option=" + option + ", value=" + value + ", min=1");
        }
        return value;
    }

    private boolean take(final String option, final String value) {
        switch (option) {
            case "--seed" -> {
                firstSeed = Long.parseLong(value);
                oneSeed = true;
            }
            case "--seeds" -> {
                seedCount = atLeastOne(option, Long.parseLong(value));
                minutes = Double.MAX_VALUE;
            }
            case "--minutes" -> {
                minutes = Double.parseDouble(value);
                if (!(minutes > 0)) {
                    throw new IllegalArgumentException("minutes out of range: minutes=" + value + ", above=0");
                }
            }
            case "--plan" -> {
                plans.clear();
                plans.add(FaultPlan.of(value));
            }
            case "--intensity" -> intensity = Double.parseDouble(value);
            case "--nodes" -> {
                nodes = Integer.parseInt(value);
                if (nodes < 1 || nodes > RunSpec.MOST_NODES) {
                    throw new IllegalArgumentException(
                            "nodes out of range: nodes=" + nodes + ", min=1, max=" + RunSpec.MOST_NODES);
                }
            }
            case "--show" -> show = ShowCases.of(value);
            case "--pages" -> {
                pages = Path.of(value);
                traced = true;
            }
            case "--faults" -> faults = RunSpec.parseFaults(value);
            case "--mutation" -> {
                mutation = value;
                mutations = true;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private int simulate() throws IOException {
        if (oneSeed && seedCount == Long.MAX_VALUE && minutes == 1) {
            seedCount = 1;
        }
        for (long i = 0; i < seedCount; i++) {
            for (final FaultPlan plan : plans) {
                if (System.nanoTime() - beganNs > minutes * MINUTE_NS) {
                    tell("done");
                    return 0;
                }
                if (!holds(spec(firstSeed + i, plan))) {
                    return 1;
                }
            }
        }
        tell("done");
        return 0;
    }

    private String unknownFault() {
        if (faults != null) {
            try {
                spec(firstSeed, plans.get(0)).faults();
            } catch (final IllegalArgumentException e) {
                return String.valueOf(e.getMessage());
            }
        }
        return "";
    }

    private RunSpec spec(final long seed, final FaultPlan plan) {
        final RunSpec whole = RunSpec.of(seed, plan, nodes > 0 ? nodes : nodesOf(seed));
        return faults == null ? whole : whole.with(faults);
    }

    /** Most clusters have three nodes, and so most runs. */
    static int nodesOf(final long seed) {
        return switch ((int) Math.floorMod(seed, 10L)) {
            case 6, 7 -> 5;
            case 8 -> 2;
            case 9 -> 1;
            default -> 3;
        };
    }

    private boolean holds(final RunSpec spec) throws IOException {
        final RunResult result = spec.run(RunTrace.NONE);
        runs++;
        simulatedNs += result.simulatedNs();
        messages += result.messages();
        if (System.nanoTime() - toldNs > PROGRESS_NS) {
            toldNs = System.nanoTime();
            tell("seed=" + spec.seed() + " plan=" + spec.plan().name());
        }
        final SimViolation violation = result.violation();
        if (violation == null) {
            if (traced && oneSeed) {
                out.println(RunFiles.writeAll(pages, spec));
            }
            return true;
        }
        final RunSpec small = Shrinker.shrink(spec, violation.property());
        out.print(FailureReport.of(spec, violation, small));
        out.println("page      " + RunFiles.writeAll(pages, small));
        return false;
    }

    private void tell(final String where) {
        final double seconds = (System.nanoTime() - beganNs) / 1e9;
        out.printf(
                "%s: seeds=%d seeds/s=%.1f simulated-s/s=%.0f messages/s=%.0f%n",
                where, runs, runs / seconds, simulatedNs / 1e9 / seconds, messages / seconds);
    }

    private int huntMutants() throws IOException, ReflectiveOperationException {
        final long most = seedCount == Long.MAX_VALUE ? MutantHunt.MOST_RUNS : seedCount * plans.size();
        try {
            final Path core = Path.of(System.getProperty("balsa.core", "core"));
            return new MutantHunt(core, out, plans, nodes, firstSeed, most).run(mutation) ? 0 : 1;
        } catch (final IllegalArgumentException e) {
            return refuse(e.getMessage());
        }
    }
}
