package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaderSearchTest {
    private static final MemberAddress A = new MemberAddress("a", 1);
    private static final MemberAddress B = new MemberAddress("b", 1);
    private static final MemberAddress C = new MemberAddress("c", 1);
    private static final MemberAddress STRANGER = new MemberAddress("d", 1);
    private static final long NOW_NS = 5_000_000_000L;

    private final LeaderSearch search = new LeaderSearch(List.of(A, B, C));

    @Test
    void shouldTryMembersInTurn() {
        assertThat(List.of(search.next(), search.next(), search.next(), search.next()))
                .containsExactly(A, B, C, A);
    }

    @Test
    void shouldPauseOnlyWhenEachMemberWasTriedAndThenALittleMore() {
        assertThat(pauseAfterRound()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10));
        assertThat(pauseAfterRound()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(pauseAfterRound()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(40));
        assertThat(pauseAfterRound()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(pauseAfterRound()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(50));

        search.onFound();
        assertThat(pauseAfterRound()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10));
    }

    @Test
    void shouldGoWhereAHintPointsWithoutAPause() {
        search.next();

        assertThat(search.onHint(STRANGER, NOW_NS)).isTrue();
        assertThat(search.pauseNs()).isZero();
        assertThat(search.next()).isEqualTo(STRANGER);
        assertThat(search.next()).isEqualTo(B);
    }

    @Test
    void shouldNotFollowAHintWhenTheNodeJustFailed() {
        search.onFailed(C, NOW_NS);

        assertThat(search.onHint(C, NOW_NS + TimeUnit.MILLISECONDS.toNanos(99))).isFalse();
        assertThat(search.onHint(B, NOW_NS)).isTrue();
        assertThat(search.onHint(C, NOW_NS + TimeUnit.MILLISECONDS.toNanos(100)))
                .isTrue();
    }

    @Test
    void shouldNotFollowHintsRoundAndRound() {
        assertThat(search.onHint(A, NOW_NS)).isTrue();
        assertThat(search.onHint(B, NOW_NS)).isTrue();
        assertThat(search.onHint(A, NOW_NS)).isTrue();
        assertThat(search.onHint(B, NOW_NS)).isFalse();

        search.onFruitless();
        assertThat(search.onHint(B, NOW_NS)).isTrue();
    }

    private long pauseAfterRound() {
        for (int i = 0; i < 3; i++) {
            assertThat(search.pauseNs()).isZero();
            search.next();
        }
        return search.pauseNs();
    }
}
