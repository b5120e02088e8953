package io.balsa.consensus.scenario;

import io.balsa.consensus.datadriven.DatadrivenCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an answer asserts when it does not matter how the work was cut into Readys and messages: for each node what it was to store,
 * what was committed in which order, and the last hard state; and every line about logs, roles, progress, reads and errors.
 */
final class Outcome {
    private static final Pattern NOISE = Pattern.compile(
            "(DEBUG|INFO|WARN|ERROR|FATAL) .*|ok|<empty Ready>|Ready MustSync=.*|Lead:\\d+ State:State\\w+"
                    + "|no (messages|append work to perform|apply work to perform)|\\](?: Responses:\\[)?"
                    + "|Snapshot: .*|\\s*idx|(\\?|x*>)\\s+\\d+\\s+\\(id=[0-9a-f]+\\)|<empty majority quorum>");
    private static final Pattern HEADLINE =
            Pattern.compile("> (\\d+) (handling Ready|receiving messages|processing (append|apply) thread)");
    private static final Pattern SECTION =
            Pattern.compile("Entries:|CommittedEntries:|Messages:|Processing:|Responses:");
    private static final Pattern MESSAGE = Pattern.compile("(dropped: )?\\w+->\\w+ Msg\\w+ Term:\\d+ Log:.*");
    private static final Pattern ENTRY = Pattern.compile("\\d+/\\d+ Entry\\w+( .*)?");

    private final boolean showsLog;
    private final Map<String, List<String>> byNode = new TreeMap<>();
    private final List<String> others = new ArrayList<>();
    private String node;
    private String section = "";
    private int openLists;

    private Outcome(final DatadrivenCase directive) {
        showsLog = directive.command().equals("raft-log") || directive.command().equals("compact");
        node = directive.arguments().isEmpty()
                ? ""
                : directive.arguments().get(0).key();
    }

    /** Returns the assertions of an answer to a directive, in an order that two answers share. */
    static List<String> of(final DatadrivenCase directive, final String answer) {
        final Outcome outcome = new Outcome(directive);
        answer.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(outcome::add);
        final List<String> all = new ArrayList<>(outcome.others);
        outcome.byNode.forEach((key, lines) -> lines.forEach(line -> all.add(key + ": " + line)));
        return all;
    }

    private void add(final String line) {
        final var headline = HEADLINE.matcher(line);
        if (openLists > 0) {
            openLists += brackets(line);
        } else if (headline.matches()) {
            node = headline.group(1);
            section = "";
        } else if (SECTION.matcher(line).matches()) {
            section = line;
        } else if (MESSAGE.matcher(line).matches()) {
            openLists = brackets(line);
        } else if (line.startsWith("HardState ")) {
            byNode.put(node + " hard state", List.of(line));
        } else if (ENTRY.matcher(line).matches() && !showsLog) {
            byNode.computeIfAbsent(node + " " + section, key -> new ArrayList<>())
                    .add(line);
        } else if (!NOISE.matcher(line).matches()) {
            others.add(line);
        }
    }

    private static int brackets(final String line) {
        final int opened = (int) line.chars().filter(letter -> letter == '[').count();
        final int closed = (int) line.chars().filter(letter -> letter == ']').count();
        return opened - closed;
    }
}
