package io.balsa.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.balsa.bench.stats.LatencyTrack;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final long US = 1_000;
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final int RATE = 1_000;
    private static final LoadWindow WINDOW = LoadWindow.of(0, SECOND, 10 * SECOND, SECOND);

    @Test
    void shouldRecordEveryCommandOnceWhenTheClusterKeepsUp() {
        final LoadResult result = run(new SimulatedPort(100 * US, 1_000), RATE);

        assertThat(result.failure(RATE)).isNull();
        assertThat(result.intended()).isEqualTo(10 * RATE);
        assertThat(result.response().total().getTotalCount()).isEqualTo(10 * RATE);
        assertThat(result.response().total().getMaxValue()).isLessThan(102 * US);
        assertThat(result.answeredPerSecond()).isCloseTo(RATE, within(1.0));
    }

    @Test
    void shouldShowAStallInEveryCommandThatFellDueInItWhenTheWindowIsClosed() {
        // Two seconds of ten stand still and one command may be outstanding: a closed loop would see a single slow one.
        final SimulatedPort port = new SimulatedPort(100 * US, 1).stall(4 * SECOND, 6 * SECOND);

        final Histogram response = run(port, RATE).response().total();

        final double slow = 100 - response.getPercentileAtOrBelowValue(MS);
        assertThat(slow).as("share of commands that waited, percent").isBetween(19.0, 25.0);
        assertThat(response.getValueAtPercentile(90)).isCloseTo(SECOND, within(200 * MS));
        assertThat(response.getMaxValue()).isCloseTo(2 * SECOND, within(10 * MS));
    }

    @Test
    void shouldTellWaitingFromServiceWhenCommandsQueueBehindAStall() {
        final SimulatedPort port = new SimulatedPort(100 * US, 1).stall(4 * SECOND, 6 * SECOND);

        final LoadResult result = run(port, RATE);

        assertThat(result.service().total().getValueAtPercentile(99)).isLessThan(MS);
        assertThat(result.response().total().getValueAtPercentile(90)).isGreaterThan(500 * MS);
    }

    @Test
    void shouldShowAStallOfTheGeneratorWhenItWakesLate() {
        final SimulatedPort port = new SimulatedPort(100 * US, 1_000);
        final CommandPort sleepy = new CommandPort() {
            private boolean slept;

            @Override
            public boolean offer(final long tag) {
                return port.offer(tag);
            }

            @Override
            public void poll(final AnswerHandler handler, final long maxWaitNs) {
                final boolean oversleep = !slept && port.nanoTime() > 5 * SECOND;
                slept |= oversleep;
                port.poll((tag, failure) -> handler.onAnswer(tag, failure), maxWaitNs);
                while (oversleep && port.nanoTime() < 6 * SECOND) {
                    port.poll((tag, failure) -> handler.onAnswer(tag, failure), SECOND);
                }
            }

            @Override
            public void wakeup() {
                port.wakeup();
            }
        };

        final Histogram response = run(sleepy, port, RATE, WINDOW).response().total();

        assertThat(100 - response.getPercentileAtOrBelowValue(MS)).isBetween(9.0, 11.0);
    }

    @Test
    void shouldFailWhenTheRateIsMissed() {
        final SimulatedPort port = new SimulatedPort(100 * US, 100_000).spacing(2 * MS);
        final LoadWindow patient = LoadWindow.of(0, SECOND, 10 * SECOND, 60 * SECOND);

        final LoadResult result = run(port, port, RATE, patient);

        assertThat(result.unanswered()).isZero();
        assertThat(result.failure(RATE)).startsWith("rate missed: intended=1,000/s, achieved=");
        assertThat(result.answeredPerSecond()).isLessThan(0.6 * RATE);
    }

    @Test
    void shouldPassOnlyWhenNinetyNinePercentAreAnsweredInTime() {
        final LatencyTrack track = new LatencyTrack("any", 0, SECOND, SECOND, 0);

        assertThat(new LoadResult(1_000, 990, 0, 0, null, 1, track, track).failure(RATE))
                .isNull();
        assertThat(new LoadResult(1_000, 989, 0, 0, null, 1, track, track).failure(RATE))
                .isEqualTo("rate missed: intended=1,000/s, achieved=989/s");
    }

    @Test
    void shouldTellTheRateThatFellDueWhenArrivalsWereMoreThanTheirMean() {
        final LatencyTrack track = new LatencyTrack("any", 0, SECOND, SECOND, 0);

        assertThat(new LoadResult(1_050, 1_020, 0, 0, null, 1, track, track).failure(RATE))
                .isEqualTo("rate missed: intended=1,050/s, achieved=1,020/s");
    }

    @Test
    void shouldFailWhenCommandsStayUnanswered() {
        final SimulatedPort port = new SimulatedPort(100 * US, 1_000).stall(10 * SECOND + 990 * MS, Long.MAX_VALUE);

        final LoadResult result = run(port, RATE);

        assertThat(result.unanswered()).isEqualTo(10);
        assertThat(result.failure(RATE)).isEqualTo("commands left without an answer: count=10");
    }

    @Test
    void shouldFailWhenCommandsAreRefused() {
        final LoadResult result = run(new SimulatedPort(100 * US, 1_000).failing(5_000), RATE);

        assertThat(result.failure(RATE)).isEqualTo("commands failed: count=1, first=TOO_LARGE");
    }

    @Test
    void shouldLeaveTheWarmUpOutWhenMeasuring() {
        final SimulatedPort port = new SimulatedPort(100 * US, 1_000).stall(100 * MS, 900 * MS);

        final LoadResult result = run(port, RATE);

        assertThat(result.response().total().getMaxValue()).isLessThan(MS);
        assertThat(result.response().total().getTotalCount()).isEqualTo(10 * RATE);
    }

    @Test
    void shouldCountFromTheIntendedTimeWhenArrivalsArePoisson() {
        final Arrivals arrivals = Arrivals.poisson(RATE, 7);
        final SimulatedPort port = new SimulatedPort(100 * US, 1_000);

        final LoadResult result = run(port, port, arrivals, WINDOW);

        assertThat(result.intended()).isEqualTo(dueWithin(arrivals, WINDOW.measureFromNs(), WINDOW.endNs()));
        assertThat(result.response().total().getTotalCount()).isEqualTo(result.intended());
        assertThat(result.response().total().getMaxValue()).isLessThan(102 * US);
    }

    @Test
    void shouldLetEveryCommandCarryTheStallItFellDueInWhenArrivalsArePoisson() {
        final Arrivals arrivals = Arrivals.poisson(RATE, 7);
        final SimulatedPort port = new SimulatedPort(100 * US, 1_000_000).stall(4 * SECOND, 6 * SECOND);

        final LoadResult result = run(port, port, arrivals, WINDOW);

        // The stall holds answers back: whatever falls due in it waits until its end, the first for two seconds, the
        // last for nothing.
        final Histogram response = result.response().total();
        final long inStall = dueWithin(arrivals, 4 * SECOND, 6 * SECOND - MS);
        final long waited = response.getTotalCount() - response.getCountBetweenValues(0, MS);
        assertThat(waited).isCloseTo(inStall, within(3L));
        assertThat(response.getMaxValue()).isCloseTo(2 * SECOND, within(10 * MS));
        assertThat(result.failure(RATE)).isNull();
    }

    @Test
    void shouldCountWhatNeverWentOutAsIntendedAndUnansweredWhenTheClusterHangs() {
        final Arrivals arrivals = Arrivals.poisson(RATE, 7);
        final SimulatedPort port = new SimulatedPort(100 * US, 1).stall(6 * SECOND, Long.MAX_VALUE);

        final LoadResult result = run(port, port, arrivals, WINDOW);

        assertThat(result.intended()).isEqualTo(dueWithin(arrivals, WINDOW.measureFromNs(), WINDOW.endNs()));
        assertThat(result.unanswered()).isCloseTo(dueWithin(arrivals, 6 * SECOND, WINDOW.endNs()), within(3L));
    }

    private static long dueWithin(final Arrivals arrivals, final long fromNs, final long untilNs) {
        final ArrivalTimes times = arrivals.times(0);
        long count = 0;
        for (long dueNs = times.nextNs(); dueNs < untilNs; dueNs = times.nextNs()) {
            count += dueNs >= fromNs ? 1 : 0;
        }
        return count;
    }

    private static LoadResult run(final SimulatedPort port, final int rate) {
        return run(port, port, rate, WINDOW);
    }

    private static LoadResult run(
            final CommandPort port, final SimulatedPort clock, final int rate, final LoadWindow window) {
        return run(port, clock, Arrivals.constant(rate), window);
    }

    private static LoadResult run(
            final CommandPort port, final SimulatedPort clock, final Arrivals arrivals, final LoadWindow window) {
        final LatencyTrack response =
                new LatencyTrack("response", window.measureFromNs(), window.measuredNs(), SECOND, 0);
        final LatencyTrack service =
                new LatencyTrack("service", window.measureFromNs(), window.measuredNs(), SECOND, 0);
        return new OpenLoop(port, arrivals, clock, window, response, service).run();
    }
}
