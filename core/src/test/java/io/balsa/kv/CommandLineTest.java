package io.balsa.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the programs say and return when they are asked for what makes no sense. */
class CommandLineTest {
    @TempDir
    Path folder;

    private final StringWriter errors = new StringWriter();
    private final StringWriter help = new StringWriter();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                          | Missing required subcommand",
                "frobnicate                | Unmatched argument at index 0: 'frobnicate'",
                "start three               | 'three' is not an int",
                "start 0                   | a cluster on one machine has 1 to 9 nodes: wanted=0",
                "start 10                  | a cluster on one machine has 1 to 9 nodes: wanted=10",
                "start --base-port 0       | not a port: --base-port=0; take 1 to 65535",
                "start --base-port 65536   | not a port: --base-port=65536; take 1 to 65535",
                "start --profile nope      | unknown profile: name=nope",
                "start --fast              | Unknown option: '--fast'",
                "kill                      | Missing required parameter: 'I'",
                "put a                     | Missing required parameter: 'VALUE'",
                "put a b c                 | Unmatched argument",
                "get                       | Missing required parameter: 'KEY'",
                "cas a b                   | what is expected? write one of",
                "cas a b c --absent        | what is expected? write one of",
                "cas a b --absent --version 1 | what is expected? write one of",
                "scan --limit -1           | not a limit: --limit=-1",
                "scan --limit x            | 'x' is not an int",
            })
    void shouldSayOneLineAndReturnTwoWhenTheClusterCommandMakesNoSense(final String line, final String expected) {
        final int exitCode = cluster(line == null ? "" : line);

        assertThat(errors.toString()).startsWith("cluster").contains(expected);
        assertThat(errors.toString().lines()).hasSize(1);
        assertThat(exitCode).isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"status", "stop", "kill 1", "restart 1", "get a", "put a b", "scan"})
    void shouldSayHowToStartOneWhenThereIsNoCluster(final String line) {
        final int exitCode = cluster(line);

        assertThat(errors.toString())
                .contains("no cluster here: dir=" + folder)
                .contains("start one with: cluster start");
        assertThat(exitCode).isEqualTo(1);
    }

    @Test
    void shouldNameTheFileWhenTheClusterIsDescribedByGarbage() throws IOException {
        Files.writeString(folder.resolve("cluster.properties"), "members=1=here\ncluster.id=1\n");

        assertThat(cluster("status")).isEqualTo(1);
        assertThat(errors.toString())
                .contains("the cluster's description cannot be read: file=" + folder.resolve("cluster.properties"));
    }

    @Test
    void shouldSayThatNothingRunsWhenAllNodesAreDown() throws IOException {
        ClusterProcesses.create(folder, 2, 20_000, NodeProfile.ofDefaults());

        assertThat(cluster("get a")).isEqualTo(1);
        assertThat(errors.toString()).contains("no node runs: dir=" + folder);
        assertThat(cluster("kill 1")).isEqualTo(1);
        assertThat(cluster("kill 3")).isEqualTo(2);
        assertThat(errors.toString()).contains("the node does not run: node=1").contains("take 1 to 2");
        assertThat(cluster("stop")).isZero();
        assertThat(cluster("status")).isZero();
        assertThat(output.toString(UTF_8)).contains("node 2 did not run").contains("down");
    }

    @Test
    void shouldKeepTheDataWhenAnotherSizeIsWanted() {
        ClusterProcesses.create(folder, 2, 20_000, NodeProfile.ofDefaults());

        assertThat(cluster("start 3")).isEqualTo(1);
        assertThat(errors.toString()).contains("another size").contains("nodes=2, wanted=3");
    }

    @Test
    void shouldTouchNoStrangerWhenItHasTheProcessIdOfANode() throws IOException {
        final ClusterProcesses cluster = ClusterProcesses.create(folder, 1, 20_000, NodeProfile.ofDefaults());
        final ProcessHandle self = ProcessHandle.current();
        final long otherStart = self.info().startInstant().orElseThrow().toEpochMilli() - 3_600_000;
        Files.writeString(
                folder.resolve("node-1").resolve("process.properties"),
                "pid=" + self.pid() + "\nstart.epoch.ms=" + otherStart + "\n");

        assertThat(cluster.node(1).isRunning()).isFalse();
        assertThat(cluster.node(1).kill()).isFalse();
        assertThat(cluster("kill 1")).isEqualTo(1);
    }

    @Test
    void shouldExplainItselfWhenHelpIsWanted() {
        assertThat(cluster("--help")).isZero();
        assertThat(cluster("start --help")).isZero();

        assertThat(help.toString()).contains("restart").contains("Usage: cluster start");
        assertThat(errors.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                                     | setting missing: data.dir",
                "--node-id one                        | 'one' is not an int",
                "--config /nonexistent                | the settings cannot be read: file=/nonexistent",
                "--set tick.millis=1                  | unknown setting: tick.millis",
                "--set tick.ms=fast                   | setting is not a number: tick.ms=fast",
                "--set tick.ms=0                      | setting out of range: tick.ms=0",
                "--data-dir d --cluster-id 0          | cluster.id=0",
                "--data-dir d --cluster-id 1          | this node is not among the members",
                "--members x                          | not a member: \"x\"",
                "--data-dir d --cluster-id 1 --node-id 1 --members 1=h:1:2 --set max.response.bytes=4127 "
                        + "| max.response.bytes=4127; take at least 4128",
                "--verbose                            | Unknown option: '--verbose'",
            })
    void shouldSayOneLineAndReturnTwoWhenTheServersSettingsMakeNoSense(final String line, final String expected) {
        final int exitCode = run(KvServer.commandLine(), line == null ? "" : line);

        assertThat(errors.toString()).startsWith("KvServer: ").contains(expected);
        assertThat(errors.toString().lines()).hasSize(1);
        assertThat(exitCode).isEqualTo(2);
    }

    private int cluster(final String line) {
        final PrintStream printed = new PrintStream(output, true, UTF_8);
        return run(ClusterCommand.commandLine(printed), (line + " --dir " + folder).strip());
    }

    private int run(final CommandLine commandLine, final String line) {
        commandLine.setErr(new PrintWriter(errors, true));
        commandLine.setOut(new PrintWriter(help, true));
        return commandLine.execute(line.isEmpty() ? new String[0] : line.split(" +", -1));
    }
}
