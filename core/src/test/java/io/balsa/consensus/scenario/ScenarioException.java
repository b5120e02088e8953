package io.balsa.consensus.scenario;

/** A directive was not carried out. */
final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String answer;

    ScenarioException(final String answer) {
        super(answer);
        this.answer = answer;
    }

    /** Returns what the script is told. */
    String answer() {
        return answer;
    }
}
