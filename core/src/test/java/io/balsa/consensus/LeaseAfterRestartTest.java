package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A voter that restarts may have confirmed a lease that it does not remember (dissertation, 6.4.1). */
class LeaseAfterRestartTest {
    private static final UnaryOperator<RaftConfig.Builder> LEASES =
            settings -> settings.checkQuorum(true).leaseDurationNs(1_000);

    @Test
    void shouldGiveNoVoteWhenNodeRestartedWithinElectionTimeout() {
        final ScriptedRaft voter = ScriptedRaft.recovered(3, 4, 0, LEASES);

        voter.tick(ELECTION_TICKS - 1).raft().onVoteRequest(2, 5, false, false, 0, 9, 4);
        assertThat(voter.settle()).isEmpty();

        voter.tick(1).raft().onVoteRequest(2, 5, false, false, 0, 9, 4);
        assertThat(voter.settle()).contains("vote-reply to=2 term=5 granted");
    }

    @Test
    void shouldGiveVoteAtOnceWhenNodeHasNeverTakenPart() {
        final ScriptedRaft voter = ScriptedRaft.of(3, LEASES);

        voter.raft().onVoteRequest(2, 1, false, false, 0, 0, 0);

        assertThat(voter.settle()).contains("vote-reply to=2 term=1 granted");
    }
}
