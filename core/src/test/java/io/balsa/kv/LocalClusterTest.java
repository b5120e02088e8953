package io.balsa.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.client.ClientConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Real processes, as {@code scripts/cluster} runs them. */
class LocalClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Two runs of this test on one machine do not look for ports in the same place. */
    private static final int FIRST_PORT =
            20_000 + (int) (ProcessHandle.current().pid() % 500) * 20;

    @TempDir
    Path folder;

    private final StringWriter errors = new StringWriter();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @AfterEach
    void killWhatIsLeft() {
        ClusterProcesses.find(folder).ifPresent(ClusterProcesses::close);
    }

    @Test
    void shouldKeepWhatWasAcknowledgedWhenNodesAreKilledAndStartedAgain() {
        assertThat(cluster("start 3 --base-port " + FIRST_PORT))
                .as(errors.toString())
                .isZero();
        assertThat(output.toString(UTF_8))
                .contains("node 3  clients 127.0.0.1:")
                .contains("leads after");
        assertThat(cluster("start")).isEqualTo(1);
        assertThat(errors.toString()).contains("a cluster of 3 nodes runs already");

        assertThat(printed("put city Lisbon")).startsWith("OK version=");
        final ClusterProcesses processes = ClusterProcesses.find(folder).orElseThrow();
        final int first = processes.awaitLeader(PATIENCE);
        assertThat(printed("kill " + first)).startsWith("node " + first + " killed: pid=");
        assertThat(printed("get city")).isEqualTo("Lisbon" + System.lineSeparator());
        assertThat(printed("cas city Lisbon Porto")).startsWith("OK");
        assertThat(printed("status")).contains("down").contains("leader");
        assertThat(printed("restart " + first)).startsWith("node " + first + " runs");
        final int second = processes.awaitLeader(PATIENCE);
        assertThat(second).isNotEqualTo(first);
        assertThat(printed("kill " + second)).contains("killed");
        assertThat(printed("get city")).isEqualTo("Porto" + System.lineSeparator());

        assertThat(printed("stop")).contains("node " + first + " stopped").contains("node " + second + " did not run");
        assertThat(processes.isRunning()).isFalse();
        assertThat(cluster("start")).as(errors.toString()).isZero();
        assertThat(printed("scan ci")).isEqualTo("city\tPorto" + System.lineSeparator());
        assertThat(cluster("get town")).isEqualTo(1);
        assertThat(errors.toString()).contains("no such key: town");
        assertThat(cluster("cas city Lisbon Faro")).isEqualTo(1);
    }

    @Test
    void shouldServeTypedCallsWhenStartedFromAProgram() {
        try (ClusterProcesses cluster = ClusterProcesses.create(folder, 1, FIRST_PORT, profile())) {
            cluster.start();
            assertThat(cluster.awaitLeader(PATIENCE)).isEqualTo(1);
            final ClientConfig config = ClientConfig.builder()
                    .members(cluster.clientAddresses())
                    .clusterId(cluster.clusterId())
                    .build();
            try (KvClient client = KvClient.connect(config)) {
                final KvWrite write = client.put("k".getBytes(UTF_8), new byte[30_000]);
                assertThat(client.compareAndSet("k".getBytes(UTF_8), write.version(), "v".getBytes(UTF_8)))
                        .matches(KvWrite::isApplied);
            }
            final NodeProcess node = cluster.node(1);
            final long pid = node.pid();
            assertThat(node.kill()).isTrue();
            node.start();
            cluster.awaitLeader(PATIENCE);
            assertThat(node.pid()).isNotIn(pid, 0L);
            assertThat(cluster.stop(cluster.nodes())).isEmpty();
        }
    }

    @Test
    void shouldShowTheEndOfTheLogWhenANodeCannotStart() throws IOException {
        final ClusterProcesses cluster = ClusterProcesses.create(folder, 1, FIRST_PORT, profile());
        Files.writeString(cluster.node(1).dataDirectory(), "a file where a folder should be");

        cluster.start();

        assertThatThrownBy(() -> cluster.awaitLeader(PATIENCE))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("a node ended: node=1")
                .hasMessageContaining("KvServer: ");
    }

    @Test
    void shouldEndWhenTheProcessItBelongsToIsGone() throws IOException {
        final Process parent = new ProcessBuilder("sleep", "600").start();
        try (ClusterProcesses cluster = ClusterProcesses.create(
                folder, 1, FIRST_PORT, profile("-D" + KvServer.PARENT_PROPERTY + "=" + parent.pid()))) {
            cluster.start();
            cluster.awaitLeader(PATIENCE);

            parent.destroyForcibly();

            assertThat(cluster.node(1).awaitEnd(PATIENCE)).isTrue();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static NodeProfile profile(final String... more) {
        final List<String> arguments = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xmx128m"));
        arguments.addAll(List.of(more));
        return new NodeProfile(arguments, new Properties());
    }

    private String printed(final String line) {
        output.reset();
        assertThat(cluster(line)).as("%s: %s", line, errors).isZero();
        return output.toString(UTF_8);
    }

    private int cluster(final String line) {
        final CommandLine commandLine = ClusterCommand.commandLine(new PrintStream(output, true, UTF_8));
        commandLine.setErr(new PrintWriter(errors, true));
        return commandLine.execute((line + " --dir " + folder).split(" +", -1));
    }
}
