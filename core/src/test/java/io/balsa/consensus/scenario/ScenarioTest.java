package io.balsa.consensus.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.datadriven.ConformanceFolder;
import io.balsa.consensus.datadriven.DatadrivenCase;
import io.balsa.consensus.datadriven.DatadrivenFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whole clusters of real cores do what scripts expect: those of others by their outcome, those of this project word for word. */
class ScenarioTest {
    private static final int MOST_DEVIATIONS_PERCENT = 5;

    @TestFactory
    Stream<DynamicTest> shouldHaveExpectedOutcomeWhenConformanceScriptIsReplayed() {
        final Deviations deviations = Deviations.read(resource("/conformance-deviations.txt"));
        return ConformanceFolder.suite("interaction").stream()
                .map(file -> DynamicTest.dynamicTest(file.name(), () -> replayOutcome(file, deviations)));
    }

    @Test
    void shouldDeviateRarelyAndOnlyInKnownCasesWhenDeviationsAreListed() {
        final List<DatadrivenFile> files = ConformanceFolder.suite("interaction");
        final Deviations deviations = Deviations.read(resource("/conformance-deviations.txt"));
        final Set<String> positions = new HashSet<>();
        files.forEach(file -> file.cases().forEach(directive -> positions.add(directive.position())));

        assertThat(positions).containsAll(deviations.reasonByPosition().keySet());
        assertThat(100 * deviations.reasonByPosition().size())
                .isLessThanOrEqualTo(MOST_DEVIATIONS_PERCENT * positions.size());
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerAsWrittenWhenOwnScriptIsReplayed() throws IOException {
        final List<Path> scripts;
        try (Stream<Path> paths = Files.list(resource("/scenarios"))) {
            scripts = paths.sorted().toList();
        }
        assertThat(scripts).isNotEmpty();
        return scripts.stream()
                .map(DatadrivenFile::read)
                .map(file -> DynamicTest.dynamicTest(file.name(), () -> replayWords(file)));
    }

    private static void replayOutcome(final DatadrivenFile file, final Deviations deviations) {
        final ScriptAnswers answers = new ScriptAnswers();
        for (final DatadrivenCase directive : file.cases()) {
            final List<String> expected = Outcome.of(directive, directive.expected());
            final List<String> found = Outcome.of(directive, answers.answer(directive));
            if (deviations.contains(directive.position())) {
                assertThat(found)
                        .as("%s is listed as a deviation, but agrees: take it off the list", directive)
                        .isNotEqualTo(expected);
            } else {
                assertThat(found).as(directive.toString()).isEqualTo(expected);
            }
        }
    }

    private static void replayWords(final DatadrivenFile file) {
        final ScriptAnswers answers = new ScriptAnswers();
        for (final DatadrivenCase directive : file.cases()) {
            assertThat(answers.answer(directive)).as(directive.toString()).isEqualTo(directive.expected());
        }
    }

    private static Path resource(final String name) {
        try {
            final URL url = Objects.requireNonNull(ScenarioTest.class.getResource(name), name);
            return Path.of(url.toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
