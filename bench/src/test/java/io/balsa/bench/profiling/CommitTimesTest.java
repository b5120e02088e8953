package io.balsa.bench.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.bench.load.CommandPort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which commits were the slowest, and when. */
class CommitTimesTest {
    private final Port port = new Port();
    private final CommitTimes times = new CommitTimes(port, () -> port.nowNs);
    private final List<Long> answered = new ArrayList<>();
    private final CommandPort.AnswerHandler load = (tag, failure) -> answered.add(tag);

    /** Answers what it is told to, at times of a clock that only moves when told to. */
    private static final class Port implements CommandPort {
        private long nowNs;
        private boolean isFull;
        private long answeredTag;
        private @Nullable String failure;

        @Override
        public boolean offer(final long tag) {
            return !isFull;
        }

        @Override
        public void poll(final AnswerHandler handler, final long maxWaitNs) {
            handler.onAnswer(answeredTag, failure);
        }

        @Override
        public void wakeup() {
            isFull = false;
        }
    }

    private void commit(final long tag, final long sentNs, final long latencyNs) {
        port.nowNs = sentNs;
        assertThat(times.offer(tag)).isTrue();
        port.nowNs = sentNs + latencyNs;
        port.answeredTag = tag;
        times.poll(load, 0);
    }

    @Test
    void shouldFindTheSlowestWhenAPercentileIsGiven() throws IOException {
        for (int i = 0; i < 100; i++) {
            commit(i, 1_000L * i, i == 37 ? 900 : i == 90 ? 800 : 10 + i % 7);
        }

        final CommitTimes.Tail tail = times.tail(98);

        assertThat(tail.commits()).isEqualTo(100);
        assertThat(tail.slow()).isEqualTo(2);
        assertThat(tail.thresholdNs()).isEqualTo(16);
        assertThat(tail.intervals().lengthNs()).isEqualTo(900 + 800);
        assertThat(tail.intervals().contains(37_500)).isTrue();
        assertThat(tail.intervals().contains(90_801)).isFalse();
        assertThat(tail.intervals().contains(38_010)).isFalse();
    }

    @Test
    void shouldRememberEveryCommandWhenThereAreManyOfThem() throws IOException {
        final int many = (1 << 17) + 1;
        for (int i = 0; i < many; i++) {
            commit(i, 100L * i, i == many - 1 ? 50 : 10);
        }

        final CommitTimes.Tail tail = times.tail(99.9);

        assertThat(tail.commits()).isEqualTo(many);
        assertThat(tail.slow()).isEqualTo(1);
        assertThat(tail.intervals().contains(100L * (many - 1) + 50)).isTrue();
    }

    @Test
    void shouldTellTheLoadOfEveryAnswer() {
        commit(0, 0, 10);
        commit(1, 5, 10);

        assertThat(answered).containsExactly(0L, 1L);
    }

    @Test
    void shouldNotCountACommandWhenItIsNotTakenOrRefused() throws IOException {
        port.isFull = true;
        assertThat(times.offer(0)).isFalse();
        times.wakeup();
        port.failure = "NOT_LEADER";
        commit(0, 0, 1_000);
        port.failure = null;
        commit(1, 2_000, 10);
        commit(2, 3_000, 20);

        final CommitTimes.Tail tail = times.tail(50);

        assertThat(tail.commits()).isEqualTo(2);
        assertThat(tail.intervals().contains(500)).isFalse();
        assertThat(tail.intervals().contains(3_020)).isTrue();
    }

    @Test
    void shouldSayWhatToDoWhenNoCommitIsSlowerThanTheOthers() {
        commit(0, 0, 10);
        commit(1, 100, 10);

        assertThatThrownBy(() -> times.tail(50))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("percentile=50.0, commits=2, thresholdNs=10; take a lower one");
    }

    @Test
    void shouldSayThatNothingWasAnsweredWhenNothingWas() {
        assertThat(times.offer(0)).isTrue();

        assertThatThrownBy(() -> times.tail(50))
                .isInstanceOf(IOException.class)
                .hasMessage("no command was answered: sent=1");
    }
}
