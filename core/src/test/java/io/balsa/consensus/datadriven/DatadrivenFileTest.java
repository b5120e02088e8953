package io.balsa.consensus.datadriven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.datadriven.DatadrivenCase.Argument;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatadrivenFileTest {

    @Test
    void shouldReadDirectiveInputAndAnswerWhenCaseIsPlain() {
        final DatadrivenCase directive = only("# a remark\n\npropose 1 data\nfirst\nsecond\n----\nok\n  more\n\n");

        assertThat(directive.position()).isEqualTo("file:3");
        assertThat(directive.command()).isEqualTo("propose");
        assertThat(directive.arguments())
                .containsExactly(new Argument("1", List.of()), new Argument("data", List.of()));
        assertThat(directive.input()).isEqualTo("first\nsecond");
        assertThat(directive.expected()).isEqualTo("ok\n  more");
    }

    @Test
    void shouldSplitValuesWhenListIsPartedByCommasOrSpaces() {
        final DatadrivenCase directive = only("add cfg=(1, 2,3) names=(a b) one=x none=()\n----\n");

        assertThat(directive.values("cfg")).containsExactly("1", "2", "3");
        assertThat(directive.values("names")).containsExactly("a", "b");
        assertThat(directive.values("one")).containsExactly("x");
        assertThat(directive.values("none")).isEmpty();
        assertThat(directive.has("none")).isTrue();
        assertThat(directive.has("absent")).isFalse();
    }

    @Test
    void shouldJoinLinesWhenDirectiveEndsInBackslash() {
        final DatadrivenCase directive = only("add-nodes 3 \\\n  voters=(1,2)\n----\nok\n");

        assertThat(directive.values("voters")).containsExactly("1", "2");
    }

    @Test
    void shouldKeepBlankLinesWhenAnswerStandsBetweenDoubleRules() {
        final DatadrivenCase directive = only("show\n----\n----\na\n\nb\n----\n----\n");

        assertThat(directive.expected()).isEqualTo("a\n\nb");
    }

    @Test
    void shouldFindEachCaseWhenFileHasSeveral() {
        final DatadrivenFile file = DatadrivenFile.parse("file", "a\n----\n1\n\nb\n----\n2");

        assertThat(file.cases()).extracting(DatadrivenCase::command).containsExactly("a", "b");
        assertThat(file.cases()).extracting(DatadrivenCase::expected).containsExactly("1", "2");
    }

    @Test
    void shouldRefuseWhenRuleIsMissing() {
        assertThatThrownBy(() -> DatadrivenFile.parse("file", "a\n1\n")).hasMessageContaining("position=file:1");
    }

    @Test
    void shouldRefuseWhenArgumentIsCutOff() {
        assertThatThrownBy(() -> DatadrivenFile.parse("file", "a cfg=(1\n----\n"))
                .hasMessageContaining("bad arguments");
    }

    private static DatadrivenCase only(final String text) {
        final DatadrivenFile file = DatadrivenFile.parse("file", text);
        assertThat(file.cases()).hasSize(1);
        return file.cases().get(0);
    }
}
