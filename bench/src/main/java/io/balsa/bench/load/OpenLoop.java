package io.balsa.bench.load;

import io.balsa.bench.stats.LatencyTrack;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Sends at times that are fixed beforehand, whatever the answers do.
 *
 * <p>When a command goes out later than it was due, because the port took no more or this thread was not running, it keeps the time
 * at which it was due, and its response time counts from there. The service time counts from when it was handed to the port; what
 * lies between the two is waiting that a closed loop would have hidden.
 *
 * <p>Threading: {@link #run} on one thread; {@link #completed} may be read by any. Nothing is allocated while it runs.
 */
public final class OpenLoop implements LoadGenerator, CommandPort.AnswerHandler {
    private static final long MAX_WAIT_NS = 10_000_000;
    /** Answers are looked at after at most so many commands, however far behind the schedule is. */
    private static final int SEND_BATCH = 64;

    private final CommandPort port;
    private final NanoClock clock;
    private final LoadWindow window;
    private final LatencyTrack response;
    private final LatencyTrack service;
    private final ArrivalTimes arrivals;
    private final SendTimes sendTimes = new SendTimes();
    private final AtomicLong completed = new AtomicLong();
    private long nextTag;
    private long nextDueNs;
    private long intendedInWindow;
    private long answeredInWindow;
    private long refused;
    private @Nullable String firstRefusal;

    /**
     * Makes a loop.
     *
     * @param arrivals when commands are due
     * @param response takes latencies from the intended time of sending
     * @param service takes latencies from the actual time of sending
     */
    public OpenLoop(
            final CommandPort port,
            final Arrivals arrivals,
            final NanoClock clock,
            final LoadWindow window,
            final LatencyTrack response,
            final LatencyTrack service) {
        this.port = port;
        this.clock = clock;
        this.window = window;
        this.response = response;
        this.service = service;
        this.arrivals = arrivals.times(window.startNs());
        nextDueNs = this.arrivals.nextNs();
    }

    @Override
    public LoadResult run() {
        long nowNs = clock.nanoTime();
        while (nowNs < window.drainUntilNs() && (isMoreToSend() || sendTimes.outstanding() > 0)) {
            final boolean blocked = !sendDue(nowNs);
            port.poll(this, blocked ? MAX_WAIT_NS : waitNs(clock.nanoTime()));
            nowNs = clock.nanoTime();
        }
        final long unsent = skipUnsent();
        return new LoadResult(
                intendedInWindow,
                answeredInWindow,
                sendTimes.outstanding() + unsent,
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

    private boolean isMoreToSend() {
        return nextDueNs < window.endNs();
    }

    /** Sends what is due; false when the port takes no more for now. */
    private boolean sendDue(final long fromNs) {
        long nowNs = fromNs;
        for (int sent = 0; sent < SEND_BATCH && isMoreToSend() && nextDueNs <= nowNs; sent++) {
            if (!sendTimes.hasRoom(nextTag) || !port.offer(nextTag)) {
                return false;
            }
            sendTimes.onSent(nextTag++, nextDueNs, nowNs);
            toNextDue();
            nowNs = clock.nanoTime();
        }
        return true;
    }

    /** What fell due but never went out was intended all the same. */
    private long skipUnsent() {
        long unsent = 0;
        while (isMoreToSend()) {
            toNextDue();
            unsent++;
        }
        return unsent;
    }

    private void toNextDue() {
        if (nextDueNs >= window.measureFromNs()) {
            intendedInWindow++;
        }
        nextDueNs = arrivals.nextNs();
    }

    private long waitNs(final long nowNs) {
        final long untilNs = isMoreToSend() ? nextDueNs : window.drainUntilNs();
        return Math.max(0, Math.min(MAX_WAIT_NS, untilNs - nowNs));
    }

    @Override
    public void onAnswer(final long tag, final @Nullable String failure) {
        final long nowNs = clock.nanoTime();
        final long sentNs = sendTimes.onAnswered(tag);
        final long dueNs = sendTimes.dueNs(tag);
        if (failure != null) {
            refused++;
            firstRefusal = firstRefusal == null ? failure : firstRefusal;
        } else if (dueNs >= window.measureFromNs()) {
            response.record(nowNs, nowNs - dueNs);
            service.record(nowNs, nowNs - sentNs);
            if (nowNs < window.endNs()) {
                answeredInWindow++;
            }
        }
        completed.lazySet(completed.getPlain() + 1);
    }
}
