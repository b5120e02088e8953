package io.balsa.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.balsa.bench.stats.LatencyTrack;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
    private static final long US = 1_000;
    private static final long SECOND = 1_000_000_000;
    private static final LoadWindow WINDOW = LoadWindow.of(0, SECOND, 2 * SECOND, SECOND);

    @Test
    void shouldSendTheNextWhenOneIsAnsweredAndOneIsOutstanding() {
        final LoadResult result = run(new SimulatedPort(500 * US, 1_000), 1);

        assertThat(result.failure(0)).isNull();
        assertThat(result.answeredPerSecond()).isCloseTo(2_000, within(2.0));
        assertThat(result.response().total().getMaxValue()).isCloseTo(500 * US, within(US));
    }

    @Test
    void shouldMultiplyTheRateWhenMoreAreOutstanding() {
        final LoadResult result = run(new SimulatedPort(500 * US, 1_000), 16);

        assertThat(result.answeredPerSecond()).isCloseTo(32_000, within(32.0));
    }

    @Test
    void shouldStayWithinWhatThePortTakesWhenThatIsLess() {
        final LoadResult result = run(new SimulatedPort(500 * US, 4), 16);

        assertThat(result.answeredPerSecond()).isCloseTo(8_000, within(8.0));
    }

    @Test
    void shouldFailWhenTheClusterStopsAnswering() {
        final LoadResult result = run(new SimulatedPort(500 * US, 1_000).stall(2 * SECOND, Long.MAX_VALUE), 16);

        assertThat(result.failure(0)).isEqualTo("commands left without an answer: count=16");
    }

    @Test
    void shouldCountAnswersOfTheWarmUpWhenAskedForCompleted() {
        final SimulatedPort port = new SimulatedPort(500 * US, 1_000);
        final LatencyTrack track = new LatencyTrack("closed", SECOND, 2 * SECOND, SECOND, 0);
        final ClosedLoop loop = new ClosedLoop(port, 1, port, WINDOW, track);

        loop.run();

        assertThat(loop.completed()).isCloseTo(6_000, within(2L));
        assertThat(track.total().getTotalCount()).isCloseTo(4_000, within(2L));
    }

    private static LoadResult run(final SimulatedPort port, final int concurrency) {
        final LatencyTrack track = new LatencyTrack("closed", SECOND, 2 * SECOND, SECOND, 0);
        return new ClosedLoop(port, concurrency, port, WINDOW, track).run();
    }
}
