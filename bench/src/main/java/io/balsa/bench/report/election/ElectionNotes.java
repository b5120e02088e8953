package io.balsa.bench.report.election;

import java.util.List;

/** What explains the differences to the published curves, a sentence or two each. */
final class ElectionNotes {
    static final List<String> ALL = List.of(
            "A node writes its own vote before it asks for others, since after a crash it must not ask in that term again."
                    + " On the slow disk a request leaves 11 to 15 ms after the timeout, and by the paper's rules whoever times out"
                    + " meanwhile has voted for itself: nobody wins before timeouts lie that far apart.",
            "With pre-vote, Balsa's own rule, who cannot win asks, is refused, and keeps its vote. It goes to the candidate"
                    + " that asks first, and few votes split, even where timeouts are not random.",
            "Timeouts of 12-24 ms are as short as a write of the slow disk: a candidate times out before it may ask. On such a"
                    + " disk take timeouts of several writes.",
            "On the fast disk, what follows a timeout takes about 4 ms and not the paper's 15: elections end that much sooner.",
            "Without randomness the paper's cluster took far longer than the fast disk: our messages take 0.5 to 1.5 ms, which"
                    + " sets timers apart as well. With messages that all take the same time nobody is ever elected.",
            "Raft Refloated is a simulation too, with delays of its own: slower than the cluster where timeouts lie close"
                    + " together, a little faster where they are short.");

    private ElectionNotes() {}
}
