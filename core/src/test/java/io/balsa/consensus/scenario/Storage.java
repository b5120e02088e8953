package io.balsa.consensus.scenario;

import java.util.List;

/** What survives a restart: hard state, log, and the base on which the log stands. */
final class Storage {
    private final EntryLog log = new EntryLog();
    private HardState hardState = HardState.NONE;

    EntryLog log() {
        return log;
    }

    HardState hardState() {
        return hardState;
    }

    void write(final HardState newState, final List<Entry> entries) {
        hardState = newState;
        log.write(entries);
    }

    void install(final StateSnapshot snapshot) {
        log.beginAfter(snapshot.index(), snapshot.term());
    }
}
