package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes of proposals that are not committed. */
class UncommittedBytesTest {
    private final UncommittedBytes uncommitted = new UncommittedBytes();

    @Test
    void shouldFreeProposalsWhenTheyAreCommittedWhole() {
        uncommitted.add(3, 30);
        uncommitted.add(5, 20);

        uncommitted.onCommitted(2);
        assertThat(uncommitted.total()).isEqualTo(50);
        uncommitted.onCommitted(4);
        assertThat(uncommitted.total()).isEqualTo(20);
        uncommitted.onCommitted(5);

        assertThat(uncommitted.total()).isZero();
    }

    @Test
    void shouldForgetAllWhenCleared() {
        uncommitted.add(3, 30);

        uncommitted.clear();

        assertThat(uncommitted.total()).isZero();
        uncommitted.onCommitted(3);
        assertThat(uncommitted.total()).isZero();
    }

    /** More proposals than are told apart: freed together, never too early, and all of them in the end. */
    @Test
    void shouldNeverFreeTooEarlyWhenManyAreUnderWay() {
        final Random random = new Random(3);
        final long[] bytes = new long[2001];
        long last = 0;
        long committed = 0;
        for (int step = 0; step < 4000 && last < 2000; step++) {
            if (random.nextInt(16) > 0) {
                last++;
                bytes[(int) last] = random.nextInt(100);
                uncommitted.add(last, bytes[(int) last]);
            } else {
                committed += random.nextInt((int) Math.min(20, last - committed + 1));
                uncommitted.onCommitted(committed);
            }
            long notCommitted = 0;
            for (long index = committed + 1; index <= last; index++) {
                notCommitted += bytes[(int) index];
            }
            assertThat(uncommitted.total()).isGreaterThanOrEqualTo(notCommitted);
        }

        uncommitted.onCommitted(last);

        assertThat(uncommitted.total()).isZero();
    }

    @Test
    void shouldCountExactlyWhenFewAreUnderWay() {
        for (long index = 1; index <= 1000; index++) {
            uncommitted.onCommitted(index - 64);
            uncommitted.add(index, index);
            assertThat(uncommitted.total()).isEqualTo(sum(Math.max(1, index - 63), index));
        }
    }

    private static long sum(final long first, final long last) {
        return (first + last) * (last - first + 1) / 2;
    }
}
