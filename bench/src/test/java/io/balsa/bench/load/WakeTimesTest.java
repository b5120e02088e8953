package io.balsa.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WakeTimesTest {
    private static final long US = 1_000;
    private static final long PERIOD = 50 * US;

    @Test
    void shouldWakeAtEachArrivalWhenTheyAreFarApart() {
        final WakeTimes times = new WakeTimes(at(0, 100, 300), PERIOD);

        assertThat(times.nextNs()).isZero();
        times.onWoken(3 * US);
        assertThat(times.nextNs()).isEqualTo(100 * US);
        times.onWoken(100 * US);
        assertThat(times.nextNs()).isEqualTo(300 * US);
    }

    @Test
    void shouldWakeForASecondOneAfterAPeriodWhenItFallsDueRightBehindTheFirst() {
        final WakeTimes times = new WakeTimes(at(100, 110, 5_000), PERIOD);

        times.onWoken(101 * US);

        assertThat(times.nextNs()).isEqualTo(150 * US);
        times.onWoken(150 * US);
        assertThat(times.nextNs()).isEqualTo(5_000 * US);
    }

    @Test
    void shouldWakeOnceForAllWhenItOverslept() {
        final WakeTimes times = new WakeTimes(at(0, 100, 200, 300, 400, 500), PERIOD);

        times.onWoken(420 * US);

        assertThat(times.nextNs()).isEqualTo(500 * US);
    }

    private static ArrivalTimes at(final long... micros) {
        return new ArrivalTimes() {
            private int next;

            @Override
            public long nextNs() {
                return next < micros.length ? micros[next++] * US : Long.MAX_VALUE;
            }
        };
    }
}
