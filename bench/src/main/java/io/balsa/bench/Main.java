package io.balsa.bench;

import io.balsa.bench.compare.HardwareMismatchException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the suite. */
@Command(
        name = "bench",
        description = "Measures Balsa on this machine and writes a report.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class,
            AbCommand.class,
            AaCommand.class,
            AllocCommand.class,
            BisectCommand.class,
            DiffFlameCommand.class,
            DoctorCommand.class,
            ElectionsCommand.class,
            FlameCommand.class,
            GateCommand.class,
            HistoryCommand.class,
            LimitCommand.class,
            LogCommand.class,
            ReportCommand.class,
            TuneCommand.class
        },
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {"", "Without a command: run. Details: bench run --help"})
public final class Main {
    /** Something is worse than it may be: a benchmark regressed, acknowledged commands were lost or applied twice. */
    static final int EXIT_REGRESSION = 1;
    /** What was measured does not tell. */
    static final int EXIT_UNDECIDED = 2;
    /** A part of the run could not be measured, or not as asked: an open loop missed its rate. */
    static final int EXIT_INVALID = 3;
    /** What is to be compared was measured on other hardware. */
    static final int EXIT_MISMATCH = 4;
    /** Something on the command line or in the profile makes no sense; as sysexits.h has it. */
    static final int EXIT_USAGE = 64;

    private static final int USAGE_WIDTH = 100;

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(final String[] arguments) {
        System.exit(commandLine().execute(withDefaultCommand(arguments)));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpWidth(USAGE_WIDTH)
                .setParameterExceptionHandler(Main::onBadArgument)
                .setExecutionExceptionHandler(Main::onFailure);
    }

    /** Options alone are those of the run. */
    static String[] withDefaultCommand(final String... arguments) {
        final List<String> help = List.of("-h", "--help", "-V", "--version");
        final boolean named = arguments.length > 0 && (!arguments[0].startsWith("-") || help.contains(arguments[0]));
        if (named) {
            return arguments;
        }
        final List<String> completed = new ArrayList<>(List.of("run"));
        completed.addAll(List.of(arguments));
        return completed.toArray(new String[0]);
    }

    private static int onBadArgument(final CommandLine.ParameterException error, final String[] arguments) {
        final CommandLine command = error.getCommandLine();
        final String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + error.getMessage() + "; see " + name + " --help");
        return EXIT_USAGE;
    }

    /** Tells whether this process is on its way out. */
    private static boolean isEnding() {
        final Thread probe = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (final IllegalStateException e) {
            return true;
        }
    }

    private static int onFailure(
            final Exception error, final CommandLine command, final CommandLine.ParseResult arguments) {
        if (isEnding()) {
            // Ctrl-C kills the nodes while the run still talks to them: that they are gone is no news.
            command.getErr()
                    .println(command.getCommandSpec().qualifiedName() + ": interrupted; no node and no data stay");
            return EXIT_INVALID;
        }
        final String message = error.getMessage();
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + (message == null ? error : message));
        return error instanceof HardwareMismatchException ? EXIT_MISMATCH : EXIT_INVALID;
    }
}
