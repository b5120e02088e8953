package io.balsa.bench.election;

import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.RecoveredState;
import io.balsa.consensus.TermTable;
import io.balsa.consensus.membership.Membership;
import java.util.SplittableRandom;

/**
 * One crash of a leader of five, as figure 16 of the Raft paper has it, until all others have heard the next one.
 *
 * <p>The logs of the four that are left differ in length. Only the longest and the second longest can win: three votes are
 * needed, and who has a longer log refuses. Threading: one thread. The same seed gives the same trial.
 */
final class ElectionTrial {
    /** Returned when nobody was elected in time. */
    static final long NOBODY = -1;

    private static final int MEMBERS = 5;
    private static final int CRASHED = MEMBERS;
    private static final long TERM = 1;
    private static final int SHORTEST_LOG = 10;

    private final VirtualTime time = new VirtualTime();
    private final SimulatedServer[] servers = new SimulatedServer[MEMBERS - 1];
    private final long crashTick;

    /** Prepares a trial; the moment of the crash is drawn now. */
    ElectionTrial(final ElectionSetup setup, final Timeouts timeouts, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < servers.length; i++) {
            servers[i] =
                    new SimulatedServer(core(i + 1, setup, timeouts, random.nextLong()), servers, setup, time, random);
        }
        for (final SimulatedServer server : servers) {
            server.send(core -> core.onHeartbeat(CRASHED, TERM, 0, 0));
        }
        crashTick = random.nextInt(timeouts.heartbeatTicks());
    }

    private static Raft core(final int id, final ElectionSetup setup, final Timeouts timeouts, final long seed) {
        final RaftConfig config = RaftConfig.builder(id)
                .ticks(timeouts.leastTicks(), timeouts.mostTicks(), timeouts.heartbeatTicks())
                .preVote(setup.preVote())
                .checkQuorum(setup.checkQuorum())
                .seed(seed)
                .build();
        final TermTable terms = new TermTable();
        terms.append(SHORTEST_LOG + id, TERM);
        return new Raft(config, RecoveredState.of(Membership.ofVoters(1, 2, 3, 4, 5), TERM, CRASHED, terms));
    }

    /**
     * Runs it.
     *
     * @param patienceTicks after the crash, when it is given up
     * @return ticks from the crash until the last of the others heard the new leader, or {@link #NOBODY}
     */
    long run(final long patienceTicks) {
        while (time.now() < crashTick + patienceTicks) {
            time.tick();
            for (final SimulatedServer server : servers) {
                server.tick();
            }
            if (leaderId() != 0) {
                return time.now() - crashTick;
            }
        }
        return NOBODY;
    }

    /** Returns the new leader once it leads and all follow it, else 0. */
    int leaderId() {
        final Raft one = servers[0].core();
        final int leaderId = one.leaderId();
        if (leaderId == 0
                || leaderId == CRASHED
                || !servers[leaderId - 1].core().isLeader()) {
            return 0;
        }
        for (final SimulatedServer server : servers) {
            if (server.core().leaderId() != leaderId || server.core().term() != one.term()) {
                return 0;
            }
        }
        return leaderId;
    }
}
