package io.balsa.bench;

import io.balsa.bench.gate.AllocationGate;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.result.MicroRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The allocation gate. */
@Command(
        name = "alloc",
        description = {
            "Runs the benchmarks of the commit path with the allocation profiler, about six minutes. One that allocates is"
                    + " run again under async-profiler, which draws where.",
            "Exit codes: 0 nothing allocates; 1 something does; 3 it could not be measured; 64 wrong use."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AllocCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--include",
            paramLabel = "REGEX",
            defaultValue = AllocationGate.PATH,
            description = "Which benchmarks, by a part of their name. Default: those of the commit path.")
    private String include;

    @Option(
            names = "--brief",
            description = "Each benchmark with the first values of its parameters alone: about two minutes.")
    private boolean brief;

    @Option(
            names = "--iteration-ms",
            paramLabel = "MS",
            defaultValue = "200",
            description = "Length of each of three iterations, after three of warm-up. Default: ${DEFAULT-VALUE}.")
    private String iterationMs;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where logs and flame graphs go. Default: target/allocation.")
    private Path output = Path.of(System.getProperty("balsa.home", "."), "target", "allocation");

    private AllocCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException, ProfileException {
        final PrintWriter out = spec.commandLine().getOut();
        final BenchSettings settings = BenchSettings.of(Map.of(
                BenchSetting.JMH_INCLUDE.key(), include,
                BenchSetting.JMH_ITERATION_MS.key(), iterationMs,
                BenchSetting.JMH_WARMUP_ITERATIONS.key(), "3",
                BenchSetting.JMH_ITERATIONS.key(), "3",
                BenchSetting.JMH_FORKS.key(), "1"));
        final AllocationGate gate = new AllocationGate(settings, brief, output);
        final int count = gate.count();
        final AllocationGate.Verdict verdict = gate.run((number, name) -> {
            out.printf("%d of %d  %s%n", number, count, name);
            out.flush();
        });
        for (final MicroRecord record : verdict.measured()) {
            out.printf("%12.4f B/op  %s %s%n", record.allocatedBytesPerOp(), record.name(), record.parameters());
        }
        for (final AllocationGate.Offender offender : verdict.offenders()) {
            out.printf(
                    "allocates: benchmark=%s, parameters=%s, bytesPerOp=%.4f, limit=%s; see where: %s%n",
                    offender.record().name(),
                    offender.record().parameters(),
                    offender.record().allocatedBytesPerOp(),
                    AllocationGate.LIMIT_BYTES,
                    offender.flameGraph());
        }
        out.flush();
        return verdict.offenders().isEmpty() ? 0 : Main.EXIT_REGRESSION;
    }
}
