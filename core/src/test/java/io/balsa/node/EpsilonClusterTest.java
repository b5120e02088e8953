package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.log.SyncPolicy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes and their client in a virtual machine that never collects garbage: what is allocated is gone for good. With
 * {@code -Dbalsa.long=true} for twenty times as many commands.
 */
class EpsilonClusterTest {
    private static final int COMMANDS = Boolean.getBoolean("balsa.long") ? 3_000_000 : 150_000;
    private static final int HEAP_MEGABYTES = 96;
    /** Less than a collection of anything would free: the heap is over after all commands if each leaves this much. */
    private static final int WASTED_BYTES = (HEAP_MEGABYTES << 20) / COMMANDS + 1;

    private static final int OUTSTANDING = 256;
    private static final int SEGMENT_BYTES = 8 << 20;
    private static final int OUT_OF_MEMORY = 3;

    /** Keeps the compiler from leaving the waste out. */
    static volatile Object wasted = new Object();

    @TempDir
    private Path directory;

    @Test
    void shouldCommitAllWhenNothingIsEverCollected() throws Exception {
        assertThat(run(0)).contains("committed=" + COMMANDS).endsWith("exit=0");
    }

    /** Shows that the heap is small enough for the test above to mean something. */
    @Test
    void shouldRunOutOfMemoryWhenEachCommandLeavesAFewHundredBytes() throws Exception {
        assertThat(run(WASTED_BYTES)).doesNotContain("committed=").endsWith("exit=" + OUT_OF_MEMORY);
    }

    private String run(final int wastedBytes) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--")) {
                command.add(argument);
            }
        }
        command.addAll(List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-Xms" + HEAP_MEGABYTES + "m", "-Xmx" + HEAP_MEGABYTES + "m"));
        // Rings and buffers of three nodes, once.
        command.add("-XX:MaxDirectMemorySize=1g");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(
                List.of(EpsilonClusterTest.class.getName(), directory.toString(), Integer.toString(wastedBytes)));
        command.add(Integer.toString(COMMANDS));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said + "exit=" + process.waitFor();
    }

    /** Commits commands, and leaves so many bytes behind with each. */
    public static void main(final String[] arguments) throws Exception {
        final Path directory = Path.of(arguments[0]);
        final int wastedBytes = Integer.parseInt(arguments[1]);
        final int commands = Integer.parseInt(arguments[2]);
        try (LocalCluster cluster = new LocalCluster(directory, 3, ThreadingMode.INVOKER, config -> config.set(
                                NodeSetting.SEGMENT_BYTES, SEGMENT_BYTES)
                        .syncPolicy(SyncPolicy.NEVER));
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            int ended = 0;
            while (ended < commands) {
                client.step(commands, OUTSTANDING);
                cluster.doWork();
                for (; wastedBytes > 0 && ended < client.endedCount(); ended++) {
                    wasted = new byte[wastedBytes];
                }
                ended = client.endedCount();
            }
            System.out.println("committed=" + (ended - client.failedCount()));
        }
    }
}
