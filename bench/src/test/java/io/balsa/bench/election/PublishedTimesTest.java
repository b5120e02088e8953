package io.balsa.bench.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The published points are those that the paper's text speaks of. */
class PublishedTimesTest {
    private static ElectionTimes paper(final String timeouts) throws IOException {
        return Objects.requireNonNull(PublishedTimes.read().get(0).line(timeouts));
    }

    @Test
    void shouldSayWhatThePaperSaysWhenItsFiguresAreRead() throws IOException {
        final Offset<Double> rounded = Offset.offset(0.5);

        assertThat(paper("150-150").shareWithin(10_000)).isLessThan(0.02);
        assertThat(paper("150-155").medianMs()).isCloseTo(287, rounded);
        assertThat(paper("150-200").worstMs()).isCloseTo(513, rounded);
        assertThat(paper("12-24").meanMs()).isCloseTo(35, rounded);
        assertThat(paper("12-24").worstMs()).isCloseTo(152, rounded);
    }

    @Test
    void shouldHaveAllLinesThatWerePublishedWhenRead() throws IOException {
        assertThat(PublishedTimes.read()).allSatisfy(curves -> assertThat(curves.lines())
                .allSatisfy(
                        line -> assertThat(line.percentilesMs()).hasSize(101).isSorted()));
        assertThat(PublishedTimes.read().get(0).lines()).hasSize(10);
        assertThat(PublishedTimes.read().get(1).lines()).hasSize(9);
        assertThat(PublishedTimes.read().get(1).line("150-150")).isNull();
    }
}
