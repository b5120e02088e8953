package io.balsa.kv;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.agrona.concurrent.NanoClock;

/**
 * Tells how much was read, once a second, of what takes longer than two: whoever waits for gigabytes shall see that they move.
 *
 * <p>Threading: one owner.
 */
final class ReadingProgress implements LongConsumer {
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private final NanoClock clock;
    private final long startNs;
    private long nextNs;
    private long bytes;

    /** Begins to count. */
    ReadingProgress(final PrintWriter err, final NanoClock clock) {
        this.err = err;
        this.clock = clock;
        startNs = clock.nanoTime();
        nextNs = startNs + SILENCE_NS;
    }

    /** So many bytes more were read. */
    @Override
    public void accept(final long more) {
        bytes += more;
        final long nowNs = clock.nanoTime();
        if (nowNs - nextNs >= 0) {
            nextNs = nowNs + INTERVAL_NS;
            err.println("read " + megabytes(bytes) + " MB in " + TimeUnit.NANOSECONDS.toSeconds(nowNs - startNs)
                    + " s ...");
        }
    }

    private static String megabytes(final long count) {
        return String.format(Locale.ROOT, "%,.1f", count / 1e6);
    }
}
