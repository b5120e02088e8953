package io.balsa.bench;

import io.balsa.bench.log.ReadComparison;
import io.balsa.bench.log.SyncComparison;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the log with bare loops. */
@Command(
        name = "log",
        description =
                "Compares the log with bare loops on the disk of java.io.tmpdir, in turns. Takes about three minutes.",
        mixinStandardHelpOptions = true)
final class LogCommand implements Callable<Integer> {
    @Option(
            names = "--payload-bytes",
            paramLabel = "BYTES",
            split = ",",
            defaultValue = "256,1024,4096",
            description = "Lengths of payloads; default ${DEFAULT-VALUE}.")
    private int[] payloadLengths;

    private LogCommand() {}

    @Override
    public Integer call() throws IOException {
        System.out.println("bounds checks of Agrona: "
                + (DirectBuffer.SHOULD_BOUNDS_CHECK
                        ? "on; JDK_JAVA_OPTIONS=-Dagrona.disable.bounds.checks=true turns them off"
                        : "off"));
        for (final int payloadLength : payloadLengths) {
            new SyncComparison(payloadLength, System.out::println).run();
            try (ReadComparison reads = new ReadComparison(payloadLength)) {
                reads.run(System.out::println);
            }
        }
        return 0;
    }
}
