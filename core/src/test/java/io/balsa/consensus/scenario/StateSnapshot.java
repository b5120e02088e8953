package io.balsa.consensus.scenario;

import io.balsa.consensus.membership.Membership;

/** The state after an entry was applied: the data of all entries joined, and who the members are. */
record StateSnapshot(long index, long term, Membership membership, String content) {
    static final StateSnapshot NONE = new StateSnapshot(0, 0, Membership.NONE, "");

    StateSnapshot after(final Entry entry, final Membership newMembership) {
        return new StateSnapshot(
                entry.index(),
                entry.term(),
                newMembership,
                content + entry.payload().data());
    }

    @Override
    public String toString() {
        return "Index:" + index + " Term:" + Words.term(index, term) + " ConfState:Voters:"
                + Words.ids(membership.voters()) + " VotersOutgoing:" + Words.ids(membership.outgoingVoters())
                + " Learners:" + Words.ids(membership.learners()) + " LearnersNext:"
                + Words.ids(membership.learnersNext()) + " AutoLeave:" + membership.autoLeave();
    }
}
