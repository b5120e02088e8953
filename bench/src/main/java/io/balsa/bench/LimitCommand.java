package io.balsa.bench;

import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.report.LimitReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what no durable commit on this machine can beat. */
@Command(
        name = "limit",
        description = {
            "Measures disk and loopback a few times and tells the shortest time in which a durable command can be answered here.",
            "Exit codes: 0 measured; 3 disk or loopback refuse; 64 wrong use."
        },
        mixinStandardHelpOptions = true)
final class LimitCommand implements Callable<Integer> {
    private static final double NS_PER_SECOND = 1e9;
    private static final int MESSAGE_BYTES = 256;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "A directory on the disk that is to be measured. Default: results.")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--looks",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often to look. Default: ${DEFAULT-VALUE}.")
    private int looks;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "1.5",
            description = "Length of each look. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    private LimitCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (looks < 1 || !(seconds > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "nothing to look at: --looks=" + looks + ", --seconds=" + seconds);
        }
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        final Path data = dataDirectory == null ? home.resolve("results") : dataDirectory;
        Files.createDirectories(data);
        System.out.printf("%d looks, about %.0f s%n", looks, looks * seconds);
        final List<MachineProbe> probes = new ArrayList<>();
        final long startNs = System.nanoTime();
        for (int i = 0; i < looks; i++) {
            final double atSeconds = (System.nanoTime() - startNs) / NS_PER_SECOND;
            probes.add(MachineProbe.take(
                    "look " + (i + 1), atSeconds, data, MESSAGE_BYTES, Math.round(seconds * NS_PER_SECOND)));
        }
        System.out.print(LimitReport.render(probes));
        return 0;
    }
}
