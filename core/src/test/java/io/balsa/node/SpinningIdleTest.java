package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;

class SpinningIdleTest {
    private static final long SPIN_NS = 50;

    private final CountingSleep sleep = new CountingSleep();
    private long nowNs = 1_000;

    @Test
    void shouldSleepAtOnceWhenItIsNotToSpin() {
        final IdleStrategy idle = new SpinningIdle(() -> nowNs, 0, sleep);

        idle.idle(0);

        assertThat(sleep.sleeps).isEqualTo(1);
    }

    @Test
    void shouldSpinUntilTheTimeIsOverWhenThereIsNoWork() {
        final IdleStrategy idle = new SpinningIdle(() -> nowNs, SPIN_NS, sleep);

        idle.idle(0);
        nowNs += SPIN_NS - 1;
        idle.idle(0);
        assertThat(sleep.sleeps).isZero();

        nowNs += 1;
        idle.idle(0);
        assertThat(sleep.sleeps).isEqualTo(1);
    }

    @Test
    void shouldSleepAgainWhenASleepBroughtNoWork() {
        final IdleStrategy idle = new SpinningIdle(() -> nowNs, SPIN_NS, sleep);
        idle.idle(0);
        nowNs += SPIN_NS;

        idle.idle(0);
        idle.idle(0);

        assertThat(sleep.sleeps).isEqualTo(2);
    }

    @Test
    void shouldSpinAnewWhenThereWasWork() {
        final IdleStrategy idle = new SpinningIdle(() -> nowNs, SPIN_NS, sleep);
        idle.idle(0);
        nowNs += SPIN_NS;
        idle.idle(0);

        idle.idle(1);
        idle.idle(0);

        assertThat(sleep.sleeps).isEqualTo(1);
    }

    private static final class CountingSleep implements IdleStrategy {
        private int sleeps;

        @Override
        public void idle(final int workCount) {
            throw new AssertionError("the caller knows that there is no work");
        }

        @Override
        public void idle() {
            sleeps++;
        }

        @Override
        public void reset() {
            // Nothing is kept.
        }

        @Override
        public String alias() {
            return "counting";
        }
    }
}
