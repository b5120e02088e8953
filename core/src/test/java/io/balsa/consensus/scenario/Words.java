package io.balsa.consensus.scenario;

import io.balsa.consensus.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The wording of the scripts' answers, as far as several lines share it. */
final class Words {
    private Words() {}

    static String role(final Role role) {
        return switch (role) {
            case FOLLOWER -> "StateFollower";
            case PRE_CANDIDATE -> "StatePreCandidate";
            case CANDIDATE -> "StateCandidate";
            case LEADER -> "StateLeader";
        };
    }

    /**
     * Returns the term that is printed for an index. Groups that start from a snapshot start in term 0, though the snapshot is
     * said to be of term 1; a core never is in a lower term than its log, so it is told of a snapshot of term 0.
     */
    static long term(final long index, final long term) {
        return term == 0 && index > 0 ? 1 : term;
    }

    static String ids(final int[] ids) {
        return Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" ", "[", "]"));
    }

    /** Returns the bytes of a text in decimal. */
    static String bytes(final String text) {
        final List<String> bytes = new ArrayList<>();
        for (final byte value : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(Integer.toString(value & 0xFF));
        }
        return String.join(" ", bytes);
    }

    static String quoted(final String text) {
        final StringBuilder out = new StringBuilder("\"");
        for (final char letter : text.toCharArray()) {
            switch (letter) {
                case '"', '\\' -> out.append('\\').append(letter);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> out.append(letter);
            }
        }
        return out.append('"').toString();
    }
}
