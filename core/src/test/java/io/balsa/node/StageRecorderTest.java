package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.disk.Disk;
import io.balsa.disk.FileDisk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import io.balsa.testing.CapturedLog;
import io.balsa.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From a recorder to the file and back. */
class StageRecorderTest {
    private static final int CAPACITY = 8;
    private static final StorageIdentity IDENTITY = new StorageIdentity(7, 3, 99);

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.balsa.node");

    @TempDir
    private Path directory;

    private final AtomicBoolean diskFails = new AtomicBoolean();
    private final Disk disk = WatchedDisk.of((operation, file) -> {
        if (operation.equals("write") && diskFails.get()) {
            throw new IOException("no more");
        }
    });
    private final List<StageFileWriter> writers = new ArrayList<>();
    private long nowNs;

    @AfterEach
    void close() throws IOException {
        for (final StageFileWriter writer : writers) {
            writer.close();
        }
    }

    @Test
    void shouldNoteEachStageWhenACommandPassesAll() {
        final StageRecorder recorder = new StageRecorder(() -> nowNs, CAPACITY, 1);
        final StageFileWriter writer = writer(recorder);

        nowNs = 120;
        recorder.begin(5, 6, 110);
        reach(recorder, CommandStage.SENT, 6, 130);
        reach(recorder, CommandStage.COMMITTED, 5, 140);
        reach(recorder, CommandStage.APPLIED, 5, 150);
        reach(recorder, CommandStage.ANSWERED, 5, 160);
        reach(recorder, CommandStage.DURABLE, 6, 170);
        reach(recorder, CommandStage.COMMITTED, 6, 180);
        reach(recorder, CommandStage.APPLIED, 6, 190);
        reach(recorder, CommandStage.ANSWERED, 6, 200);
        writer.doWork();

        assertThat(read().samples())
                .containsExactly(
                        new StageSample(5, 110, 120, 130, 170, 140, 150, 160),
                        new StageSample(6, 110, 120, 130, 170, 180, 190, 200));
        assertThat(read().nodeId()).isEqualTo(3);
        assertThat(read().samples().get(1).totalNs()).isEqualTo(90);
    }

    @Test
    void shouldKeepACommandBackWhenItIsAnsweredButNotDurable() {
        final StageRecorder recorder = new StageRecorder(() -> nowNs, CAPACITY, 1);
        final StageFileWriter writer = writer(recorder);
        recorder.begin(1, 1, 0);
        reachAllBut(CommandStage.DURABLE, recorder, 1);
        writer.doWork();
        assertThat(read().samples()).isEmpty();

        reach(recorder, CommandStage.DURABLE, 1, 50);
        writer.doWork();

        assertThat(read().samples()).singleElement().matches(sample -> sample.durableNs() == 50);
    }

    @Test
    void shouldLeaveTheTimeOutWhenNoOtherMemberTakesTheEntry() {
        final StageRecorder recorder = new StageRecorder(() -> nowNs, CAPACITY, 1);
        final StageFileWriter writer = writer(recorder);
        recorder.begin(1, 1, 0);
        reachAllBut(CommandStage.SENT, recorder, 1);
        writer.doWork();

        assertThat(read().samples()).singleElement().matches(sample -> sample.sentNs() == StageSample.NEVER);
    }

    @Test
    void shouldSampleMultiplesWhenNotEveryCommandIsAsked() {
        final StageRecorder recorder = new StageRecorder(() -> nowNs, CAPACITY, 10);
        final StageFileWriter writer = writer(recorder);
        recorder.begin(9, 19, 0);
        recorder.begin(20, 20, 0);
        recorder.begin(21, 29, 0);
        reachAll(recorder, 29);
        writer.doWork();

        assertThat(indexes()).containsExactly(10L, 20L);
        assertThat(read().every()).isEqualTo(10);
    }

    @Test
    void shouldKeepTheNewestWhenTheRingWentRound() {
        final StageRecorder recorder = new StageRecorder(() -> nowNs, CAPACITY, 1);
        final StageFileWriter writer = writer(recorder);
        for (long index = 1; index <= 20; index++) {
            recorder.begin(index, index, 0);
            reachAll(recorder, index);
            if (index % 3 == 0) {
                writer.doWork();
            }
        }
        writer.doWork();

        assertThat(indexes()).containsExactly(13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L);
    }

    @Test
    void shouldLeaveCommandsOutWhenTheFileIsBehind() {
        final StageRecorder recorder = new StageRecorder(() -> nowNs, CAPACITY, 1);
        final StageFileWriter writer = writer(recorder);
        recorder.begin(1, CAPACITY + 2, 0);
        reachAll(recorder, CAPACITY + 2);
        writer.doWork();
        assertThat(indexes()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);

        recorder.begin(CAPACITY + 3, CAPACITY + 3, 0);
        reachAll(recorder, CAPACITY + 3);
        writer.doWork();

        assertThat(indexes()).contains(CAPACITY + 3L).doesNotContain((long) CAPACITY, CAPACITY + 1L, CAPACITY + 2L);
    }

    @Test
    void shouldLeaveCommandsOutWhenTheRoleChangesMeanwhile() {
        final StageRecorder recorder = new StageRecorder(() -> nowNs, CAPACITY, 1);
        final StageFileWriter writer = writer(recorder);
        recorder.begin(1, 3, 0);
        reachAll(recorder, 1);
        recorder.abandon();
        reachAll(recorder, 3);
        // Entries 2 and 3 were replaced by another leader's; this node leads again from 4 on.
        recorder.begin(4, 4, 0);
        reachAll(recorder, 4);
        writer.doWork();

        assertThat(indexes()).containsExactly(1L, 4L);
    }

    @Test
    void shouldRecordAnIndexAgainWhenItsEntryWasReplacedByTheNodesOwn() {
        final StageRecorder recorder = new StageRecorder(() -> nowNs, CAPACITY, 1);
        final StageFileWriter writer = writer(recorder);
        recorder.begin(1, 3, 0);
        recorder.abandon();
        nowNs = 2_000;
        recorder.begin(2, 2, 1_000);
        reachAll(recorder, 2);
        writer.doWork();

        assertThat(read().samples()).singleElement().matches(sample -> sample.receivedNs() == 1_000);
    }

    @Test
    void shouldBeginFarUpWhenALongLogIsLed() {
        final StageRecorder recorder = new StageRecorder(() -> nowNs, CAPACITY, 1);
        final StageFileWriter writer = writer(recorder);
        final long first = 1_000_000_000_000L;
        recorder.begin(first, first, 0);
        reachAll(recorder, first);
        writer.doWork();
        recorder.begin(first + 1, first + 1, 0);
        reachAll(recorder, first + 1);
        writer.doWork();

        assertThat(indexes()).containsExactly(first + 1);
    }

    @Test
    void shouldNoteNothingWhenItIsOff() {
        final StageRecorder recorder = new StageRecorder(() -> nowNs, 0, 1);

        recorder.begin(1, 5, 0);
        reachAll(recorder, 5);

        assertThat(recorder.isOn()).isFalse();
        assertThat(recorder.finished()).isZero();
    }

    @Test
    void shouldServeOnWhenTheFileCannotBeWritten() {
        final StageRecorder recorder = new StageRecorder(() -> nowNs, CAPACITY, 1);
        final StageFileWriter writer = writer(recorder);
        diskFails.set(true);
        for (long index = 1; index <= 3 * CAPACITY; index++) {
            recorder.begin(index, index, 0);
            reachAll(recorder, index);
            assertThat(writer.doWork()).isZero();
        }

        assertThat(log.linesWith("records no stage times any more")).hasSize(1);
        assertThat(indexes()).isEmpty();
    }

    @Test
    void shouldTellWhatIsThereWhenItIsNoFileOfStageTimes() throws IOException {
        final Path path = directory.resolve(StageFile.NAME);
        Files.write(path, new byte[1_000]);
        assertThatThrownBy(() -> StageFile.read(new FileDisk(), path))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("found=1000 bytes")
                .hasMessageContaining("stages.capacity");

        Files.delete(path);
        assertThatThrownBy(() -> StageFile.read(new FileDisk(), path))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(path.toString());
    }

    /** Batches of any size, stages that lag, a file that is written at any time: whoever is in the file is right. */
    @Test
    void shouldAgreeWithEachCommandAloneWhenBatchesAreRandom() {
        Seeds.forEach(getClass(), 50, this::recordAtRandom);
    }

    private void recordAtRandom(final long seed) {
        final Random random = new Random(seed);
        final int every = 1 + random.nextInt(4);
        final StageRecorder recorder = new StageRecorder(() -> nowNs, 64, every);
        final StageFileWriter writer = writer(recorder);
        final int last = 400;
        final CommandStage[] stages = CommandStage.values();
        final long[][] timesNs = new long[last + 1][stages.length];
        final long[] reached = new long[stages.length];
        nowNs = 0;
        while (reached[CommandStage.ANSWERED.ordinal()] < last) {
            nowNs++;
            final long receivedNs = nowNs;
            nowNs++;
            final int first = (int) reached[CommandStage.APPENDED.ordinal()] + 1;
            final int until = Math.min(last, first - 1 + random.nextInt(9));
            recorder.begin(first, until, receivedNs);
            for (int index = first; index <= until; index++) {
                timesNs[index][CommandStage.RECEIVED.ordinal()] = receivedNs;
                timesNs[index][CommandStage.APPENDED.ordinal()] = nowNs;
            }
            reached[CommandStage.APPENDED.ordinal()] = Math.max(until, first - 1);
            long bound = reached[CommandStage.APPENDED.ordinal()];
            for (int stage = CommandStage.SENT.ordinal(); stage < stages.length; stage++) {
                final long before = reached[stage];
                nowNs++;
                reached[stage] = before + random.nextInt((int) (bound - before) + 1);
                recorder.reach(stages[stage], reached[stage]);
                for (long index = before + 1; index <= reached[stage]; index++) {
                    timesNs[(int) index][stage] = nowNs;
                }
                // The leader's own disk holds nobody up.
                bound = stages[stage] == CommandStage.DURABLE ? bound : reached[stage];
            }
            if (random.nextInt(3) == 0) {
                writer.doWork();
            }
        }
        nowNs++;
        recorder.reach(CommandStage.DURABLE, last);
        writer.doWork();

        final List<StageSample> samples = read().samples();
        assertThat(samples).hasSizeGreaterThan(20);
        for (final StageSample sample : samples) {
            final long[] expected = timesNs[(int) sample.index()];
            assertThat(sample.index() % every).isZero();
            assertThat(sample.receivedNs()).isEqualTo(expected[CommandStage.RECEIVED.ordinal()]);
            assertThat(sample.appendedNs()).isEqualTo(expected[CommandStage.APPENDED.ordinal()]);
            assertThat(sample.sentNs()).isEqualTo(expected[CommandStage.SENT.ordinal()]);
            assertThat(sample.committedNs()).isEqualTo(expected[CommandStage.COMMITTED.ordinal()]);
            assertThat(sample.appliedNs()).isEqualTo(expected[CommandStage.APPLIED.ordinal()]);
            assertThat(sample.answeredNs()).isEqualTo(expected[CommandStage.ANSWERED.ordinal()]);
            final long durableNs = expected[CommandStage.DURABLE.ordinal()];
            assertThat(sample.durableNs()).isEqualTo(durableNs == 0 ? nowNs : durableNs);
        }
    }

    private StageFileWriter writer(final StageRecorder recorder) {
        final StageFileWriter writer =
                StageFileWriter.create(disk, directory.resolve(StageFile.NAME), IDENTITY, recorder);
        writers.add(writer);
        return writer;
    }

    private void reach(
            final StageRecorder recorder, final CommandStage stage, final long untilIndex, final long timeNs) {
        nowNs = timeNs;
        recorder.reach(stage, untilIndex);
    }

    private static void reachAll(final StageRecorder recorder, final long untilIndex) {
        for (final CommandStage stage : CommandStage.values()) {
            if (stage.compareTo(CommandStage.APPENDED) > 0) {
                recorder.reach(stage, untilIndex);
            }
        }
    }

    private static void reachAllBut(final CommandStage missing, final StageRecorder recorder, final long untilIndex) {
        for (final CommandStage stage : CommandStage.values()) {
            if (stage.compareTo(CommandStage.APPENDED) > 0 && stage != missing) {
                recorder.reach(stage, untilIndex);
            }
        }
    }

    private StageFile read() {
        return StageFile.read(new FileDisk(), directory.resolve(StageFile.NAME));
    }

    private List<Long> indexes() {
        return read().samples().stream().map(StageSample::index).toList();
    }
}
