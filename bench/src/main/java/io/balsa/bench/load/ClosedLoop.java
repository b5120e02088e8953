package io.balsa.bench.load;

import io.balsa.bench.stats.LatencyTrack;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a fixed number of commands outstanding.
 *
 * <p>Threading: {@link #run} on one thread; {@link #completed} may be read by any. Nothing is allocated while it runs.
 */
public final class ClosedLoop implements LoadGenerator, CommandPort.AnswerHandler {
    private static final long MAX_WAIT_NS = 10_000_000;

    private final CommandPort port;
    private final int concurrency;
    private final NanoClock clock;
    private final LoadWindow window;
    private final LatencyTrack latencies;
    private final SendTimes sendTimes = new SendTimes();
    private final AtomicLong completed = new AtomicLong();
    private long nextTag;
    private long sentInWindow;
    private long answeredInWindow;
    private long refused;
    private @Nullable String firstRefusal;

    /**
     * Makes a loop.
     *
     * @param concurrency commands outstanding, at least 1
     * @param latencies takes the latencies of commands answered in the measured part
     */
    public ClosedLoop(
            final CommandPort port,
            final int concurrency,
            final NanoClock clock,
            final LoadWindow window,
            final LatencyTrack latencies) {
        this.port = port;
        this.concurrency = concurrency;
        this.clock = clock;
        this.window = window;
        this.latencies = latencies;
    }

    @Override
    public LoadResult run() {
        long nowNs = clock.nanoTime();
        while (nowNs < window.endNs()) {
            nowNs = sendUpTo(concurrency, nowNs);
            port.poll(this, Math.min(MAX_WAIT_NS, Math.max(0, window.endNs() - nowNs)));
            nowNs = clock.nanoTime();
        }
        while (sendTimes.outstanding() > 0 && nowNs < window.drainUntilNs()) {
            port.poll(this, Math.min(MAX_WAIT_NS, window.drainUntilNs() - nowNs));
            nowNs = clock.nanoTime();
        }
        return new LoadResult(
                sentInWindow,
                answeredInWindow,
                sendTimes.outstanding(),
                refused,
                firstRefusal,
                window.measuredNs() / 1e9,
                latencies,
                latencies);
    }

    @Override
    public long completed() {
        return completed.get();
    }

    private long sendUpTo(final int limit, final long fromNs) {
        long nowNs = fromNs;
        while (sendTimes.outstanding() < limit && sendTimes.hasRoom(nextTag)) {
            nowNs = clock.nanoTime();
            if (!port.offer(nextTag)) {
                break;
            }
            sendTimes.onSent(nextTag++, nowNs, nowNs);
            if (nowNs >= window.measureFromNs()) {
                sentInWindow++;
            }
        }
        return nowNs;
    }

    @Override
    public void onAnswer(final long tag, final @Nullable String failure) {
        final long nowNs = clock.nanoTime();
        final long sentNs = sendTimes.onAnswered(tag);
        if (failure != null) {
            refused++;
            firstRefusal = firstRefusal == null ? failure : firstRefusal;
        } else if (nowNs >= window.measureFromNs() && nowNs < window.endNs()) {
            latencies.record(nowNs, nowNs - sentNs);
            answeredInWindow++;
        }
        completed.lazySet(completed.getPlain() + 1);
    }
}
