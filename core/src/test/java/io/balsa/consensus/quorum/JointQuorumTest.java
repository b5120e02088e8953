package io.balsa.consensus.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import io.balsa.testing.Allocation;
import io.balsa.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JointQuorumTest {
    private static final int[] NONE = {};

    @Test
    void shouldIgnoreLearnersWhenTheyAreAhead() {
        final Membership membership = Membership.of(new int[] {1, 3, 5}, NONE, new int[] {2, 4}, NONE, false);
        final long[] match = {7, 100, 6, 100, 0};

        assertThat(JointQuorum.committedIndex(membership, match, new long[5])).isEqualTo(6);
        assertThat(JointQuorum.vote(membership, 0b01010, 0)).isEqualTo(VoteResult.PENDING);
        assertThat(JointQuorum.vote(membership, 0b00101, 0)).isEqualTo(VoteResult.WON);
    }

    @Test
    void shouldNeedBothHalvesWhenJoint() {
        final Membership membership = Membership.of(new int[] {1, 2, 3}, new int[] {3, 4, 5}, NONE, NONE, true);

        assertThat(JointQuorum.committedIndex(membership, new long[] {9, 9, 9, 4, 3}, new long[5]))
                .isEqualTo(4);
        assertThat(JointQuorum.vote(membership, 0b00111, 0)).isEqualTo(VoteResult.PENDING);
        assertThat(JointQuorum.vote(membership, 0b01110, 0)).isEqualTo(VoteResult.WON);
        assertThat(JointQuorum.vote(membership, 0b00111, 0b11000)).isEqualTo(VoteResult.LOST);
    }

    @Test
    void shouldLeaveMatchesAsTheyAreWhenSizeIsSorted() {
        final long[] match = {4, 3, 2, 1};

        assertThat(JointQuorum.committedIndex(Membership.ofVoters(1, 2, 3, 4), match, new long[4]))
                .isEqualTo(2);
        assertThat(match).containsExactly(4, 3, 2, 1);
    }

    @Test
    void shouldEqualModelWhenMembershipIsRandom() {
        Seeds.forEach(JointQuorumTest.class, 2_000, seed -> {
            final Random random = new Random(seed);
            final int[] voters = subset(random);
            final int[] outgoing = random.nextBoolean() ? NONE : subset(random);
            final Membership membership = Membership.of(voters, outgoing, NONE, NONE, false);
            final long[] match = random.longs(membership.memberCount(), 0, 6).toArray();
            final long granted = random.nextLong();
            final long rejected = ~granted & random.nextLong();

            assertThat(JointQuorum.committedIndex(membership, match, new long[match.length]))
                    .as("%s match=%s", membership, Arrays.toString(match))
                    .isEqualTo(modelIndex(membership, voters, outgoing, match));
            assertThat(JointQuorum.vote(membership, granted, rejected))
                    .as("%s granted=%x rejected=%x", membership, granted, rejected)
                    .isEqualTo(modelVote(membership, voters, outgoing, granted, rejected));
        });
    }

    @Test
    void shouldAllocateNothingWhenAskedOften() throws Exception {
        final Membership membership =
                Membership.of(new int[] {1, 2, 3, 4}, new int[] {3, 4, 5, 6, 7}, NONE, NONE, false);
        final long[] match = {1, 7, 3, 6, 2, 5, 4};
        final long[] scratch = new long[match.length];
        final long[] sum = new long[1];

        final long leastBytes = Allocation.leastBytesPerRound(() -> {
            for (int i = 0; i < 100_000; i++) {
                match[i % match.length] = i;
                sum[0] += JointQuorum.committedIndex(membership, match, scratch);
                sum[0] += JointQuorum.vote(membership, i, ~i).ordinal();
            }
        });

        assertThat(leastBytes).isZero();
        assertThat(sum[0]).isPositive();
    }

    private static int[] subset(final Random random) {
        return random.ints(1 + random.nextInt(9), 1, 12).distinct().toArray();
    }

    /** The definition: the highest index such that in each half more than half have it; indexes are 0 to 5. */
    private static long modelIndex(
            final Membership membership, final int[] voters, final int[] outgoing, final long[] match) {
        for (long index = 5; index > 0; index--) {
            long having = 0;
            for (int slot = 0; slot < match.length; slot++) {
                having |= match[slot] >= index ? 1L << slot : 0;
            }
            if (isQuorum(membership, voters, having) && isQuorum(membership, outgoing, having)) {
                return index;
            }
        }
        return 0;
    }

    /** Won: granted as it stands. Lost: not won even if everyone else grants. */
    private static VoteResult modelVote(
            final Membership membership,
            final int[] voters,
            final int[] outgoing,
            final long granted,
            final long rejected) {
        if (isQuorum(membership, voters, granted) && isQuorum(membership, outgoing, granted)) {
            return VoteResult.WON;
        }
        final boolean canBeWon = isQuorum(membership, voters, ~rejected) && isQuorum(membership, outgoing, ~rejected);
        return canBeWon ? VoteResult.PENDING : VoteResult.LOST;
    }

    private static boolean isQuorum(final Membership membership, final int[] half, final long slots) {
        final long count = Arrays.stream(half)
                .filter(id -> (slots >>> membership.slotOf(id) & 1) != 0)
                .count();
        return half.length == 0 || 2 * count > half.length;
    }
}
