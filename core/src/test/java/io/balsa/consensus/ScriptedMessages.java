package io.balsa.consensus;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lines of a {@link ScriptedRaft} back, to carry them to another core. */
final class ScriptedMessages {
    private static final Pattern APPEND = Pattern.compile("append to=\\d+ term=(\\d+) prev=(\\d+)/(\\d+) "
            + "entries=(?:none|(\\d+)\\.\\.(\\d+)@(\\d+)) commit=(\\d+) round=(\\d+)");
    private static final Pattern APPEND_REPLY = Pattern.compile(
            "append-reply to=\\d+ term=(\\d+) " + "(?:index=(\\d+)|rejected=(\\d+) hint=(\\d+)/(\\d+)) round=(\\d+)");

    private ScriptedMessages() {}

    /** Hands an append of node 1 to a core. */
    static void deliverAppend(final String line, final Raft receiver) {
        final Matcher append = match(APPEND, line);
        final boolean empty = append.group(4) == null;
        final int entryCount = empty ? 0 : (int) (number(append, 5) - number(append, 4) + 1);
        receiver.onAppendRequest(
                1,
                number(append, 1),
                number(append, 2),
                number(append, 3),
                empty ? 0 : number(append, 6),
                entryCount,
                number(append, 7),
                number(append, 8));
    }

    /** Hands an answer to the leader. */
    static void deliverAppendReply(final String line, final int from, final Raft leader) {
        final Matcher reply = match(APPEND_REPLY, line);
        final boolean rejected = reply.group(2) == null;
        leader.onAppendReply(
                from,
                number(reply, 1),
                rejected,
                number(reply, rejected ? 3 : 2),
                rejected ? number(reply, 4) : 0,
                rejected ? number(reply, 5) : 0,
                number(reply, 6));
    }

    private static Matcher match(final Pattern pattern, final String line) {
        final Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not understood: " + line);
        }
        return matcher;
    }

    private static long number(final Matcher matcher, final int group) {
        return Long.parseLong(matcher.group(group));
    }
}
