package io.balsa.consensus.scenario;

import io.balsa.consensus.datadriven.DatadrivenCase;
import io.balsa.consensus.datadriven.MembershipDirectives;
import io.balsa.consensus.datadriven.QuorumDirectives;

/** Answers the directives of one file, of whichever kind they are. */
final class ScriptAnswers {
    private final MembershipDirectives memberships = new MembershipDirectives();
    private final ScenarioDirectives scenario = new ScenarioDirectives();

    String answer(final DatadrivenCase directive) {
        return switch (directive.command()) {
            case "committed", "vote" -> QuorumDirectives.answer(directive);
            case "simple", "enter-joint", "leave-joint" -> memberships.answer(directive);
            default -> scenario.answer(directive);
        };
    }
}
