package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Priority: a wish for who leads, expressed in whom a voter refuses. It restricts votes further than the paper's 5.4.1 does, never
 * less, so that it cannot hurt safety; an exception for longer logs keeps it from hurting availability.
 */
class PriorityTest {

    /** The voter has priority 5 and a log of three entries, the last of term 2. */
    @ParameterizedTest
    @CsvSource({
        // priority, last index, last term, granted
        "5, 3, 2, true",
        "6, 3, 2, true",
        "4, 3, 2, false",
        "0, 3, 2, false",
        "4, 4, 2, true",
        "4, 3, 3, true",
        "4, 1, 3, true",
        "9, 2, 2, false",
        "9, 9, 1, false",
    })
    void shouldRefuseLowerPriorityUnlessLogIsLongerWhenAskedForVote(
            final int priority, final long lastIndex, final long lastTerm, final boolean granted) {
        for (final boolean preVote : new boolean[] {false, true}) {
            final ScriptedRaft node = ScriptedRaft.recovered(3, 2, 0, settings -> settings.priority(5), 1, 1, 2);

            node.raft().onVoteRequest(2, 4, preVote, false, priority, lastIndex, lastTerm);

            assertThat(node.settle())
                    .anyMatch(line -> line.startsWith("vote-reply to=2") && line.contains("granted") == granted);
        }
    }

    /** A leader chosen by hand is not second-guessed by its peers' priorities alone: the same rule holds. */
    @Test
    void shouldRefuseLowerPriorityWhenLeadershipIsHandedOver() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 2, 0, settings -> settings.priority(5), 1, 1, 2);

        node.raft().onVoteRequest(2, 4, false, true, 4, 3, 2);

        assertThat(node.settle()).contains("vote-reply to=2 term=4 refused");
    }

    /** Who cannot lead itself must not keep others from it: with equal logs nobody could be elected any more. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotInsistOnPriorityWhenItCannotLeadItself(final boolean preVote) {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 2, 0, settings -> settings.priority(5), 1, 1, 2);
        node.raft().requestSnapshot();

        node.raft().onVoteRequest(2, 4, preVote, false, 4, 3, 2);

        assertThat(node.settle()).anyMatch(line -> line.startsWith("vote-reply to=2") && line.contains("granted"));
    }

    @Test
    void shouldNotInsistOnPriorityWhenItIsNoVoter() {
        final ScriptedRaft node = ScriptedRaft.of(Membership.ofVoters(2, 3), 0, 0, settings -> settings.priority(5));

        node.raft().onVoteRequest(2, 4, false, false, 4, 0, 0);

        assertThat(node.settle()).contains("vote-reply to=2 term=4 granted");
    }

    @Test
    void shouldTellItsPriorityWhenItAsksForVotes() {
        final ScriptedRaft node = ScriptedRaft.of(3, settings -> settings.priority(5));

        node.raft().campaign();

        assertThat(node.settle()).contains("vote-request to=2 term=1 last=0/0 priority=5");
    }
}
