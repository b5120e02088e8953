package io.balsa.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.client.StatusReport;
import io.balsa.codec.sbe.client.NodeRole;
import io.balsa.codec.sbe.client.SyncMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTableTest {
    @Test
    void shouldAlignColumnsWhenNodesDiffer() {
        final StatusTable table = new StatusTable();
        table.add(1, "127.0.0.1:7401", 41, report(1, NodeRole.FOLLOWER, 3, 2, 990, 980, 970, 61_000));
        table.add(2, "127.0.0.1:7403", 42, report(2, NodeRole.LEADER, 3, 2, 1_000, 990, 985, 3_600_000));
        table.add(3, "127.0.0.1:7405", 0, null);
        table.add(4, "127.0.0.1:7407", 12_345, null);
        table.add(5, "127.0.0.1:7409", 45, report(5, NodeRole.PRE_CANDIDATE, 3, 0, 10, 10, 10, 900));

        assertThat(table.lines())
                .containsExactly(
                        "node  role           term  leader      log  commit  applied  lag         sync  uptime    pid  clients",
                        "1     follower          3       2   1..990     980      970   30  every_batch    1m1s     41  127.0.0.1:7401",
                        "2     leader            3       2  1..1000     990      985   15  every_batch    1h0m     42  127.0.0.1:7403",
                        "3     down              -       -        -       -        -    -            -       -      -  127.0.0.1:7405",
                        "4     no answer         -       -        -       -        -    -            -       -  12345  127.0.0.1:7407",
                        "5     pre-candidate     3       -    1..10      10       10  990  every_batch      0s     45  127.0.0.1:7409");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "59999, 59s",
        "60000, 1m0s",
        "3599000, 59m59s",
        "3600000, 1h0m",
        "86400000, 1d0h",
        "90000000, 1d1h"
    })
    void shouldShowTwoUnitsWhenUptimeIsLong(final long millis, final String expected) {
        assertThat(StatusTable.uptime(Duration.ofMillis(millis))).isEqualTo(expected);
    }

    private static StatusReport report(
            final int nodeId,
            final NodeRole role,
            final long term,
            final int leaderId,
            final long lastIndex,
            final long commitIndex,
            final long appliedIndex,
            final long uptimeMs) {
        return new StatusReport(
                7,
                nodeId,
                role,
                term,
                leaderId,
                1,
                lastIndex,
                commitIndex,
                appliedIndex,
                0,
                SyncMode.EVERY_BATCH,
                40 + nodeId,
                uptimeMs,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                "/data");
    }
}
