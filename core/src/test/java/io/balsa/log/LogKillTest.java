package io.balsa.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.FileDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that appends to a log on the real file system, again and again: what it said was durable is there. With
 * {@code -Dbalsa.long=true} a hundred times as often.
 */
class LogKillTest {
    private static final int ROUNDS = Boolean.getBoolean("balsa.long") ? 300 : 3;
    private static final LogConfig CONFIG = new LogConfig(256 * 1024, 16 * 1024, 4);

    @TempDir
    Path folder;

    @Test
    void shouldHoldWhatWasAcknowledgedWhenItsProcessIsKilled() throws Exception {
        final Random random = new Random(1);
        for (int round = 1; round <= ROUNDS; round++) {
            final long acknowledged = appendUntilKilled(round, 50 + random.nextInt(400));

            try (DataDirectory directory = open(folder);
                    SegmentedLog log = directory.openLog()) {
                assertThat(log.lastIndex()).as("round %d", round).isGreaterThanOrEqualTo(acknowledged);
                assertThat(LogFixture.read(log)).hasSize((int) (log.lastIndex() - log.baseIndex()));
                final LogInspection inspection = LogInspector.inspect(new FileDisk(), folder);
                assertThat(inspection.isSound())
                        .as("round %d: %s", round, inspection)
                        .isTrue();
            }
        }
    }

    /** Starts a process that appends, kills it after a number of acknowledgements, and returns the last of them. */
    private long appendUntilKilled(final int seed, final int acknowledgements)
            throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--")) {
                command.add(argument);
            }
        }
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(LogKillTest.class.getName());
        command.add(folder.toString());
        command.add(Integer.toString(seed));
        final Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int count = 0;
            String line = lines.readLine();
            while (line != null) {
                last = Long.parseLong(line);
                count++;
                if (count == acknowledgements) {
                    // By its handle: the process itself would close the stream that still holds acknowledgements.
                    process.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
            assertThat(count).as("acknowledgements before the process ended").isGreaterThanOrEqualTo(acknowledgements);
        } finally {
            process.destroyForcibly().waitFor();
        }
        return last;
    }

    private static DataDirectory open(final Path folder) {
        return DataDirectory.open(new FileDisk(), folder, 7, 1, 1, CONFIG);
    }

    /** Appends, cuts, compacts and syncs without end, and prints each index up to which the log is durable. */
    public static void main(final String[] arguments) {
        final Random random = new Random(Integer.parseInt(arguments[1]));
        final PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (DataDirectory directory = open(Path.of(arguments[0]));
                SegmentedLog log = directory.openLog()) {
            long term = log.lastTerm() + 1;
            while (!output.checkError()) {
                final int count = 1 + random.nextInt(30);
                for (int i = 0; i < count; i++) {
                    LogFixture.append(log, term, random.nextInt(1200));
                }
                log.force();
                output.println(log.lastIndex());
                log.prepare();
                if (random.nextInt(20) == 0) {
                    // What was not acknowledged may be cut, by a leader of a later term.
                    term++;
                    LogFixture.append(log, 10, term, 300);
                    log.flush();
                    log.truncateSuffix(log.lastIndex() - 9);
                }
                if (random.nextInt(50) == 0) {
                    log.compactPrefix(Math.max(1, log.lastIndex() - random.nextInt(2000)));
                }
            }
        }
    }
}
