package io.balsa.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a benchmark to compare is written. */
class ForkPlanTest {
    @Test
    void shouldReadNameParametersAndModeWhenAllAreGiven() {
        final ForkPlan plan = ForkPlan.parse(" Log.append{size=256, sync = no}@sample ", 4, 5, 100);

        assertThat(plan.benchmark()).isEqualTo("Log.append");
        assertThat(plan.parameters()).isEqualTo(Map.of("size", "256", "sync", "no"));
        assertThat(plan.mode()).isEqualTo(ForkPlan.Mode.SAMPLE);
        assertThat(plan.key()).isEqualTo("Log.append{size=256, sync=no}");
    }

    @Test
    void shouldReadItsOwnKeyWhenItIsWritten() {
        final ForkPlan plan = ForkPlan.parse("Log.append{size=256, sync=no}", 4, 5, 100);

        assertThat(ForkPlan.parse(plan.key(), 4, 5, 100)).isEqualTo(plan);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "append", "Log.append{", "Log.append{}", "Log.append{size}", "a.b.c", "Log.append@tail"})
    void shouldSayWhatIsExpectedWhenItIsNoBenchmark(final String text) {
        assertThatThrownBy(() -> ForkPlan.parse(text, 4, 5, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected=");
    }
}
