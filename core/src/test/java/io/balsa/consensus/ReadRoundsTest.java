package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The times of read rounds, from which a lease counts: dissertation, section 6.4.1. */
class ReadRoundsTest {
    private static final long DURATION_NS = 100;

    private final ReadRounds rounds = new ReadRounds();

    @Test
    void shouldNumberRoundsFromOneWhenTheyBegin() {
        assertThat(rounds.newest()).isZero();

        assertThat(rounds.begin(false)).isEqualTo(1);
        assertThat(rounds.begin(true)).isEqualTo(2);

        assertThat(rounds.newest()).isEqualTo(2);
    }

    @Test
    void shouldBeWithinDurationWhenLessHasPassedSinceTheRoundBegan() {
        rounds.onClock(1000);
        final long round = rounds.begin(true);

        assertThat(rounds.isWithin(round, DURATION_NS, 999)).isFalse();
        assertThat(rounds.isWithin(round, DURATION_NS, 1000)).isTrue();
        assertThat(rounds.isWithin(round, DURATION_NS, 1099)).isTrue();
        assertThat(rounds.isWithin(round, DURATION_NS, 1100)).isFalse();
    }

    @Test
    void shouldKnowNoTimeWhenRoundNeverBegan() {
        rounds.onClock(1000);
        rounds.begin(true);

        assertThat(rounds.isWithin(0, DURATION_NS, 1000)).isFalse();
    }

    /** A clock may begin anywhere, zero and below included. */
    @Test
    void shouldKnowNoTimeWhenRoundBeganBeforeTimesWereRemembered() {
        rounds.onClock(-1000);
        final long unremembered = rounds.begin(false);
        rounds.onClock(10);
        rounds.begin(true);

        assertThat(rounds.isWithin(unremembered, DURATION_NS, 10)).isFalse();
    }

    @Test
    void shouldKnowNoTimeWhenRoundTookThePlaceOfAnOlderOne() {
        rounds.onClock(1000);
        rounds.begin(true);
        for (int i = 0; i < 128; i++) {
            rounds.begin(false);
        }

        assertThat(rounds.isWithin(129, DURATION_NS, 1000)).isFalse();
    }

    @Test
    void shouldForgetTimeWhenManyRoundsBeganSince() {
        rounds.onClock(1000);
        rounds.begin(true);
        for (int i = 0; i < 127; i++) {
            rounds.begin(true);
        }
        assertThat(rounds.isWithin(1, DURATION_NS, 1000)).isTrue();

        rounds.begin(true);

        assertThat(rounds.isWithin(1, DURATION_NS, 1000)).isFalse();
    }

    @Test
    void shouldKeepTheLaterTimeWhenClockGoesBack() {
        rounds.onClock(1000);
        rounds.onClock(10);

        assertThat(rounds.isWithin(rounds.begin(true), DURATION_NS, 1099)).isTrue();
    }
}
