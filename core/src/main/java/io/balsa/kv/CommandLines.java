package io.balsa.kv;

import io.balsa.client.ClientException;
import io.balsa.disk.StorageException;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * How the programs of this package end: 0 done, 1 tried and failed, 2 asked for what makes no sense. Errors are one line on
 * standard error that says what to do, never a stack trace, unless they are a fault of Balsa itself.
 */
final class CommandLines {
    private static final int USAGE_WIDTH = 100;

    private CommandLines() {}

    /** Makes the command line of a picocli command. */
    static CommandLine of(final Object command) {
        final CommandLine commandLine = new CommandLine(command);
        commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .scopeType(ScopeType.INHERIT)
                        .description("Show this help and exit.")
                        .build());
        return commandLine
                .setUsageHelpWidth(USAGE_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(CommandLines::onBadArgument)
                .setExecutionExceptionHandler(CommandLines::onFailure);
    }

    private static int onBadArgument(final CommandLine.ParameterException error, final String[] arguments) {
        final CommandLine command = error.getCommandLine();
        final String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + error.getMessage() + "; see " + name + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int onFailure(
            final Exception error, final CommandLine command, final CommandLine.ParseResult arguments)
            throws Exception {
        if (!(error instanceof ClusterException
                || error instanceof ClientException
                || error instanceof KvException
                || error instanceof StorageException
                || error instanceof IllegalArgumentException)) {
            throw error;
        }
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + error.getMessage());
        return error instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}
