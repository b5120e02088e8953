package io.balsa.client;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/** Time that passes when the test says so. */
final class ManualClock implements NanoClock {
    private long nowNs = 1_000_000_000L;

    @Override
    public long nanoTime() {
        return nowNs;
    }

    void advanceMicros(final long micros) {
        nowNs += TimeUnit.MICROSECONDS.toNanos(micros);
    }

    void set(final long timeNs) {
        nowNs = timeNs;
    }

    void advanceMillis(final long millis) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
