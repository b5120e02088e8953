package io.balsa.bench;

import io.balsa.bench.compare.AaComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares this build with itself. */
@Command(
        name = "aa",
        description = {
            "Compares this build with itself, forks in turns: what differs is the noise of this machine.",
            "With --record a third arm is slower by 10%, and the forks are kept to try the verdicts on."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AaCommand implements Callable<Integer> {
    private static final int BLOCKS = 20;
    private static final int RECORDED_BLOCKS = 120;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            description =
                    "Forks of each arm and benchmark. Default: " + BLOCKS + ", with --record " + RECORDED_BLOCKS + ".")
    private @Nullable Integer blocks;

    @Option(names = "--record", description = "Add the slower arm.")
    private boolean record;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where the directory of this comparison is made. Default: results/comparisons.")
    private @Nullable Path output;

    private AaCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        final Path comparisons = output == null ? home.resolve("results").resolve("comparisons") : output;
        final int wanted = blocks == null ? (record ? RECORDED_BLOCKS : BLOCKS) : blocks;
        final Path forks = AaComparison.run(home, comparisons, wanted, record, System.out, Terminal.isStandardOutput());
        System.out.println("forks: " + forks.toAbsolutePath().normalize());
        return 0;
    }
}
