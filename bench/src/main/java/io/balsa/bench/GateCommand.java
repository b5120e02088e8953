package io.balsa.bench;

import io.balsa.bench.compare.ArmBuilder;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything that may stop a change from being merged. */
@Command(
        name = "gate",
        description = {
            "Judges this work tree: nothing on the commit path may allocate (bench alloc), and no benchmark may be slower than on"
                    + " the branch it is to be merged into (bench ab). About a quarter of an hour.",
            "Exit codes, the worse of both: 0 pass; 1 something regressed; 2 cannot tell; 3 invalid; 64 wrong use."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class GateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BASE", defaultValue = "main", description = "The branch. Default: main.")
    private String base;

    @Option(names = "--minutes", paramLabel = "M", description = "How long to compare. Default: the profile's, ten.")
    private @Nullable Double minutes;

    private GateCommand() {}

    @Override
    public Integer call() {
        System.out.println("1 of 2: allocation");
        final int allocation = Main.commandLine().execute("alloc");
        System.out.println("2 of 2: " + ArmBuilder.HERE + " against " + base);
        final List<String> comparison = Stream.concat(
                        Stream.of("ab", base),
                        minutes == null ? Stream.of() : Stream.of("--minutes", minutes.toString()))
                .toList();
        final int time = Main.commandLine().execute(comparison.toArray(new String[0]));
        if (allocation == Main.EXIT_USAGE || time == Main.EXIT_USAGE) {
            return Main.EXIT_USAGE;
        }
        final int worse = ComparisonOutcome.worse(allocation, time);
        System.out.println("gate: allocation " + word(allocation) + ", time " + word(time));
        return worse;
    }

    private static String word(final int code) {
        return switch (code) {
            case 0 -> "passed";
            case Main.EXIT_REGRESSION -> "REGRESSED";
            case Main.EXIT_UNDECIDED -> "cannot tell";
            default -> "INVALID";
        };
    }
}
