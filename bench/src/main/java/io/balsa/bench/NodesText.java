package io.balsa.bench;

import io.balsa.bench.profile.Profile;
import io.balsa.kv.NodeProfile;
import java.util.ArrayList;
import java.util.List;

/** What the nodes of a run are started with, as printed before it: every effective setting, and the flags of the JVM. */
final class NodesText {
    private static final int WIDTH = 118;
    private static final String INDENT = "    ";

    private NodesText() {}

    /** Renders settings and flags, wrapped. */
    static String render(final NodeProfile nodes) {
        final List<String> settings = new ArrayList<>();
        Profile.effectiveSettings(nodes).forEach((key, value) -> settings.add(key + "=" + value));
        return "node settings, defaults included:\n"
                + wrapped(settings)
                + "flags of each node's JVM:\n"
                + wrapped(nodes.jvmArguments());
    }

    private static String wrapped(final List<String> words) {
        final StringBuilder text = new StringBuilder();
        int column = WIDTH;
        for (final String word : words) {
            if (column + 1 + word.length() > WIDTH) {
                text.append(text.isEmpty() ? "" : "\n").append(INDENT).append(word);
                column = INDENT.length() + word.length();
            } else {
                text.append(' ').append(word);
                column += 1 + word.length();
            }
        }
        return text.append('\n').toString();
    }
}
