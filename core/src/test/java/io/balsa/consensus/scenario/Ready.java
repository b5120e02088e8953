package io.balsa.consensus.scenario;

import java.util.List;

/**
 * What a node has to do at one time.
 *
 * @param role leader and role, empty when they are as before
 * @param hardState what to store, or as before
 * @param hardStateChanged whether there is something to store
 * @param mustSync whether the messages wait for what is stored
 * @param readStates reads that may be served
 * @param entries to be written
 * @param snapshots to be installed: none or one
 * @param committed entries to be applied
 * @param sequence durable when all of it is stored, 0 for none
 */
record Ready(
        String role,
        HardState hardState,
        boolean hardStateChanged,
        boolean mustSync,
        List<String> readStates,
        List<Entry> entries,
        List<StateSnapshot> snapshots,
        List<Entry> committed,
        List<Message> messages,
        long sequence) {

    boolean isEmpty() {
        return role.isEmpty() && !writes() && readStates.isEmpty() && committed.isEmpty() && messages.isEmpty();
    }

    /** Tells whether something is to be stored. */
    boolean writes() {
        return hardStateChanged || !entries.isEmpty() || !snapshots.isEmpty() || sequence > 0;
    }

    /** Returns the lines that say all this; {@code threadMessages} are those to the node's own threads. */
    String describe(final List<String> threadMessages) {
        if (isEmpty()) {
            return "<empty Ready>";
        }
        final StringBuilder out = new StringBuilder();
        line(out, "Ready MustSync=" + mustSync + ":");
        if (!role.isEmpty()) {
            line(out, role);
        }
        if (hardStateChanged) {
            line(out, hardState);
        }
        if (!readStates.isEmpty()) {
            line(out, "ReadStates [" + String.join(" ", readStates) + "]");
        }
        section(out, "Entries:", entries);
        snapshots.forEach(snapshot -> line(out, "Snapshot " + snapshot));
        section(out, "CommittedEntries:", committed);
        if (!messages.isEmpty() || !threadMessages.isEmpty()) {
            line(out, "Messages:");
            messages.forEach(message -> line(out, message));
            threadMessages.forEach(message -> line(out, message));
        }
        return out.toString();
    }

    private static void section(final StringBuilder out, final String title, final List<Entry> entries) {
        if (!entries.isEmpty()) {
            line(out, title);
            entries.forEach(entry -> line(out, entry));
        }
    }

    private static void line(final StringBuilder out, final Object text) {
        out.append(text).append('\n');
    }
}
