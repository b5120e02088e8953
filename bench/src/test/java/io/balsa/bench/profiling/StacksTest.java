package io.balsa.bench.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples by their stack. */
class StacksTest {
    @Test
    void shouldReadItsOwnTextWhenItIsWritten() throws IOException {
        final String text = "a;b 3\na;operator new 2\nc 1\n";

        final Stacks stacks = Stacks.parse(text);

        assertThat(stacks.text()).isEqualTo(text);
        assertThat(stacks.total()).isEqualTo(6);
    }

    @Test
    void shouldAddUpWhenStacksAreEqual() throws IOException {
        final Stacks stacks = Stacks.parse("a;b 3\na;b 4\n");
        stacks.addAll(Stacks.parse("a;b 5\nc 1\n"));

        assertThat(stacks.weights()).isEqualTo(Map.of("a;b", 12L, "c", 1L));
    }

    @Test
    void shouldAddUpWhenDifferentStacksGetOneName() throws IOException {
        final Stacks stacks = Stacks.parse("main;a 3\nother;a 4\nb 1\n").renamed(s -> s.replaceFirst("^.*;", ""));

        assertThat(stacks.weights()).isEqualTo(Map.of("a", 7L, "b", 1L));
    }

    @Test
    void shouldLeaveOutWhatIsNotWanted() throws IOException {
        final Stacks stacks = Stacks.parse("a;b 3\na;c 4\n");

        assertThat(stacks.having(stack -> stack.endsWith("c")).weights()).isEqualTo(Map.of("a;c", 4L));
        assertThat(stacks.total()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a;b x", " 3", "a 0", "a -1", ""})
    void shouldShowTheLineWhenItIsDamaged(final String line) {
        assertThatThrownBy(() -> Stacks.parse(line + "\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("not a stack and its weight: line=" + line);
    }
}
