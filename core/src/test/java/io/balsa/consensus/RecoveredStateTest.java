package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.membership.Membership;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node knows when it starts: Raft paper, figure 2, "State". */
class RecoveredStateTest {
    private static final Membership THREE = Membership.ofVoters(1, 2, 3);

    /** The log begins after 4 and ends with 7. */
    @ParameterizedTest
    @CsvSource({
        // commit, applied, allowed
        "4, 4, true",
        "7, 7, true",
        "7, 4, true",
        "6, 5, true",
        "7, 3, false",
        "8, 7, false",
        "5, 6, false",
    })
    void shouldTakeIndexesOnlyWhenTheyRiseFromBaseToLast(
            final long commitIndex, final long appliedIndex, final boolean allowed) {
        final TermTable terms = new TermTable(4, 1);
        terms.append(3, 2);

        if (allowed) {
            assertThat(new RecoveredState(THREE, 3, 0, terms, commitIndex, appliedIndex))
                    .isNotNull();
        } else {
            assertThatThrownBy(() -> new RecoveredState(THREE, 3, 0, terms, commitIndex, appliedIndex))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "indexes must rise from baseIndex to appliedIndex to commitIndex to lastIndex")
                    .hasMessageEndingWith("baseIndex=4, appliedIndex=" + appliedIndex + ", commitIndex=" + commitIndex
                            + ", lastIndex=7");
        }
    }

    /** What was applied before is not handed out again; what was committed after it is. */
    @Test
    void shouldHandOutFromTheAppliedIndexWhenNodeStarts() {
        final TermTable terms = new TermTable(4, 1);
        terms.append(3, 2);
        final ScriptedRaft applied =
                ScriptedRaft.of(new RecoveredState(THREE, 3, 0, terms, 6, 6), settings -> settings);
        final TermTable sameTerms = new TermTable(4, 1);
        sameTerms.append(3, 2);
        final ScriptedRaft behind =
                ScriptedRaft.of(new RecoveredState(THREE, 3, 0, sameTerms, 6, 5), settings -> settings);

        assertThat(applied.drain()).isEmpty();
        assertThat(behind.drain()).containsExactly("commit 6");
    }
}
