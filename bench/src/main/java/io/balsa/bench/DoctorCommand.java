package io.balsa.bench;

import io.balsa.bench.compare.Suite;
import io.balsa.bench.doctor.Doctor;
import io.balsa.bench.doctor.Finding;
import io.balsa.bench.report.DoctorReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks this machine over. */
@Command(
        name = "doctor",
        description = {
            "Tells whether this machine is fit to be measured on, what spoils figures taken here, and what to do about it.",
            "Exit codes: 0 fit, noisy or not; 3 unfit; 64 wrong use."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final long HICCUP_NS = 3_000_000_000L;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "A directory on the disk that is to be measured. Default: results.")
    private @Nullable Path dataDirectory;

    private DoctorCommand() {}

    @Override
    public Integer call() throws IOException {
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        final Path data = dataDirectory == null ? home.resolve("results") : dataDirectory;
        Files.createDirectories(data);
        final Suite suite = Suite.find(home, data);
        System.out.println("machine " + suite.environment().fingerprint() + "; about 3 s");
        final List<Finding> findings =
                Doctor.examine(suite.environment(), data, suite.noise().comparisons(), HICCUP_NS);
        System.out.print(DoctorReport.render(findings));
        final boolean unfit = findings.stream().anyMatch(finding -> finding.grade() == Finding.Grade.UNFIT);
        return unfit ? Main.EXIT_INVALID : 0;
    }
}
