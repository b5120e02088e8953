package io.balsa.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramLogTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path directory;

    @Test
    void shouldReadBackEveryIntervalWithItsTagAndTimesWhenWritten() throws IOException {
        final LatencyTrack response = track("open-1000");
        final LatencyTrack service = track("open-1000.service");
        response.record(SECOND / 2, 1_000_000);
        response.record(SECOND / 2, 2_000_000);
        response.record(5 * SECOND / 2, 3_000_000);
        service.record(SECOND / 2, 500_000);
        final Path file = directory.resolve("open-1000.hlog");
        final List<Histogram> both = new ArrayList<>(response.intervals());
        both.addAll(service.intervals());

        HistogramLog.write(file, both);

        final List<Histogram> read = HistogramLog.read(file, "open-1000");
        assertThat(read).extracting(Histogram::getTotalCount).containsExactly(2L, 0L, 1L);
        assertThat(read).extracting(Histogram::getStartTimeStamp).containsExactly(5_000L, 6_000L, 7_000L);
        assertThat(HistogramLog.sum(read)).isEqualTo(response.total());
        assertThat(HistogramLog.read(file, "open-1000.service")).hasSize(3);
        assertThat(Files.readString(file)).contains("Tag=open-1000.service,");
    }

    @Test
    void shouldCountIntoTheNearestIntervalWhenRecordedOutsideThePhase() {
        final LatencyTrack track = track("any");

        track.record(-1, 1_000);
        track.record(100 * SECOND, 1_000);

        assertThat(track.intervals()).extracting(Histogram::getTotalCount).containsExactly(1L, 0L, 1L);
    }

    private static LatencyTrack track(final String tag) {
        return new LatencyTrack(tag, 0, 3 * SECOND, SECOND, 5_000);
    }
}
