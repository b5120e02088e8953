package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TickSourceTest {
    private static final long TICK_NS = 10;

    @Test
    void shouldTickOncePerPeriodWhenTimePassesEvenly() {
        final TickSource ticks = new TickSource(TICK_NS, 100);
        int count = 0;

        for (long now = 100; now < 200; now++) {
            count += ticks.take(now) ? 1 : 0;
        }

        assertThat(count).isEqualTo(9);
    }

    @Test
    void shouldKeepThePaceWhenItIsAskedALittleLate() {
        final TickSource ticks = new TickSource(TICK_NS, 0);

        assertThat(ticks.take(13)).isTrue();
        assertThat(ticks.untilNextNs(13)).isEqualTo(7);
        assertThat(ticks.take(19)).isFalse();
        assertThat(ticks.take(20)).isTrue();
    }

    @Test
    void shouldTickOnceWhenTheProcessWasPaused() {
        final TickSource ticks = new TickSource(TICK_NS, 0);

        assertThat(ticks.take(1_000_000)).isTrue();
        assertThat(ticks.take(1_000_001)).isFalse();
        assertThat(ticks.untilNextNs(1_000_000)).isEqualTo(TICK_NS);
    }

    @Test
    void shouldTickWhenTheClockWrapsAround() {
        final TickSource ticks = new TickSource(TICK_NS, Long.MAX_VALUE - 3);

        assertThat(ticks.take(Long.MAX_VALUE)).isFalse();
        assertThat(ticks.take(Long.MIN_VALUE + 6)).isTrue();
    }
}
