package io.balsa.consensus.simulation;

import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import io.balsa.consensus.membership.MembershipChange.Transition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What one seed draws: how often each event comes, the first membership, the settings, and changes of both. */
final class Weather {
    /** What may happen in a storm, and how often at least and at most. */
    enum Event {
        DELIVER(800, 800),
        DRAIN(200, 600),
        TICK(30, 120),
        SYNC(50, 500),
        APPLY(100, 400),
        PROPOSE(10, 60),
        READ(5, 25),
        LEASE_READ(0, 25),
        DROP(0, 60),
        REPEAT(0, 40),
        CRASH(0, 6),
        RESTART(10, 30),
        CUT_OFF(0, 4),
        HEAL(2, 10),
        PAUSE(0, 4),
        WAKE(2, 10),
        TRANSFER(0, 6),
        BREAK_CONNECTION(0, 6),
        CAMPAIGN(0, 8),
        STEP_DOWN(0, 3),
        FORGET_LEADER(0, 3),
        CHANGE_MEMBERSHIP(0, 12),
        CONFIGURE(0, 4),
        CHANGE_ZONE(0, 2),
        TAKE_SNAPSHOT(0, 12),
        FETCH(10, 40),
        ABANDON_FETCH(0, 4),
        ASK_FOR_SNAPSHOT(0, 2);

        private final int least;
        private final int most;

        Event(final int least, final int most) {
            this.least = least;
            this.most = most;
        }
    }

    private static final int[] NONE = {};

    private final Random random;
    private final Event[] deck;
    private final Membership membership;
    private final boolean leases;
    private final int leaseElectionTicks;

    /** @param size number of voters */
    Weather(final Random random, final int size) {
        this.random = random;
        deck = deckOfEvents();
        membership = membershipOf(size);
        leases = random.nextInt(3) == 0;
        leaseElectionTicks = 4 + random.nextInt(4);
    }

    /** Returns each event as many times as this storm has it. */
    private Event[] deckOfEvents() {
        final List<Event> events = new ArrayList<>();
        for (final Event event : Event.values()) {
            final int count = event.least + random.nextInt(event.most - event.least + 1);
            events.addAll(Collections.nCopies(count, event));
        }
        return events.toArray(new Event[0]);
    }

    Event next() {
        return deck[random.nextInt(deck.length)];
    }

    /** Tells whether time passes for all nodes at once, so that leases mean something. */
    boolean hasLeases() {
        return leases;
    }

    Membership membership() {
        return membership;
    }

    /** Mostly plain voters; some clusters are in the middle of a change, or have a learner. */
    private Membership membershipOf(final int size) {
        final int[] voters = new int[size];
        for (int i = 0; i < size; i++) {
            voters[i] = i + 1;
        }
        return switch (size < 3 ? 0 : random.nextInt(8)) {
            case 1 -> Membership.of(voters, new int[] {2, 3, size + 1}, NONE, NONE, true);
            case 2 -> Membership.of(voters, NONE, new int[] {size + 1}, NONE, false);
            default -> Membership.ofVoters(voters);
        };
    }

    RaftConfig configOf(final int id) {
        final RaftConfig.Builder config = RaftConfig.builder(id)
                .ticks(3 + random.nextInt(4), 1 + random.nextInt(2))
                .preVote(random.nextInt(4) > 0)
                .checkQuorum(random.nextInt(4) > 0)
                .priority(random.nextInt(4) == 0 ? random.nextInt(3) : 0)
                .stepDownOnRemoval(random.nextInt(4) > 0)
                .seed(random.nextLong());
        if (leases) {
            config.checkQuorum(true)
                    .ticks(leaseElectionTicks, 1 + random.nextInt(2))
                    .leaseDurationNs(SimulatedClock.leaseNs(leaseElectionTicks));
        }
        return varied(config.build());
    }

    /** Returns settings that may be changed at any time, on any node. */
    RaftConfig varied(final RaftConfig config) {
        return config.toBuilder()
                .maxEntriesPerAppend(1 + random.nextInt(5))
                .maxInflightAppends(1 + random.nextInt(4))
                .maxInflightBytes(random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(8))
                .maxUncommittedEntries(5 + random.nextInt(50))
                .maxUncommittedBytes(random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(100))
                .eagerCommit(random.nextBoolean())
                .maxApplyAheadEntries(random.nextInt(2) * 50)
                .build();
    }

    /** @param nodeCount ids to choose from */
    MembershipChange change(final int nodeCount) {
        if (random.nextInt(6) == 0) {
            return MembershipChange.leaveJoint();
        }
        final MembershipChange.Builder change = MembershipChange.builder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            final Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
            change.add(operation, 1 + random.nextInt(nodeCount));
        }
        return change.transition(Transition.values()[random.nextInt(Transition.values().length)])
                .build();
    }
}
