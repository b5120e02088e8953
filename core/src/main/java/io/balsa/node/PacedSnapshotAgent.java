package io.balsa.node;

import io.balsa.statemachine.SnapshotAgent;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Lets snapshots be written no faster than told: the log, whose syncs clients wait for, shares the disk and its caches with them.
 *
 * <p>Threading: the snapshot thread.
 */
final class PacedSnapshotAgent implements Agent {
    private final SnapshotAgent writer;
    private final NanoClock clock;
    private final double nsPerByte;
    private long dueNs;

    PacedSnapshotAgent(final SnapshotAgent writer, final NanoClock clock, final long bytesPerSecond) {
        this.writer = writer;
        this.clock = clock;
        nsPerByte = (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        dueNs = clock.nanoTime();
    }

    @Override
    public String roleName() {
        return writer.roleName();
    }

    @Override
    public int doWork() {
        final long nowNs = clock.nanoTime();
        if (nowNs < dueNs) {
            return 0;
        }
        final long before = writer.writtenBytes();
        final int work = writer.doWork();
        final long written = Math.max(0, writer.writtenBytes() - before);
        // What was not used of the time before is not made up for: a pause makes no burst.
        dueNs = nowNs + (long) (written * nsPerByte);
        return work;
    }

    /** Tells whether it waits for its time. */
    boolean isWaiting() {
        return writer.writtenBytes() > 0;
    }

    @Override
    public void onClose() {
        writer.onClose();
    }
}
