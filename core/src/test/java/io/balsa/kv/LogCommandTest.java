package io.balsa.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balsa.codec.EntryType;
import io.balsa.codec.MembershipCodec;
import io.balsa.codec.sbe.entry.CommandEntryEncoder;
import io.balsa.codec.sbe.entry.MessageHeaderEncoder;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.FileDisk;
import io.balsa.log.DataDirectory;
import io.balsa.log.HardStateFile;
import io.balsa.log.LogConfig;
import io.balsa.log.SegmentedLog;
import io.balsa.snapshot.SnapshotConfig;
import io.balsa.snapshot.SnapshotStore;
import io.balsa.snapshot.SnapshotWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code scripts/log} on a directory with a snapshot of index 4, and entries 1 to 40 of the terms 2 and 3. */
class LogCommandTest {
    private static final LogConfig SIZES = new LogConfig(LogConfig.MIN_SEGMENT_BYTES, LogConfig.MIN_BUFFER_BYTES);
    private static final int LAST_INDEX = 40;
    private static final int VALUE_LENGTH = 1_000;

    @TempDir
    Path folder;

    private final Disk disk = new FileDisk();
    private final StringWriter errors = new StringWriter();
    private final StringWriter help = new StringWriter();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private NanoClock clock = () -> 0;
    private Path data = Path.of("");

    @BeforeEach
    void makeDirectory() throws IOException {
        data = folder.resolve("node-1").resolve("data");
        try (DataDirectory directory = DataDirectory.open(disk, data, 77, 1, 0xabc, SIZES);
                HardStateFile hardState = directory.openHardState();
                SegmentedLog log = directory.openLog()) {
            hardState.store(3, 2);
            hardState.force();
            final SnapshotStore snapshots = SnapshotStore.open(
                    disk,
                    data,
                    directory.identity(),
                    new SnapshotConfig(4096, 2, 1 << 20),
                    SnapshotStore.Damaged.REFUSE);
            try (SnapshotWriter writer = snapshots.newWriter(snapshots.nextHead(4, 2, Membership.ofVoters(1, 2, 3)))) {
                writer.write(new UnsafeBuffer(new byte[10_000]), 0, 10_000);
                writer.publish();
            }
            appendEntries(log);
            log.force();
        }
    }

    private static void appendEntries(final SegmentedLog log) {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[4096]);
        log.append(1, 2, EntryType.NO_OP, payload, 0, 0);
        log.append(2, 2, EntryType.COMMAND, payload, 0, put(payload, "city", "Lisbon".getBytes(UTF_8)));
        log.append(3, 2, EntryType.COMMAND, payload, 0, put(payload, "blob", new byte[] {0, 1, (byte) 0xFE}));
        final MembershipChange change = MembershipChange.builder().addVoter(4).build();
        log.append(4, 2, EntryType.MEMBERSHIP, payload, 0, new MembershipCodec().encode(change, payload, 0));
        final byte[] value = new byte[VALUE_LENGTH];
        Arrays.fill(value, (byte) 'v');
        for (int index = 5; index <= LAST_INDEX; index++) {
            log.append(index, 3, EntryType.COMMAND, payload, 0, put(payload, "k" + index, value));
        }
    }

    private static int put(final UnsafeBuffer payload, final String key, final byte[] value) {
        new CommandEntryEncoder()
                .wrapAndApplyHeader(payload, 0, new MessageHeaderEncoder())
                .sessionId(1)
                .sequence(9)
                .ackedSequence(8);
        final int head = MessageHeaderEncoder.ENCODED_LENGTH + CommandEntryEncoder.BLOCK_LENGTH;
        final byte[] name = key.getBytes(UTF_8);
        return head
                + KvRequestEncoder.encode(
                        payload,
                        head,
                        KvRequestLayout.PUT,
                        0,
                        new UnsafeBuffer(name),
                        0,
                        name.length,
                        new UnsafeBuffer(value),
                        0,
                        value.length);
    }

    @Test
    void shouldReadAllOfADirectoryWhenNothingMayBeWritten() {
        final Disk readOnly = (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isIn("exists", "isDirectory", "list", "openToRead");
                    return method.invoke(disk, arguments);
                });
        final EntryDump dump = new EntryDump(new PrintStream(output, true, UTF_8), false, 1_000);

        final DataReport report = DataReport.of(readOnly, data, bytes -> {});
        dump.print(readOnly, data, 1, Long.MAX_VALUE);

        assertThat(report.problems()).isEmpty();
        assertThat(output.toString(UTF_8)).contains("k" + LAST_INDEX);
        assertThat(output.toString(UTF_8)).contains("Lisbon");
    }

    @Test
    void shouldShowEverythingWhenADirectoryIsInspected() throws IOException {
        final Map<Path, List<Byte>> before = contents();

        final String shown = printed(0, "inspect");

        assertThat(shown)
                .contains("identity    cluster 77 node 1 incarnation abc")
                .contains("hard state  term 3, voted for node 2 (slots: sequence ")
                .contains("catch-up    none")
                .contains("marker      log begins after index 0 of term 0, known to be durable up to index 40")
                .containsPattern("whole +4 +2 +11264 +node 1 +voters=.1 2 3.")
                .containsPattern("0000000001.log +full +1 +\\d+ +2\\.\\.3 ")
                .containsPattern("0000000004.log +active +\\d+ +40 +3\\.\\.3 ");
        assertThat(contents()).as("nothing is changed").isEqualTo(before);
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void shouldLookBesideARunningNode() {
        try (DataDirectory directory = DataDirectory.open(disk, data, 77, 1, 0xabc, SIZES);
                SegmentedLog log = directory.openLog()) {
            assertThat(log.lastIndex()).isEqualTo(LAST_INDEX);

            assertThat(printed(0, "verify")).startsWith("sound: cluster 77 node 1");
            assertThat(printed(1, "repair")).isEmpty();
            assertThat(errors.toString()).contains("data directory is in use by a running process");
        }
    }

    @Test
    void shouldSayWhatEntriesSayWhenTheyAreDumped() {
        assertThat(printed(0, "dump").lines())
                .hasSize(1 + LAST_INDEX)
                .contains(
                        "           1         2  NO_OP                 0",
                        "           2         2  COMMAND              58  session=1 sequence=9 PUT \"city\" \"Lisbon\"",
                        "           3         2  COMMAND              55  session=1 sequence=9 PUT \"blob\" 0x0001fe")
                .anyMatch(line -> line.contains("MEMBERSHIP") && line.endsWith("ADD_VOTER(4) AUTO"))
                .last()
                .asString()
                .endsWith("PUT \"k40\" \"" + "v".repeat(48) + "\"... (1000 bytes)");
        assertThat(errors.toString()).isEmpty();

        assertThat(printed(0, "dump --from 10 --to 30 --limit 3").lines())
                .hasSize(4)
                .last()
                .asString()
                .contains("k12");
        assertThat(errors.toString()).contains("there are more entries");
    }

    @Test
    void shouldPrintJsonWhenAsked() throws IOException {
        final JsonNode report = new ObjectMapper().readTree(printed(0, "inspect --json"));
        assertThat(report.get("sound").asBoolean()).isTrue();
        assertThat(report.get("nodeId").asInt()).isEqualTo(1);
        assertThat(report.get("hardState").get(0).get("term").asLong()).isEqualTo(3);
        assertThat(report.get("snapshots").get(0).get("index").asLong()).isEqualTo(4);
        assertThat(report.get("log").get("segments").get(0).get("lastIndex").asLong())
                .isBetween(5L, 39L);

        final List<String> lines =
                printed(0, "dump --json --from 2 --to 3").lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(new ObjectMapper().readTree(lines.get(0)).get("payload").asText())
                .endsWith("PUT \"city\" \"Lisbon\"");

        damage(segment(2), 6_000);
        final JsonNode damaged = new ObjectMapper().readTree(printed(1, "verify --json"));
        assertThat(damaged.get("sound").asBoolean()).isFalse();
        assertThat(damaged.get("problems")).hasSize(1);
        assertThat(damaged.get("log")
                        .get("segments")
                        .get(1)
                        .get("damage")
                        .get("repairable")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void shouldNameTheRepairAndCarryItOutWhenTheLogIsDamaged() throws IOException {
        damage(segment(2), 6_000);

        assertThat(printed(1, "verify"))
                .contains("file=" + segment(2) + ", offset=")
                .contains("scripts/log repair " + data);
        assertThat(printed(1, "inspect")).contains("scripts/log repair " + data);
        final Map<Path, List<Byte>> before = contents();
        final String planned = printed(0, "repair --dry-run");
        assertThat(planned).contains("would repair").contains("does not vote before it holds index 40 again");
        assertThat(contents()).as("nothing is changed").isEqualTo(before);

        final String done = printed(0, "repair");

        assertThat(done)
                .contains("repaired: file=" + segment(2))
                .contains(data.resolve("log").resolve("damaged-1").toString())
                .contains("does not vote before it holds index 40 again");
        assertThat(indexIn(done)).isEqualTo(indexIn(planned));
        assertThat(printed(0, "verify")).startsWith("sound");
        assertThat(printed(0, "inspect")).contains("catch-up    does not vote before it holds index 40 again");
        assertThat(printed(0, "dump").lines()).last().asString().matches(" +" + indexIn(done) + "  .*");
        assertThat(printed(1, "repair")).isEmpty();
        assertThat(errors.toString()).contains("log needs no repair");
    }

    /** Returns the index that the log ends with, of what a repair said. */
    private static long indexIn(final String said) {
        final String before = "with index ";
        final int from = said.indexOf(before) + before.length();
        return Long.parseLong(said.substring(from, said.indexOf(';', from)));
    }

    @Test
    void shouldSayThatTheNodeMustBeReplacedWhenNoRepairHelps() throws IOException {
        final Path hardState = data.resolve("hard-state");
        damage(hardState, 30);
        assertThat(printed(0, "verify")).as("one slot is enough").startsWith("sound");
        damage(hardState, 4096 + 30);
        assertThat(printed(1, "verify")).contains("hard state is damaged").doesNotContain("scripts/log repair");
        damage(segment(2), 6_000);
        assertThat(printed(1, "repair")).isEmpty();
        assertThat(errors.toString())
                .contains("repairing the log would not help")
                .contains("replace this node");
    }

    @Test
    void shouldFindDamageWhenItIsInASnapshot() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve(SnapshotStore.DIRECTORY))) {
            damage(files.findFirst().orElseThrow(), 5_000);
        }

        assertThat(printed(1, "verify")).contains(".snapshot, offset=4608").contains("replace this node");
        assertThat(printed(1, "inspect")).containsPattern("damaged +4 +2 ");
    }

    @Test
    void shouldTellHowFarItIsWhenReadingTakesLong() {
        final long[] seconds = {0};
        clock = () -> seconds[0]++ * 1_000_000_000L;

        assertThat(printed(0, "verify")).startsWith("sound");

        assertThat(errors.toString().lines()).isNotEmpty().allMatch(line -> line.matches("read \\S+ MB in \\d+ s ..."));
        assertThat(errors.toString()).doesNotContain("in 1 s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "inspect            | not the data directory of a node",
                "verify             | not the data directory of a node",
                "dump               | not the data directory of a node",
                "repair             | not the data directory of a node",
                "dump --limit 0     | no range of entries",
                "dump --from 5 --to 4 | no range of entries",
                "dump --from x      | 'x' is not a long",
                "mend               | Unmatched argument",
            })
    void shouldReturnTwoWhenACommandMakesNoSense(final String line, final String expected) {
        assertThat(run(line, folder.resolve("node-1"))).isEqualTo(2);

        assertThat(errors.toString()).startsWith("log").contains(expected);
        assertThat(errors.toString().lines()).hasSize(1);
        assertThat(output.toString(UTF_8)).isEmpty();
    }

    @Test
    void shouldNameTheDirectoryBelowWhenTheFolderOfANodeIsGiven() {
        assertThat(run("verify", folder.resolve("node-1"))).isEqualTo(2);

        assertThat(errors.toString()).contains("name " + data);
    }

    @Test
    void shouldExplainItselfWhenHelpIsWanted() {
        for (final String command : List.of("", "inspect ", "verify ", "dump ", "repair ")) {
            assertThat(run(command + "--help", data)).isZero();
        }
        assertThat(help.toString())
                .contains("Usage: log repair")
                .contains("--dry-run")
                .contains("Exit codes");
    }

    private Path segment(final int sequence) {
        return data.resolve("log").resolve("000000000" + sequence + ".log");
    }

    private void damage(final Path file, final long offset) throws IOException {
        try (DiskFile opened = disk.open(file)) {
            final ByteBuffer one = ByteBuffer.allocate(1);
            opened.read(offset, one);
            one.put(0, (byte) (one.get(0) ^ 0x20));
            opened.write(offset, one.rewind());
        }
    }

    private Map<Path, List<Byte>> contents() throws IOException {
        final Map<Path, List<Byte>> contents = new HashMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("LOCK"))
                    .forEach(file -> contents.put(file, bytesOf(file)));
        }
        return contents;
    }

    private static List<Byte> bytesOf(final Path file) {
        try {
            final List<Byte> bytes = new ArrayList<>();
            for (final byte one : Files.readAllBytes(file)) {
                bytes.add(one);
            }
            return bytes;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String printed(final int exitCode, final String line) {
        output.reset();
        assertThat(run(line, data)).as("%s: %s%s", line, errors, output).isEqualTo(exitCode);
        return output.toString(UTF_8);
    }

    private int run(final String line, final Path directory) {
        final CommandLine commandLine = LogCommand.commandLine(new PrintStream(output, true, UTF_8), clock);
        commandLine.setErr(new PrintWriter(errors, true));
        commandLine.setOut(new PrintWriter(help, true));
        return commandLine.execute((line + " " + directory).strip().split(" +", -1));
    }
}
