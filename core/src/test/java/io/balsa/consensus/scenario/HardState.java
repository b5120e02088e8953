package io.balsa.consensus.scenario;

/** What a node stores beside its log. */
record HardState(long term, int vote, long commit) {
    static final HardState NONE = new HardState(0, 0, 0);

    boolean sameElectionAs(final HardState other) {
        return term == other.term && vote == other.vote;
    }

    @Override
    public String toString() {
        return "HardState Term:" + term + (vote == 0 ? "" : " Vote:" + vote) + " Commit:" + commit;
    }
}
