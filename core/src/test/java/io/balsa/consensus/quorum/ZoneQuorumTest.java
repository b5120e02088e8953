package io.balsa.consensus.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The highest index that voters of two zones hold. */
class ZoneQuorumTest {
    private static final long ANY = Long.MAX_VALUE;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "any",
            value = {
                // zones | match indexes | committed
                "1 1 2     | 7 6 5     | 5",
                "1 1 2     | 5 6 7     | 6",
                "1 2 2     | 5 6 7     | 5",
                "1 2 3     | 5 6 7     | 6",
                "1 2 3     | 7 6 5     | 6",
                "1 2 3     | 6 7 5     | 6",
                "1 2 1 2   | 5 7 6 8   | 6",
                "1 2 1 2   | 5 7 9 8   | 8",
                "1 2       | 7 7       | 7",
                "1 2       | 0 9       | 0",
                "2 1       | 0 9       | 0",
                "1 1 1     | 7 6 5     | any",
                "0 0 0     | 7 6 5     | any",
                "1 0 0     | 7 6 5     | any",
                "1 0 2     | 7 9 5     | 5",
                "0 1 2     | 9 7 5     | 5",
                "7         | 5         | any",
            })
    void shouldBeTheSecondBestZoneWhenVotersHoldSoMuch(final String zones, final String matches, final Long committed) {
        final long[] match = longs(matches);
        final Membership membership =
                Membership.ofVoters(IntStream.rangeClosed(1, match.length).toArray());

        assertThat(ZoneQuorum.committedIndex(membership, match, ints(zones)))
                .isEqualTo(committed == null ? ANY : committed);
    }

    @Test
    void shouldAskForTwoZonesInEachHalfWhenMembershipIsJoint() {
        final Membership joint = Membership.of(new int[] {1, 2}, new int[] {3, 4}, new int[0], new int[0], false);

        assertThat(ZoneQuorum.committedIndex(joint, new long[] {9, 8, 7, 6}, new int[] {1, 2, 1, 2}))
                .isEqualTo(6);
        assertThat(ZoneQuorum.committedIndex(joint, new long[] {5, 8, 7, 6}, new int[] {1, 2, 1, 2}))
                .isEqualTo(5);
        assertThat(ZoneQuorum.committedIndex(joint, new long[] {9, 8, 7, 6}, new int[] {1, 2, 1, 1}))
                .as("the outgoing half has one zone only")
                .isEqualTo(8);
    }

    @Test
    void shouldIgnoreLearnersWhenTheyHoldMore() {
        final Membership membership = Membership.of(new int[] {1, 2}, new int[0], new int[] {3}, new int[0], false);

        assertThat(ZoneQuorum.committedIndex(membership, new long[] {5, 4, 9}, new int[] {1, 2, 3}))
                .isEqualTo(4);
    }

    /** Beside the table: against the definition, over many random cases. */
    @Test
    void shouldAgreeWithItsDefinitionWhenCasesAreRandom() {
        final Random random = new Random(42);
        for (int round = 0; round < 5000; round++) {
            final int voters = 1 + random.nextInt(7);
            final long[] match = random.longs(voters, 0, 6).toArray();
            final int[] zones = random.ints(voters, 0, 4).toArray();
            final Membership membership =
                    Membership.ofVoters(IntStream.rangeClosed(1, voters).toArray());

            assertThat(ZoneQuorum.committedIndex(membership, match, zones))
                    .as("match=%s zones=%s", Arrays.toString(match), Arrays.toString(zones))
                    .isEqualTo(byDefinition(match, zones));
        }
    }

    private static long byDefinition(final long[] match, final int[] zones) {
        final long[] best = IntStream.rangeClosed(1, 3)
                .mapToLong(zone -> IntStream.range(0, match.length)
                        .filter(i -> zones[i] == zone)
                        .mapToLong(i -> match[i])
                        .max()
                        .orElse(-1))
                .filter(value -> value >= 0)
                .sorted()
                .toArray();
        return best.length < 2 ? ANY : best[best.length - 2];
    }

    private static long[] longs(final String values) {
        return Stream.of(values.trim().split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static int[] ints(final String values) {
        return Stream.of(values.trim().split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
