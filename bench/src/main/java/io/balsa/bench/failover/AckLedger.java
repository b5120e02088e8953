package io.balsa.bench.failover;

import io.balsa.bench.load.CommandPort;
import java.util.BitSet;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Notes which commands were acknowledged, and when the first one was that went out after a crash.
 *
 * <p>Threading: as {@link CommandPort} says; {@link #onCrash} by any thread; the rest is read when the load is over.
 */
final class AckLedger implements CommandPort, CommandPort.AnswerHandler {
    private static final long NOT_YET = Long.MAX_VALUE;

    private final CommandPort port;
    private final NanoClock clock;
    private final BitSet acknowledged = new BitSet();
    private volatile long crashNs = NOT_YET;
    private long firstTagAfterCrash = NOT_YET;
    private long firstAckAfterCrashNs = NOT_YET;
    private long unknown;
    private @Nullable AnswerHandler handler;

    AckLedger(final CommandPort port, final NanoClock clock) {
        this.port = port;
        this.clock = clock;
    }

    /** Tells that the leader is gone since this time: whatever is sent from now on cannot be answered by it. */
    void onCrash(final long nowNs) {
        crashNs = nowNs;
    }

    @Override
    public boolean offer(final long tag) {
        // Read the clock first: a command that was on its way before the crash must not count as sent after it.
        final boolean afterCrash = clock.nanoTime() >= crashNs;
        final boolean taken = port.offer(tag);
        if (taken && afterCrash && firstTagAfterCrash == NOT_YET) {
            firstTagAfterCrash = tag;
        }
        return taken;
    }

    @Override
    public void poll(final AnswerHandler answers, final long maxWaitNs) {
        handler = answers;
        port.poll(this, maxWaitNs);
    }

    @Override
    public void wakeup() {
        port.wakeup();
    }

    @Override
    public void onAnswer(final long tag, final @Nullable String failure) {
        if (failure == null) {
            acknowledged.set((int) tag);
            if (tag >= firstTagAfterCrash && firstAckAfterCrashNs == NOT_YET) {
                firstAckAfterCrashNs = clock.nanoTime();
            }
        } else {
            unknown++;
        }
        final AnswerHandler answers = handler;
        if (answers != null) {
            answers.onAnswer(tag, failure);
        }
    }

    /** Returns the numbers of acknowledged commands. */
    BitSet acknowledged() {
        return acknowledged;
    }

    /** Returns how many commands ended without an acknowledgement. */
    long unknown() {
        return unknown;
    }

    /** Tells whether a command sent after the crash was acknowledged. */
    boolean hasRecovered() {
        return firstAckAfterCrashNs != NOT_YET;
    }

    /** Returns when the first command sent after the crash was acknowledged; only if {@link #hasRecovered}. */
    long firstAckAfterCrashNs() {
        return firstAckAfterCrashNs;
    }
}
