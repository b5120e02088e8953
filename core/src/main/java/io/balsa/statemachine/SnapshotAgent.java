package io.balsa.statemachine;

import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotStore;
import io.balsa.snapshot.SnapshotWriter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Writes snapshots beside everything else, one at a time, a bounded piece per duty cycle.
 *
 * <p>Threading: {@link #offer}, {@link #isBusy} and {@link #poll} are called by one thread, the one that applies; the rest by the
 * thread that runs the agent, which waits for the disk and so is one of its own. A snapshot is handed over by a release and an
 * acquire, and its result comes back in the same way.
 *
 * <p>Errors: what the disk or the state's view throws ends that snapshot alone and is told by {@link #poll}; its file is deleted and
 * the one before stays the newest.
 */
public final class SnapshotAgent implements Agent {
    private final SnapshotStore store;
    private final Runnable onResult;
    private final AtomicReference<@Nullable AppliedSnapshot> offered = new AtomicReference<>();
    private final AtomicReference<@Nullable SnapshotResult> result = new AtomicReference<>();
    private volatile boolean closed;
    private boolean busy;

    private @Nullable AppliedSnapshot snapshot;
    private @Nullable SnapshotWriter writer;

    /**
     * Makes an idle agent.
     *
     * @param onResult wakes whoever polls; called by the agent's thread
     */
    public SnapshotAgent(final SnapshotStore store, final Runnable onResult) {
        this.store = store;
        this.onResult = onResult;
    }

    @Override
    public String roleName() {
        return "snapshot";
    }

    /** Tells whether a snapshot is being written, or its result waits to be polled. */
    public boolean isBusy() {
        return busy;
    }

    /** Hands over a snapshot, which the agent closes; whoever calls made sure that it is not {@link #isBusy busy}. */
    public void offer(final AppliedSnapshot taken) {
        if (busy) {
            throw new IllegalStateException("a snapshot is being written already: offered=" + taken.head());
        }
        busy = true;
        offered.setRelease(taken);
        if (closed) {
            closeOffered();
        }
    }

    /** Tells whether {@link #poll} has something to return. Any thread. */
    public boolean isEnded() {
        return result.getAcquire() != null;
    }

    /** Returns how the last snapshot ended, once; null when there is nothing new. */
    public @Nullable SnapshotResult poll() {
        final SnapshotResult ended = result.getAcquire();
        if (ended != null) {
            result.setRelease(null);
            busy = false;
        }
        return ended;
    }

    /** Returns the bytes of state written so far of the snapshot under way, 0 when there is none. The agent's thread. */
    public long writtenBytes() {
        final SnapshotWriter opened = writer;
        return opened == null ? 0 : opened.contentLength();
    }

    @Override
    public int doWork() {
        final AppliedSnapshot underWay = snapshot == null ? take() : snapshot;
        if (underWay == null) {
            return 0;
        }
        try {
            step(underWay);
        } catch (final IOException | RuntimeException e) {
            end(underWay, null, e);
        }
        return 1;
    }

    @Override
    public void onClose() {
        closed = true;
        closeOffered();
        final AppliedSnapshot underWay = snapshot;
        if (underWay != null) {
            end(underWay, null, new IllegalStateException("the node stopped while the snapshot was written"));
        }
    }

    private @Nullable AppliedSnapshot take() {
        snapshot = offered.getAndSet(null);
        return snapshot;
    }

    private void step(final AppliedSnapshot underWay) throws IOException {
        final SnapshotWriter opened = writer;
        if (opened == null) {
            begin(underWay);
        } else if (!underWay.write(opened)) {
            final SnapshotFile published = opened.publish();
            end(underWay, published, null);
        }
    }

    private void begin(final AppliedSnapshot underWay) throws IOException {
        final SnapshotFile newest = store.latest();
        if (newest != null && newest.head().index() >= underWay.head().index()) {
            // A newer one was received since this one was taken.
            end(underWay, newest, null);
        } else {
            writer = store.newWriter(underWay.head());
        }
    }

    private void end(final AppliedSnapshot ended, final @Nullable SnapshotFile file, final @Nullable Exception error) {
        final SnapshotWriter opened = writer;
        writer = null;
        snapshot = null;
        Exception told = error;
        try (ended) {
            if (opened != null) {
                opened.close();
            }
        } catch (final IOException | RuntimeException e) {
            if (told == null) {
                told = e;
            } else {
                told.addSuppressed(e);
            }
        }
        result.setRelease(new SnapshotResult(ended.head(), told == null ? file : null, told));
        onResult.run();
    }

    private void closeOffered() {
        final AppliedSnapshot late = offered.getAndSet(null);
        if (late != null) {
            late.close();
        }
    }
}
