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

    /** Loses all entries after {@code index}, and returns the last index there was. */
    long lose(final long index) {
        final long lastIndex = log.lastIndex();
        log.truncate(index + 1);
        hardState = new HardState(hardState.term(), hardState.vote(), Math.min(hardState.commit(), index));
        return lastIndex;
    }

    void install(final StateSnapshot snapshot) {
        log.beginAfter(snapshot.index(), snapshot.term());
    }
}
