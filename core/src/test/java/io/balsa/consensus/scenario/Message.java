package io.balsa.consensus.scenario;

import java.util.List;

/**
 * A message under way: as it is printed, and what it does where it arrives.
 *
 * @param type the name that scripts know it by
 * @param from the sender
 * @param to the receiver; the sender itself for a note that a write is done
 * @param answers whether only a member is listened to
 * @param text may go over several lines
 */
record Message(String type, int from, int to, boolean answers, String text, Delivery delivery) {
    /** Hands a message to the receiver's core. */
    interface Delivery {
        /** Returns what went wrong, empty for nothing. */
        String to(ScenarioNode receiver);
    }

    boolean isLocal() {
        return from == to;
    }

    @Override
    public String toString() {
        return text;
    }

    /** Begins the text of a message. */
    static Text text(final String type, final int from, final int to, final long term) {
        return new Text(type, from, to, term);
    }

    /** Words a message: type and term, then what its kind carries. */
    static final class Text {
        private final String type;
        private final int from;
        private final int to;
        private final StringBuilder out = new StringBuilder();
        private long logTerm;
        private long logIndex;
        private final StringBuilder tail = new StringBuilder();

        private Text(final String type, final int from, final int to, final long term) {
            this.type = type;
            this.from = from;
            this.to = to;
            out.append(Integer.toHexString(from)).append("->").append(Integer.toHexString(to));
            out.append(' ').append(type).append(" Term:").append(term);
        }

        Text log(final long term, final long index) {
            logTerm = term;
            logIndex = index;
            return this;
        }

        Text rejectedIf(final boolean rejected, final long hint) {
            if (rejected) {
                tail.append(" Rejected (Hint: ").append(hint).append(')');
            }
            return this;
        }

        Text commit(final long index) {
            if (index != 0) {
                tail.append(" Commit:").append(index);
            }
            return this;
        }

        Text entries(final List<Entry> entries) {
            tail.append(list(entries));
            return this;
        }

        Text snapshot(final StateSnapshot snapshot) {
            tail.append("\n  Snapshot: ").append(snapshot);
            return this;
        }

        Message request(final Delivery delivery) {
            return build(false, delivery);
        }

        Message answer(final Delivery delivery) {
            return build(true, delivery);
        }

        private Message build(final boolean answers, final Delivery delivery) {
            out.append(" Log:").append(logTerm).append('/').append(logIndex).append(tail);
            return new Message(type, from, to, answers, out.toString(), delivery);
        }
    }

    /** Words the entries that a message carries, one to a line when there are several. */
    static String list(final List<Entry> entries) {
        if (entries.isEmpty()) {
            return "";
        }
        if (entries.size() == 1) {
            return " Entries:[" + entries.get(0) + "]";
        }
        final StringBuilder out = new StringBuilder(" Entries:[");
        entries.forEach(entry -> out.append("\n  ").append(entry));
        return out.append("\n]").toString();
    }
}
