package io.balsa.consensus.scenario;

/** An entry of a log; index and term are 0 on the way to the leader that will give them. */
record Entry(long index, long term, Payload payload) {
    @Override
    public String toString() {
        return term + "/" + index + " " + payload;
    }
}
