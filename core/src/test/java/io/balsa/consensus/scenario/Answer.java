package io.balsa.consensus.scenario;

/** The lines of an answer; silent where the script asked for that. */
final class Answer {
    /** Levels of what is printed, the chatty ones first. */
    enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR,
        FATAL,
        NONE
    }

    private final StringBuilder out = new StringBuilder();
    private Level level = Level.DEBUG;
    private String indent = "";

    Level level() {
        return level;
    }

    void level(final Level newLevel) {
        level = newLevel;
    }

    /** Adds a text of one or more lines. */
    void print(final String text) {
        if (level != Level.NONE) {
            text.lines().forEach(line -> out.append(indent).append(line).append('\n'));
        }
    }

    /** Adds what a comparison of answers does not look at. */
    void note(final String text) {
        if (level.compareTo(Level.INFO) <= 0) {
            print("INFO " + text);
        }
    }

    /** Adds a headline, and runs what prints the indented lines below it. */
    void printBelow(final String headline, final Runnable below) {
        print(headline);
        final String outer = indent;
        indent = outer + "  ";
        below.run();
        indent = outer;
    }

    /** Returns the answer and begins the next; an error is told even where all else is silent. */
    String take(final String error) {
        final String text = out.toString().stripTrailing();
        out.setLength(0);
        indent = "";
        final String answer = text.isEmpty() || error.isEmpty() ? text + error : text + "\n" + error;
        return answer.isEmpty() ? "ok" : answer;
    }
}
