package io.balsa.bench.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the profiler is told. */
class ProfileEventTest {
    @ParameterizedTest
    @EnumSource
    void shouldReadItsOwnNameWhenItIsWritten(final ProfileEvent event) {
        assertThat(ProfileEvent.parse(event.word())).isEqualTo(event);
    }

    @Test
    void shouldNameThoseThereAreWhenItIsNone() {
        assertThatThrownBy(() -> ProfileEvent.parse("gpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such event: found=gpu, expected=cpu, wall, alloc, lock");
    }

    @Test
    void shouldSayTheSameToTheCommandAndToTheAgent() {
        assertThat(ProfileEvent.WALL.agentOptions()).isEqualTo("interval=1000000,nobatch,clock=monotonic");
        assertThat(ProfileEvent.WALL.commandArguments())
                .containsExactly("--event", "wall", "--clock", "monotonic", "--interval", "1000000", "--nobatch");
    }
}
