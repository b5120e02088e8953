package io.balsa.node;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Parks a thread until it is woken: for one that mostly has nothing to do, and must not burn a core meanwhile.
 *
 * <p>Thread protocol. Assumptions: one thread idles with it; any thread publishes work first and calls {@link #wake} after. Guarantee:
 * the idle thread looks for work once more after every wake, because it announces itself before it looks at the signal, and the
 * signal is set before the announcement is looked at.
 */
final class ParkingIdle implements IdleStrategy {
    private static final long LONG_NS = 100_000_000L;
    private static final long SHORT_NS = 1_000_000L;

    private final BooleanSupplier waitsForTime;
    private volatile boolean signalled;
    private volatile @Nullable Thread parked;

    /** @param waitsForTime whether time alone may bring work: then the thread looks every millisecond */
    ParkingIdle(final BooleanSupplier waitsForTime) {
        this.waitsForTime = waitsForTime;
    }

    void wake() {
        signalled = true;
        final Thread thread = parked;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void idle(final int workCount) {
        if (workCount == 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        parked = Thread.currentThread();
        if (!signalled) {
            LockSupport.parkNanos(this, waitsForTime.getAsBoolean() ? SHORT_NS : LONG_NS);
        }
        parked = null;
        signalled = false;
    }

    @Override
    public void reset() {
        // Nothing is kept from one idle period to the next.
    }

    @Override
    public String alias() {
        return "park-until-woken";
    }
}
