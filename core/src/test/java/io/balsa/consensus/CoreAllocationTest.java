package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Allocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Steady state of a group of three allocates nothing: stable leader, stable membership, no snapshot under way. Windows by
 * bytes, bytes uncommitted, and the lease are switched on.
 */
class CoreAllocationTest {
    private static final int OPERATIONS = 20_000;

    private final DirectGroup group = new DirectGroup(3);

    @BeforeEach
    void electLeader() {
        group.elect(1);
    }

    @Test
    void shouldAllocateNothingWhenEntriesAreProposedReplicatedAndCommitted() throws Exception {
        assertAllocatesNothing(() -> {
            final long index = group.leader().propose(1, 100);
            group.exchange();
            check(group.applied(1) == index, "applied on the leader");
        });
        check(group.applied(2) > OPERATIONS && group.applied(3) > OPERATIONS, "applied on the followers");
    }

    @Test
    void shouldAllocateNothingWhenManyEntriesAreProposedAtOnce() throws Exception {
        assertAllocatesNothing(() -> {
            for (int i = 0; i < 8; i++) {
                check(group.leader().propose(32, 3200) > 0, "taken");
            }
            group.exchange();
            check(group.applied(1) == group.leader().lastIndex(), "applied on the leader");
        });
    }

    @Test
    void shouldAllocateNothingWhenProposalsAreRefused() throws Exception {
        final long bytes = group.leader().status().config().maxUncommittedBytes();
        group.leader().propose(1, bytes);

        assertAllocatesNothing(
                () -> check(group.leader().propose(1, 1) == Refusal.BACK_PRESSURED, "refused for its bytes"));
    }

    @Test
    void shouldAllocateNothingWhenTimePasses() throws Exception {
        assertAllocatesNothing(() -> {
            group.tick();
            group.exchange();
        });
        check(group.leader().isLeader(), "it still leads");
    }

    @Test
    void shouldAllocateNothingWhenReadsAreConfirmedByRounds() throws Exception {
        assertAllocatesNothing(() -> {
            final long readId = group.leader().requestRead();
            group.exchange();
            check(group.readReady(1) == readId, "ready");
        });
    }

    @Test
    void shouldAllocateNothingWhenReadsAreConfirmedByLease() throws Exception {
        group.tick();
        group.exchange();

        assertAllocatesNothing(() -> {
            check(group.leader().status().holdsLease(group.nowNs()), "it holds a lease");
            final long readId = group.leader().requestLeaseRead(group.nowNs());
            group.drain(1);
            check(group.readReady(1) == readId, "ready");
        });
    }

    @Test
    void shouldAllocateNothingWhenFollowersRead() throws Exception {
        assertAllocatesNothing(() -> {
            final long readId = group.node(2).requestRead();
            group.exchange();
            check(group.readReady(2) == readId, "ready");
        });
    }

    private static void assertAllocatesNothing(final Runnable operation) throws Exception {
        final long bytes = Allocation.leastBytesPerRound(() -> {
            for (int i = 0; i < OPERATIONS; i++) {
                operation.run();
            }
        });
        assertThat(bytes).isZero();
    }

    private static void check(final boolean holds, final String what) {
        if (!holds) {
            throw new AssertionError("expected: " + what);
        }
    }
}
