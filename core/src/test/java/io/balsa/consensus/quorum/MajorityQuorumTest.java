package io.balsa.consensus.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MajorityQuorumTest {

    @Test
    void shouldTakeMoreThanHalfWhenSizeIsAsked() {
        assertThat(new int[] {
                    MajorityQuorum.size(1), MajorityQuorum.size(2), MajorityQuorum.size(3), MajorityQuorum.size(4)
                })
                .containsExactly(1, 2, 2, 3);
    }

    @Test
    void shouldAgreeToEverythingWhenThereAreNoVoters() {
        assertThat(MajorityQuorum.committedIndex(new long[0], 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(MajorityQuorum.vote(0, 0, 0)).isEqualTo(VoteResult.WON);
    }

    /** A network of minima and maxima that is right for all inputs of zeros and ones is right for all inputs. */
    @Test
    void shouldEqualModelWhenIndexesAreAnyZerosAndOnes() {
        for (int count = 1; count <= 12; count++) {
            for (int bits = 0; bits < 1 << count; bits++) {
                final long[] indexes = new long[count];
                for (int i = 0; i < count; i++) {
                    indexes[i] = ((long) bits >>> i) & 1;
                }
                assertEqualsModel(indexes, count);
            }
        }
    }

    @Test
    void shouldEqualModelWhenIndexesAreRandom() {
        Seeds.forEach(MajorityQuorumTest.class, 2_000, seed -> {
            final Random random = new Random(seed);
            final int count = 1 + random.nextInt(64);
            final int distinctValues = 1 + random.nextInt(100);
            final long base = random.nextBoolean() ? 0 : Long.MAX_VALUE - distinctValues;
            final long[] indexes =
                    random.longs(count + 3L, base, base + distinctValues).toArray();
            assertEqualsModel(indexes, count);
        });
    }

    @Test
    void shouldEqualModelWhenVotesAreAnyNumbers() {
        for (int voters = 1; voters <= 9; voters++) {
            for (int yes = 0; yes <= voters; yes++) {
                for (int no = 0; yes + no <= voters; no++) {
                    final boolean won = 2 * yes > voters;
                    final boolean canBeWon = 2 * (voters - no) > voters;
                    final VoteResult expected = won ? VoteResult.WON : canBeWon ? VoteResult.PENDING : VoteResult.LOST;
                    assertThat(MajorityQuorum.vote(yes, no, voters))
                            .as("yes=%d, no=%d, voters=%d", yes, no, voters)
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** The definition: the highest index that more than half of the voters have reached. */
    private static void assertEqualsModel(final long[] indexes, final int count) {
        final long expected = Arrays.stream(indexes, 0, count)
                .filter(candidate -> 2
                                * Arrays.stream(indexes, 0, count)
                                        .filter(index -> index >= candidate)
                                        .count()
                        > count)
                .max()
                .orElseThrow();
        final String given = Arrays.toString(indexes);
        assertThat(MajorityQuorum.committedIndex(indexes, count))
                .as("count=%d, indexes=%s", count, given)
                .isEqualTo(expected);
    }
}
