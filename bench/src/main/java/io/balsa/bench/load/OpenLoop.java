package io.balsa.bench.load;

import io.balsa.bench.stats.LatencyTrack;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Sends at a fixed rate, whatever the answers do.
 *
 * <p>Command {@code i} is due at {@code start + i / rate}. When it goes out later, because the port took no more or this thread
 * was not running, it keeps the time at which it was due, and its response time counts from there. The service time counts
 * from when it was handed to the port; what lies between the two is waiting that a closed loop would have hidden.
 *
 * <p>Threading: {@link #run} on one thread; {@link #completed} may be read by any. Nothing is allocated while it runs.
 */
public final class OpenLoop implements LoadGenerator, CommandPort.AnswerHandler {
    private static final long MAX_WAIT_NS = 10_000_000;
    /** Answers are looked at after at most so many commands, however far behind the schedule is. */
    private static final int SEND_BATCH = 64;

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final CommandPort port;
    private final int ratePerSecond;
    private final NanoClock clock;
    private final LoadWindow window;
    private final LatencyTrack response;
    private final LatencyTrack service;
    private final SendTimes sendTimes = new SendTimes();
    private final AtomicLong completed = new AtomicLong();
    private final long firstMeasuredTag;
    private final long endTag;
    private long nextTag;
    private long answeredInWindow;
    private long refused;
    private @Nullable String firstRefusal;

    /**
     * Makes a loop.
     *
     * @param ratePerSecond at least 1
     * @param response takes latencies from the intended time of sending
     * @param service takes latencies from the actual time of sending
     */
    public OpenLoop(
            final CommandPort port,
            final int ratePerSecond,
            final NanoClock clock,
            final LoadWindow window,
            final LatencyTrack response,
            final LatencyTrack service) {
        this.port = port;
        this.ratePerSecond = ratePerSecond;
        this.clock = clock;
        this.window = window;
        this.response = response;
        this.service = service;
        firstMeasuredTag = firstTagDueFrom(window.measureFromNs());
        endTag = firstTagDueFrom(window.endNs());
    }

    @Override
    public LoadResult run() {
        long nowNs = clock.nanoTime();
        while (nowNs < window.drainUntilNs() && (nextTag < endTag || sendTimes.outstanding() > 0)) {
            final boolean blocked = !sendDue(nowNs);
            port.poll(this, blocked ? MAX_WAIT_NS : waitNs(clock.nanoTime()));
            nowNs = clock.nanoTime();
        }
        return new LoadResult(
                endTag - firstMeasuredTag,
                answeredInWindow,
                sendTimes.outstanding() + (endTag - nextTag),
                refused,
                firstRefusal,
                window.measuredNs() / 1e9,
                response,
                service);
    }

    @Override
    public long completed() {
        return completed.get();
    }

    /** Returns when a command is due. */
    long dueNs(final long tag) {
        return window.startNs() + tag * NS_PER_SECOND / ratePerSecond;
    }

    private long firstTagDueFrom(final long timeNs) {
        return ((timeNs - window.startNs()) * ratePerSecond + NS_PER_SECOND - 1) / NS_PER_SECOND;
    }

    /** Sends what is due; false when the port takes no more for now. */
    private boolean sendDue(final long fromNs) {
        long nowNs = fromNs;
        for (int sent = 0; sent < SEND_BATCH && nextTag < endTag && dueNs(nextTag) <= nowNs; sent++) {
            if (!sendTimes.hasRoom(nextTag) || !port.offer(nextTag)) {
                return false;
            }
            sendTimes.onSent(nextTag++, nowNs);
            nowNs = clock.nanoTime();
        }
        return true;
    }

    private long waitNs(final long nowNs) {
        final long untilNs = nextTag < endTag ? dueNs(nextTag) : window.drainUntilNs();
        return Math.max(0, Math.min(MAX_WAIT_NS, untilNs - nowNs));
    }

    @Override
    public void onAnswer(final long tag, final @Nullable String failure) {
        final long nowNs = clock.nanoTime();
        final long sentNs = sendTimes.onAnswered(tag);
        if (failure != null) {
            refused++;
            firstRefusal = firstRefusal == null ? failure : firstRefusal;
        } else if (tag >= firstMeasuredTag) {
            response.record(nowNs, nowNs - dueNs(tag));
            service.record(nowNs, nowNs - sentNs);
            if (nowNs < window.endNs()) {
                answeredInWindow++;
            }
        }
        completed.lazySet(completed.getPlain() + 1);
    }
}
