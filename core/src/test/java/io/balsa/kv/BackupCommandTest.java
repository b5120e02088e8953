package io.balsa.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.client.StatusProbe;
import io.balsa.disk.Disk;
import io.balsa.disk.FileDisk;
import io.balsa.node.Member;
import io.balsa.node.NodeConfig;
import io.balsa.node.RaftNode;
import io.balsa.snapshot.SnapshotCopy;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.testing.CapturedLog;
import io.balsa.testing.Spin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code scripts/backup} on clusters in this process. */
class BackupCommandTest {
    private static final long OLD_CLUSTER = 77;
    private static final long NEW_CLUSTER = 99;

    @TempDir
    Path folder;

    @RegisterExtension
    private final CapturedLog network = new CapturedLog("io.balsa.network");

    private final StringWriter errors = new StringWriter();
    private final StringWriter help = new StringWriter();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void shouldHoldWhateverWasAcknowledgedWhenTakenUnderLoadAndRestored() {
        final int acknowledged;
        try (InProcessNodes old = new InProcessNodes(folder.resolve("old"), OLD_CLUSTER, 3);
                Load load = new Load(old)) {
            Spin.until(() -> load.acknowledged() >= 300);
            acknowledged = load.acknowledged();

            assertThat(printed("create --to " + backup() + " --node "
                            + old.members().get(old.leaderId() % 3).clientAddress()))
                    .startsWith("backup: file=" + backup() + ", index=")
                    .contains("cluster=77", "voters=(1 2 3)");

            final int during = load.acknowledged();
            Spin.until(() -> load.acknowledged() > during);
        }
        assertThat(printed("verify " + backup())).startsWith("whole: file=" + backup());

        assertThat(restored(3)).contains("scripts/cluster start --dir " + target());

        assertThat(ClusterProcesses.find(target()).orElseThrow().nodes()).hasSize(3);
        try (InProcessNodes renewed = new InProcessNodes(target(), NEW_CLUSTER, 3);
                KvClient client = renewed.connect()) {
            for (int i = 0; i < acknowledged; i++) {
                final KvEntry entry = client.get(Load.key(i));
                assertThat(entry).as("key %d of %d", i, acknowledged).isNotNull();
                assertThat(entry.value()).isEqualTo(Load.value(i));
            }
            assertThat(client.put("new".getBytes(UTF_8), "life".getBytes(UTF_8)).isApplied())
                    .isTrue();
        }
    }

    @Test
    void shouldBeRefusedByTheOldNodesWhenARestoredNodeCallsThem() {
        try (InProcessNodes old = new InProcessNodes(folder.resolve("old"), OLD_CLUSTER, 3)) {
            takeBackup(old);
            assertThat(restored(3)).contains("restored");
            final long oldTerm = old.node(1).status().term();
            final Member[] members = old.members().toArray(Member[]::new);
            members[2] = InProcessNodes.onFreePorts(3).get(2);
            final NodeConfig config = NodeConfig.builder()
                    .clusterId(NEW_CLUSTER)
                    .nodeId(3)
                    .members(members)
                    .dataDirectory(InProcessNodes.dataDirectory(target(), 3))
                    .build();

            try (RaftNode stray = RaftNode.launch(config, new KvStateMachine())) {
                Spin.until(() -> network.linesWith("node 3 belongs to clusterId=99, node 1 to clusterId=77")
                                        .size()
                                > 0
                        && network.linesWith("node 3 belongs to clusterId=99, node 2 to clusterId=77")
                                        .size()
                                > 0);
                assertThat(stray.status().leaderId()).isZero();
                assertThat(old.node(1).status().term()).isEqualTo(oldTerm);
            }
            assertThatThrownBy(() ->
                            StatusProbe.ask(old.members().get(0).clientAddress(), NEW_CLUSTER, Duration.ofSeconds(10)))
                    .hasMessageContaining("client of another cluster");
        }
    }

    @Test
    void shouldMakeNothingWhenItIsNoBackupOrNoPlace() throws IOException {
        try (InProcessNodes old = new InProcessNodes(folder.resolve("old"), OLD_CLUSTER, 1)) {
            takeBackup(old);
            assertRefused(
                    2, "create --to " + backup() + " --node " + old.clientAddresses(), "not a place for a backup");
            Files.move(InProcessNodes.dataDirectory(folder.resolve("old"), 1), folder.resolve("elsewhere"));
            assertRefused(
                    1,
                    "create --to " + folder.resolve("other") + " --node " + old.clientAddresses(),
                    "the leader's data directory is not on this machine: node=1");
        }
        assertRefused(2, "restore " + backup() + " --to " + target() + " --cluster-id 77", "an id of its own");
        assertRefused(2, "restore " + backup() + " --to " + target() + " --cluster-id 0", "an id of its own");
        assertRefused(2, "restore " + backup() + " --to " + target() + " --cluster-id 99 --nodes 0", "1 to 9 nodes");
        assertRefused(2, "restore " + backup() + " --to " + target() + " --cluster-id 99 --nodes 10", "1 to 9 nodes");
        assertRefused(2, "restore " + backup() + "x --to " + target() + " --cluster-id 99", "no such file");
        Files.createDirectories(target());
        Files.writeString(target().resolve("mine"), "precious");
        assertRefused(1, "restore " + backup() + " --to " + target() + " --cluster-id 99", "the folder is not empty");
        Files.delete(target().resolve("mine"));

        final byte[] bytes = Files.readAllBytes(backup());
        bytes[700] ^= 1;
        Files.write(backup(), bytes);
        assertRefused(1, "verify " + backup(), "offset=512");
        assertRefused(1, "restore " + backup() + " --to " + target() + " --cluster-id 99", "storage is damaged");
        assertThat(target()).isEmptyDirectory();

        bytes[700] ^= 1;
        Files.write(backup(), bytes);
        assertThat(restored(1)).as("into an empty folder").contains("restored");
    }

    @Test
    void shouldLeaveNothingThatStartsWhenItCrashesAnywhere() {
        try (InProcessNodes old = new InProcessNodes(folder.resolve("old"), OLD_CLUSTER, 1)) {
            takeBackup(old);
        }
        final StoppingDisk whole = new StoppingDisk(Integer.MAX_VALUE);
        restore(whole, folder.resolve("whole"));
        assertThat(ClusterProcesses.find(folder.resolve("whole"))).isPresent();
        final int operations = whole.operations();
        assertThat(operations).isGreaterThan(50);
        // Each takes a while; those at the end, where the folder gets its name, are not passed over.
        for (int at = 0; at < operations; at += at < operations - 13 ? 13 : 1) {
            final Path place = folder.resolve("at-" + at);
            final StoppingDisk disk = new StoppingDisk(at);

            assertThatThrownBy(() -> restore(disk, place)).isInstanceOf(StoppingDisk.Crash.class);

            assertThat(ClusterProcesses.find(place))
                    .as("after %d operations of %d", at, operations)
                    .isEmpty();
        }
        final Path stopped = folder.resolve("at-13");
        assertThatThrownBy(() -> restore(new FileDisk(), stopped))
                .hasMessageContaining("an earlier restore did not end: folder=" + stopped + ".restoring; delete it");
    }

    private void restore(final Disk disk, final Path place) {
        ClusterRestore.restore(disk, backup(), place, NEW_CLUSTER, 2, 20_000, bytes -> {});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "create                        | Missing required option: '--to=FILE'",
                "create --to /nonexistent/file | not a place for a backup",
                "create --to x --timeout 0     | not a time: --timeout=0",
                "create --to x --node here     | not an address",
                "verify /nonexistent           | no such file",
                "restore                       | Missing required",
                "restore f --to d --cluster-id x | 'x' is not a long",
                "mend                          | Unmatched argument",
            })
    void shouldReturnTwoWhenACommandMakesNoSense(final String line, final String expected) {
        assertRefused(2, line, expected);
        assertThat(errors.toString().lines()).hasSize(1);
    }

    @Test
    void shouldSayHowToStartOneWhenThereIsNoClusterToBackUp() {
        assertRefused(1, "create --to " + backup() + " --dir " + folder, "no cluster here: dir=" + folder);
    }

    @Test
    void shouldExplainItselfWhenHelpIsWanted() {
        for (final String command : new String[] {"", "create ", "verify ", "restore "}) {
            assertThat(run(command + "--help")).isZero();
        }
        assertThat(help.toString())
                .contains("Usage: backup create")
                .contains("--cluster-id")
                .contains("Exit codes");
    }

    private Path backup() {
        return folder.resolve("monday");
    }

    private Path target() {
        return folder.resolve("new");
    }

    private void takeBackup(final InProcessNodes nodes) {
        try (KvClient client = nodes.connect()) {
            client.put("k".getBytes(UTF_8), new byte[10_000]);
        }
        assertThat(printed("create --to " + backup() + " --node " + nodes.clientAddresses()))
                .contains("backup: ");
        final SnapshotFile found = SnapshotCopy.verify(new FileDisk(), backup(), bytes -> {});
        assertThat(found.head().index()).isGreaterThan(2);
    }

    private String restored(final int size) {
        return printed(
                "restore " + backup() + " --to " + target() + " --cluster-id " + NEW_CLUSTER + " --nodes " + size);
    }

    private void assertRefused(final int exitCode, final String line, final String expected) {
        output.reset();
        errors.getBuffer().setLength(0);
        assertThat(run(line)).as("%s: %s", line, errors).isEqualTo(exitCode);
        assertThat(errors.toString()).startsWith("backup").contains(expected);
        assertThat(output.toString(UTF_8)).isEmpty();
    }

    private String printed(final String line) {
        output.reset();
        assertThat(run(line)).as("%s: %s", line, errors).isZero();
        return output.toString(UTF_8);
    }

    private int run(final String line) {
        final CommandLine commandLine = BackupCommand.commandLine(new PrintStream(output, true, UTF_8));
        commandLine.setErr(new PrintWriter(errors, true));
        commandLine.setOut(new PrintWriter(help, true));
        return commandLine.execute(line.strip().split(" +", -1));
    }

    /** Puts one key after the other, and counts those acknowledged. */
    private static final class Load implements AutoCloseable {
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final CompletableFuture<Void> done;

        Load(final InProcessNodes nodes) {
            done = CompletableFuture.runAsync(() -> run(nodes));
        }

        private void run(final InProcessNodes nodes) {
            try (KvClient client = nodes.connect()) {
                for (int i = 0; !closed.get(); i++) {
                    client.put(key(i), value(i));
                    acknowledged.setRelease(i + 1);
                }
            }
        }

        static byte[] key(final int number) {
            return ("key-" + number).getBytes(UTF_8);
        }

        static byte[] value(final int number) {
            return ("value of " + number).getBytes(UTF_8);
        }

        int acknowledged() {
            return acknowledged.getAcquire();
        }

        @Override
        public void close() {
            closed.set(true);
            done.join();
        }
    }
}
