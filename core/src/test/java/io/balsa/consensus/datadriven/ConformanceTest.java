package io.balsa.consensus.datadriven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case of the suites for quorums and membership changes gets the answer that the files expect. */
class ConformanceTest {

    @TestFactory
    Stream<DynamicTest> shouldDecideAsExpectedWhenQuorumIsAsked() {
        return ConformanceFolder.suite("quorum").stream()
                .flatMap(file -> file.cases().stream())
                .map(directive -> DynamicTest.dynamicTest(
                        directive.toString(), () -> assertThat(QuorumDirectives.answer(directive))
                                .isEqualTo(lastLine(directive.expected()))));
    }

    @TestFactory
    Stream<DynamicTest> shouldChangeOrRefuseAsExpectedWhenMembershipChanges() {
        return ConformanceFolder.suite("confchange").stream()
                .map(file -> DynamicTest.dynamicTest(file.name(), () -> {
                    final MembershipDirectives directives = new MembershipDirectives();
                    for (final DatadrivenCase directive : file.cases()) {
                        assertThat(directives.answer(directive))
                                .as(directive.toString())
                                .isEqualTo(directive.expected());
                    }
                }));
    }

    /** The lines above the last one draw the indexes. */
    private static String lastLine(final String answer) {
        return answer.substring(answer.lastIndexOf('\n') + 1);
    }
}
