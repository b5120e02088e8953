package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A count of entries and their bytes in one number. */
class TakenTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, 1", "3, 1000", "16777215, 549755813887", "16777215, 0", "1, 549755813887"})
    void shouldGiveBothBackWhenPutTogether(final int entries, final long bytes) {
        final long taken = Taken.of(entries, bytes);

        assertThat(taken).isNotNegative();
        assertThat(Taken.entries(taken)).isEqualTo(entries);
        assertThat(Taken.bytes(taken)).isEqualTo(bytes);
    }

    @Test
    void shouldBeEmptyWhenThereIsNothing() {
        assertThat(Taken.of(0, 0)).isEqualTo(Taken.EMPTY);
        assertThat(Taken.NOTHING).isNegative();
    }

    /** Entries that were not offered would be taken for sent. */
    @Test
    void shouldStopWhenMoreEntriesAreTakenThanWereOffered() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).takeInstead(2);
        leader.raft().propose(1);

        assertThatThrownBy(leader::drain)
                .isInstanceOf(InvariantViolation.class)
                .hasMessage("more entries were taken than were offered: taken=2, entryCount=1, peerId=2");
    }
}
