package io.balsa.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * A log, and beside it what it owes: which entries it may and must hold when it is opened again, whatever stops it now.
 *
 * <p>While a call that cuts or resets runs, the log may be as before the call or as after it, and nothing else.
 */
final class PromisedLog {
    private final SegmentedLog log;
    private State state = new State(0, 0, List.of(), 0, 1);
    private State before = state;

    /** Entries behind a base, of which those up to {@code durable} must be there and those from {@code first} on. */
    private record State(long base, long baseTerm, List<LogFixture.Entry> entries, long durable, long first) {
        long last() {
            return base + entries.size();
        }

        List<LogFixture.Entry> between(final long from, final long to) {
            return entries.subList((int) (from - base - 1), (int) (to - base));
        }

        long termOf(final long index) {
            return index == base
                    ? baseTerm
                    : entries.get((int) (index - base - 1)).term();
        }

        boolean allows(final SegmentedLog found, final List<LogFixture.Entry> content) {
            return found.firstIndex() > base
                    && found.firstIndex() <= first
                    && found.lastIndex() >= durable
                    && found.lastIndex() <= last()
                    && found.baseTerm() == termOf(found.baseIndex())
                    && content.equals(between(found.firstIndex(), found.lastIndex()));
        }

        @Override
        public String toString() {
            return "first " + (base + 1) + ".." + first + ", last " + durable + ".." + last();
        }
    }

    PromisedLog(final SegmentedLog log) {
        this.log = log;
    }

    SegmentedLog log() {
        return log;
    }

    void append(final int count, final long term, final int length) {
        for (int i = 0; i < count; i++) {
            final List<LogFixture.Entry> longer = new ArrayList<>(state.entries());
            longer.add(new LogFixture.Entry(term, length));
            change(
                    new State(state.base(), state.baseTerm(), longer, state.durable(), state.first()),
                    () -> LogFixture.append(log, term, length));
        }
    }

    void force() {
        log.force();
        state = new State(state.base(), state.baseTerm(), state.entries(), state.last(), state.first());
        before = state;
    }

    /** The last call was refused without effect: the log is as before it. */
    void refused() {
        state = before;
    }

    void prepare() {
        log.prepare();
    }

    void prepareAll() {
        int steps = 0;
        while (log.prepare()) {
            assertThat(++steps).as("prepare comes to an end").isLessThan(1000);
        }
    }

    void truncate(final long fromIndex) {
        final List<LogFixture.Entry> kept = List.copyOf(state.between(state.base() + 1, fromIndex - 1));
        final long durable = Math.min(state.durable(), fromIndex - 1);
        change(
                new State(state.base(), state.baseTerm(), kept, durable, state.first()),
                () -> log.truncateSuffix(fromIndex));
    }

    void compact(final long firstIndexToKeep) {
        final long first = log.compactPrefix(firstIndexToKeep);
        assertThat(first).isLessThanOrEqualTo(Math.max(firstIndexToKeep, state.first()));
        state = new State(state.base(), state.baseTerm(), state.entries(), state.durable(), first);
        before = state;
    }

    void reset(final long index, final long term) {
        change(new State(index, term, List.of(), index, index + 1), () -> log.reset(index, term));
    }

    private void change(final State after, final Runnable call) {
        before = state;
        state = after;
        call.run();
        before = state;
    }

    long lastIndex() {
        return state.last();
    }

    long firstIndex() {
        return state.first();
    }

    /** Checks a log that was opened again against what is owed. */
    void check(final SegmentedLog found, final String where) {
        final List<LogFixture.Entry> content = LogFixture.read(found);
        assertThat(state.allows(found, content) || before.allows(found, content))
                .as(
                        "%s: found %d..%d behind term %d, allowed: %s, or %s",
                        where, found.firstIndex(), found.lastIndex(), found.baseTerm(), before, state)
                .isTrue();
    }
}
