package io.balsa.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.client.StatusReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterEventsTest {
    private static final long SECOND = 1_000_000_000;

    private final ClusterEvents events = new ClusterEvents(10 * SECOND, false);

    @Test
    void shouldTellNothingWhenItLooksForTheFirstTime() {
        events.onLook(
                10 * SECOND,
                List.of(new Reports().collections(5).slowSyncs(9, 1).of(1)));

        assertThat(events.events()).isEmpty();
    }

    @Test
    void shouldTellWhoCollectedBetweenWhichLooksWhenACountRose() {
        events.onLook(10 * SECOND, List.of(new Reports().of(1), new Reports().of(2)));
        events.onLook(11 * SECOND, List.of(new Reports().of(1), new Reports().of(2)));
        events.onLook(
                12 * SECOND,
                List.of(new Reports().of(1), new Reports().collections(2).of(2)));

        assertThat(events.events()).containsExactly(new ClusterEvent(ClusterEvent.Kind.COLLECTION, 2, 1, 2, 2, 0));
    }

    @Test
    void shouldTellHowLongSlowSyncsTookWhenThereWereSome() {
        events.onLook(10 * SECOND, List.of(new Reports().slowSyncs(1, 11).of(3)));
        events.onLook(11 * SECOND, List.of(new Reports().slowSyncs(4, 71).of(3)));

        assertThat(events.events()).containsExactly(new ClusterEvent(ClusterEvent.Kind.SLOW_SYNC, 3, 0, 1, 3, 60));
    }

    @Test
    void shouldTellAnElectionOnceWhenSomeNodesHearOfItLater() {
        events.onLook(10 * SECOND, List.of(new Reports().of(1), new Reports().of(2)));
        events.onLook(
                11 * SECOND,
                List.of(new Reports().of(1), new Reports().leader(4, 2).of(2)));
        events.onLook(
                12 * SECOND,
                List.of(
                        new Reports().leader(4, 2).of(1),
                        new Reports().leader(4, 2).of(2)));

        assertThat(events.events()).containsExactly(new ClusterEvent(ClusterEvent.Kind.ELECTION, 2, 0, 1, 1, 0));
    }

    @Test
    void shouldCompareWithNothingWhenANodeIsAnotherProcess() {
        events.onLook(
                10 * SECOND, List.of(new Reports().process(8).collections(3).of(1)));
        events.onLook(
                11 * SECOND, List.of(new Reports().process(9).collections(5).of(1)));
        events.onLook(
                12 * SECOND, List.of(new Reports().process(9).collections(6).of(1)));

        assertThat(events.events()).containsExactly(new ClusterEvent(ClusterEvent.Kind.COLLECTION, 1, 1, 2, 1, 0));
    }

    @Test
    void shouldTellACollectionOnceWhenAllNodesShareTheProcess() {
        final ClusterEvents shared = new ClusterEvents(0, true);
        shared.onLook(
                0,
                List.of(new Reports().process(8).of(1), new Reports().process(8).of(2)));
        shared.onLook(
                SECOND,
                List.of(
                        new Reports().process(8).collections(1).of(1),
                        new Reports().process(8).collections(1).of(2)));

        assertThat(shared.events()).hasSize(1);
    }

    @Test
    void shouldAddProcessorTimeUpUnlessTheProcessIsShared() {
        final List<StatusReport> reports = List.of(
                new Reports().used(5, 7, 2).of(1), new Reports().used(6, 8, 3).of(2));

        assertThat(ClusterUsage.of(reports, false)).isEqualTo(new ClusterUsage(1, 11, 7, 5, 0));
        assertThat(ClusterUsage.of(reports, true)).isEqualTo(new ClusterUsage(1, 6, 7, 5, 0));
    }
}
