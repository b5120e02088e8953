package io.balsa.bench.tune;

/** The parts of a search. */
public enum Phase {
    /** What does each change do? */
    SCREEN,
    /** Which combination is best? */
    RACE,
    /** Is it better than the profile? */
    CONFIRM
}
