package io.balsa.consensus.scenario;

import io.balsa.consensus.TermTable;
import java.util.ArrayList;
import java.util.List;

/** A log: entries without a gap after a base, which is where a snapshot ends. */
final class EntryLog {
    private final List<Entry> entries = new ArrayList<>();
    private long baseIndex;
    private long baseTerm;

    static EntryLog copyOf(final EntryLog other) {
        final EntryLog copy = new EntryLog();
        copy.entries.addAll(other.entries);
        copy.baseIndex = other.baseIndex;
        copy.baseTerm = other.baseTerm;
        return copy;
    }

    long firstIndex() {
        return baseIndex + 1;
    }

    long lastIndex() {
        return baseIndex + entries.size();
    }

    long termAt(final long index) {
        return index == baseIndex ? baseTerm : at(index).term();
    }

    Entry at(final long index) {
        return entries.get((int) (index - baseIndex - 1));
    }

    /** Returns the entries of a range, both ends inclusive, as far as they are held. */
    List<Entry> range(final long firstIndex, final long lastIndex) {
        final List<Entry> range = new ArrayList<>();
        for (long index = Math.max(firstIndex, firstIndex()); index <= Math.min(lastIndex, lastIndex()); index++) {
            range.add(at(index));
        }
        return range;
    }

    Entry append(final long term, final Payload payload) {
        final Entry entry = new Entry(lastIndex() + 1, term, payload);
        entries.add(entry);
        return entry;
    }

    /** Writes entries over whatever is there from the first of them on. */
    void write(final List<Entry> written) {
        for (final Entry entry : written) {
            if (entry.index() > baseIndex) {
                truncate(entry.index());
                if (entry.index() != lastIndex() + 1) {
                    throw new IllegalStateException("a gap in the log: entry=" + entry + ", lastIndex=" + lastIndex());
                }
                entries.add(entry);
            }
        }
    }

    /** Drops entries up to {@code index}. */
    void compact(final long index) {
        if (index > baseIndex) {
            baseTerm = termAt(index);
            entries.subList(0, (int) (index - baseIndex)).clear();
            baseIndex = index;
        }
    }

    /** Lets the log begin after a snapshot; entries after it stay where the log matches it. */
    void beginAfter(final long index, final long term) {
        if (index >= baseIndex && index <= lastIndex() && termAt(index) == term) {
            compact(index);
        } else {
            entries.clear();
            baseIndex = index;
            baseTerm = term;
        }
    }

    TermTable termTable() {
        final TermTable terms = new TermTable(baseIndex, baseTerm);
        entries.forEach(entry -> terms.append(1, entry.term()));
        return terms;
    }

    /** Drops entries from {@code fromIndex} on. */
    void truncate(final long fromIndex) {
        if (fromIndex <= lastIndex()) {
            entries.subList((int) (fromIndex - baseIndex - 1), entries.size()).clear();
        }
    }
}
