package io.balsa.simulation;

/** What the specification knows of a node. {@code vote} is 0 for none; {@code log} is the last index. */
record TlaState(Role role, long term, int vote, long log, long commit) {
    static final TlaState FIRST = new TlaState(Role.FOLLOWER, 0, 0, 0, 0);

    /** The specification's roles. */
    enum Role {
        FOLLOWER("StateFollower"),
        CANDIDATE("StateCandidate"),
        LEADER("StateLeader");

        private final String word;

        Role(final String word) {
            this.word = word;
        }

        static Role of(final io.balsa.consensus.Role role) {
            return switch (role) {
                case LEADER -> LEADER;
                case CANDIDATE -> CANDIDATE;
                case FOLLOWER, PRE_CANDIDATE -> FOLLOWER;
            };
        }

        String word() {
            return word;
        }
    }

    TlaState as(final Role newRole) {
        return new TlaState(newRole, term, vote, log, commit);
    }

    /** Begins a term that a message or a campaign brings. */
    TlaState in(final long newTerm, final int newVote) {
        return new TlaState(role, newTerm, newVote, log, commit);
    }

    TlaState voting(final int newVote) {
        return new TlaState(role, term, newVote, log, commit);
    }

    TlaState holding(final long newLog) {
        return new TlaState(role, term, vote, newLog, commit);
    }

    TlaState committing(final long newCommit) {
        return new TlaState(role, term, vote, log, newCommit);
    }
}
