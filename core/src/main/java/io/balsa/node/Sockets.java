package io.balsa.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one selector of a duty cycle: where it takes in what arrived, and where it waits when there is nothing to do.
 *
 * <p>Every key's attachment is a {@code Consumer<SelectionKey>} of whoever registered it.
 *
 * <p>Threading: one thread polls; any thread calls {@link #wakeUp}. Assumption: whoever hands work to the polling thread
 * publishes the work first and calls {@code wakeUp} after. Guarantee: then either the poll sees the flag down and the poller
 * checks for work before it waits again, or the selector is woken. The flag spares a system call for a thread that is awake.
 */
final class Sockets implements Arrivals, AutoCloseable {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Selector selector;
    private final Consumer<SelectionKey> dispatch = Sockets::dispatch;
    private volatile boolean waiting;

    Sockets() {
        try {
            selector = Selector.open();
        } catch (final IOException e) {
            throw new UncheckedIOException("no selector could be opened; is the limit of open files reached?", e);
        }
    }

    Selector selector() {
        return selector;
    }

    @Override
    public int poll() {
        try {
            return selector.selectNow(dispatch);
        } catch (final IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        }
    }

    @Override
    public void prepareToWait() {
        waiting = true;
    }

    /** Waits; the time-out is rounded up to milliseconds. */
    @Override
    public int await(final long timeoutNs) {
        try {
            return selector.select(dispatch, Math.max(1, (timeoutNs + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI));
        } catch (final IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        } finally {
            waiting = false;
        }
    }

    @Override
    public void cancelWait() {
        waiting = false;
    }

    @Override
    public void wakeUp() {
        if (waiting) {
            selector.wakeup();
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (final IOException e) {
            throw new UncheckedIOException("the selector could not be closed", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static void dispatch(final SelectionKey key) {
        ((Consumer<SelectionKey>) key.attachment()).accept(key);
    }
}
