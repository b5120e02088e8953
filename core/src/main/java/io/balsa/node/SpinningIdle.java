package io.balsa.node;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Lets a thread look for work again and again for a while before another strategy puts it to sleep: what comes in that time is taken
 * without the system's wake-up, which costs more than most work does.
 *
 * <p>The while counts from when there was work last. A sleep that ends without work is followed by the next one, so that a thread
 * nobody needs does not spin. Threading: one thread.
 */
final class SpinningIdle implements IdleStrategy {
    private final NanoClock clock;
    private final long spinNs;
    private final IdleStrategy sleep;
    private boolean idle;
    private long idleSinceNs;

    /**
     * Makes one whose thread has work at first.
     *
     * @param spinNs how long to look for work, 0 to sleep at once
     * @param sleep used after that
     */
    SpinningIdle(final NanoClock clock, final long spinNs, final IdleStrategy sleep) {
        this.clock = clock;
        this.spinNs = spinNs;
        this.sleep = sleep;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (spins()) {
            Thread.onSpinWait();
        } else {
            sleep.idle();
        }
    }

    private boolean spins() {
        if (spinNs == 0) {
            return false;
        }
        final long nowNs = clock.nanoTime();
        if (!idle) {
            idle = true;
            idleSinceNs = nowNs;
        }
        return nowNs - idleSinceNs < spinNs;
    }

    @Override
    public void reset() {
        idle = false;
        sleep.reset();
    }

    @Override
    public String alias() {
        return "spin-then-" + sleep.alias();
    }
}
