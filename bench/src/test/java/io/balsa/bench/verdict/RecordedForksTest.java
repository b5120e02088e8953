package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.balsa.bench.fork.ForkFile;
import io.balsa.bench.fork.ForkRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The verdicts on forks that real and noisy machines ran: {@code results/aa/MACHINE}, recorded by {@code scripts/bench aa --record}. */
class RecordedForksTest {
    private static final Path RECORDINGS = Path.of("..", "results", "aa");

    /** Comparisons of identical code alone lie there too, without a slower arm. */
    private static List<List<ForkRecord>> recordings() throws IOException {
        final List<List<ForkRecord>> recordings = new ArrayList<>();
        if (!Files.isDirectory(RECORDINGS)) {
            return recordings;
        }
        try (Stream<Path> files = Files.walk(RECORDINGS)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".ndjson.gz"))
                    .sorted()
                    .toList()) {
                final List<ForkRecord> forks = ForkFile.read(file);
                if (forks.stream().anyMatch(fork -> fork.arm().equals(Replay.ARM_SLOW))) {
                    recordings.add(forks);
                }
            }
        }
        return recordings;
    }

    @Test
    void shouldRarelyRaiseAFalseAlarmAndMostlyFindTheSlowdownWhenRecordingsAreReplayed() throws IOException {
        final List<List<ForkRecord>> recordings = recordings();
        assumeThat(recordings).as("recordings in %s", RECORDINGS).isNotEmpty();
        final List<Verdict> identical = new ArrayList<>();
        final List<Verdict> slowed = new ArrayList<>();
        for (final List<ForkRecord> recording : recordings) {
            for (final String arm : List.of(Replay.ARM_A, Replay.ARM_SAME, Replay.ARM_SLOW)) {
                assertThat(recording)
                        .as("forks of arm %s", arm)
                        .filteredOn(fork -> fork.arm().equals(arm))
                        .hasSizeGreaterThanOrEqualTo(120);
            }
            final Replay replay = Replay.of(recording);
            identical.addAll(replay.identical());
            slowed.addAll(replay.slowed());
        }

        final Replay all = new Replay(identical, slowed);

        assertThat(identical).as("verdicts on identical code").isNotEmpty();
        assertThat(slowed).as("verdicts on slowed code").isNotEmpty();
        assertThat(all.falseAlarms()).as("false alarms: %s", identical).isLessThanOrEqualTo(0.05);
        assertThat(all.found()).as("slowdowns found: %s", slowed).isGreaterThanOrEqualTo(0.9);
    }
}
