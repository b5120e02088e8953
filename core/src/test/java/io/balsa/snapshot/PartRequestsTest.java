package io.balsa.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PartRequestsTest {
    private static final int CREDIT = 4;
    private static final int TIMEOUT = 3;

    private final PartRequests requests = new PartRequests(CREDIT, TIMEOUT);

    @Test
    void shouldAskForEachPartOnceWhenAllCome() {
        assertThat(ask(0)).isEqualTo("0 to 4");
        assertThat(ask(0)).isEqualTo("nothing");
        assertThat(ask(1)).isEqualTo("nothing");
        assertThat(ask(2)).isEqualTo("4 to 6");
        assertThat(ask(3)).isEqualTo("nothing");
        assertThat(ask(6)).isEqualTo("6 to 10");
    }

    @Test
    void shouldAskAgainWhenTheRequestWasNotTaken() {
        assertThat(requests.isDue(0)).isTrue();
        assertThat(requests.isDue(0)).isTrue();
        assertThat(requests.count()).isEqualTo(CREDIT);
    }

    @Test
    void shouldAskForThoseUnderWayAgainWhenNoneCameForAWhile() {
        ask(0);
        assertThat(ask(1)).isEqualTo("nothing");
        tick(TIMEOUT - 1);
        assertThat(ask(1)).isEqualTo("nothing");
        tick(1);
        assertThat(ask(1)).isEqualTo("1 to 5");
        tick(TIMEOUT - 1);
        assertThat(ask(1)).isEqualTo("nothing");
        assertThat(ask(2)).isEqualTo("nothing");
        tick(TIMEOUT - 1);
        assertThat(ask(2)).isEqualTo("nothing");
    }

    @Test
    void shouldAskFromTheBeginningWhenPartsWereThrownAwayOrAnotherNodeIsAsked() {
        assertThat(ask(5)).isEqualTo("5 to 9");
        assertThat(ask(0)).isEqualTo("0 to 4");

        requests.restart();
        assertThat(ask(2)).isEqualTo("2 to 6");
        requests.restart();
        assertThat(ask(2)).isEqualTo("2 to 6");
    }

    @Test
    void shouldKeepOneUnderWayWhenCreditIsOne() {
        final PartRequests single = new PartRequests(1, TIMEOUT);
        assertThat(ask(single, 0)).isEqualTo("0 to 1");
        assertThat(ask(single, 0)).isEqualTo("nothing");
        assertThat(ask(single, 1)).isEqualTo("1 to 2");
    }

    @Test
    void shouldRefuseWhenNumbersAreOutOfRange() {
        assertThatThrownBy(() -> new PartRequests(0, 1)).hasMessageContaining("credit=0");
        assertThatThrownBy(() -> new PartRequests(1, 0)).hasMessageContaining("timeoutTicks=0");
    }

    private void tick(final int count) {
        for (int i = 0; i < count; i++) {
            requests.tick();
        }
    }

    private String ask(final int wantedPart) {
        return ask(requests, wantedPart);
    }

    private static String ask(final PartRequests asked, final int wantedPart) {
        if (!asked.isDue(wantedPart)) {
            return "nothing";
        }
        asked.onAsked();
        return asked.fromPart() + " to " + (asked.fromPart() + asked.count());
    }
}
