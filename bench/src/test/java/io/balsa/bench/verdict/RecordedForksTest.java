package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.balsa.bench.fork.ForkFile;
import io.balsa.bench.fork.ForkRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The verdicts on forks that a real and noisy machine ran: {@code results/aa}, recorded by {@code scripts/bench aa --record}. */
class RecordedForksTest {
    private static final Path RECORDINGS = Path.of("..", "results", "aa");

    @Test
    void shouldRarelyRaiseAFalseAlarmAndMostlyFindTheSlowdownWhenRecordingsAreReplayed() throws IOException {
        assumeThat(RECORDINGS).isDirectory();
        final List<Verdict> identical = new ArrayList<>();
        final List<Verdict> slowed = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(RECORDINGS, "*.ndjson.gz")) {
            for (final Path file : files) {
                final List<ForkRecord> recording = ForkFile.read(file);
                for (final String arm : List.of(Replay.ARM_A, Replay.ARM_SAME, Replay.ARM_SLOW)) {
                    assertThat(recording)
                            .as("%s: forks of arm %s", file, arm)
                            .filteredOn(fork -> fork.arm().equals(arm))
                            .hasSizeGreaterThanOrEqualTo(120);
                }
                final Replay replay = Replay.of(recording);
                identical.addAll(replay.identical());
                slowed.addAll(replay.slowed());
            }
        }

        final Replay all = new Replay(identical, slowed);

        assertThat(identical).isNotEmpty();
        assertThat(slowed).isNotEmpty();
        assertThat(all.falseAlarms()).as("false alarms: %s", identical).isLessThanOrEqualTo(0.05);
        assertThat(all.found()).as("slowdowns found: %s", slowed).isGreaterThanOrEqualTo(0.9);
    }
}
