package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The relations between settings, each just inside and just outside. */
class RaftConfigTest {

    @ParameterizedTest
    @MethodSource("relations")
    void shouldNameTheRelationWhenItIsBroken(
            final String message,
            final UnaryOperator<RaftConfig.Builder> outside,
            final UnaryOperator<RaftConfig.Builder> inside) {
        assertThat(inside.apply(RaftConfig.builder(1)).build()).isNotNull();

        assertThatThrownBy(() -> outside.apply(RaftConfig.builder(1)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static List<Arguments> relations() {
        return Stream.of(
                        relation(
                                "heartbeatTicks must be at least 1: found=0", s -> s.ticks(10, 0), s -> s.ticks(10, 1)),
                        relation(
                                "electionTicks must be greater than heartbeatTicks=3: found=3",
                                s -> s.ticks(3, 3),
                                s -> s.ticks(4, 3)),
                        relation(
                                "maxElectionTicks must be greater than electionTicks=10: found=10",
                                s -> s.ticks(10, 10, 1),
                                s -> s.ticks(10, 11, 1)),
                        relation("priority must be at least 0: found=-1", s -> s.priority(-1), s -> s.priority(0)),
                        relation(
                                "maxEntriesPerAppend must be at least 1: found=0",
                                s -> s.maxEntriesPerAppend(0),
                                s -> s.maxEntriesPerAppend(1)),
                        relation(
                                "maxEntriesPerAppend must be at most 16777215: found=16777216",
                                s -> s.maxEntriesPerAppend(Taken.MAX_ENTRIES + 1),
                                s -> s.maxEntriesPerAppend(Taken.MAX_ENTRIES)),
                        relation(
                                "maxInflightAppends must be at least 1: found=0",
                                s -> s.maxInflightAppends(0),
                                s -> s.maxInflightAppends(1)),
                        relation(
                                "maxInflightBytes must be at least 1: found=0",
                                s -> s.maxInflightBytes(0),
                                s -> s.maxInflightBytes(1)),
                        relation(
                                "maxUncommittedEntries must be at least 1: found=0",
                                s -> s.maxUncommittedEntries(0),
                                s -> s.maxUncommittedEntries(1)),
                        relation(
                                "maxUncommittedBytes must be at least 1: found=0",
                                s -> s.maxUncommittedBytes(0),
                                s -> s.maxUncommittedBytes(1)),
                        relation(
                                "maxApplyAheadEntries must be at least 0: found=-1",
                                s -> s.maxApplyAheadEntries(-1),
                                s -> s.maxApplyAheadEntries(0)),
                        relation(
                                "leaseDurationNs must be at least 0: found=-1",
                                s -> s.leaseDurationNs(-1),
                                s -> s.leaseDurationNs(0)),
                        relation(
                                "leaseDurationNs needs checkQuorum: without it a voter does not keep the lease:"
                                        + " found=1",
                                s -> s.checkQuorum(false).leaseDurationNs(1),
                                s -> s.checkQuorum(true).leaseDurationNs(1)),
                        relation(
                                "firstReadId must be at least 1: found=0",
                                s -> s.firstReadId(0),
                                s -> s.firstReadId(1)))
                .toList();
    }

    private static Arguments relation(
            final String message,
            final UnaryOperator<RaftConfig.Builder> outside,
            final UnaryOperator<RaftConfig.Builder> inside) {
        return Arguments.of(message, outside, inside);
    }

    @Test
    void shouldNameTheRelationWhenNodeIdIsOutOfRange() {
        assertThat(RaftConfig.builder(1).build().nodeId()).isEqualTo(1);

        assertThatThrownBy(() -> RaftConfig.builder(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nodeId must be at least 1: found=0");
    }

    /** Paper, 5.2: the timeout is drawn from a range as wide as its least value, unless another is named. */
    @Test
    void shouldDrawFromTwiceTheLeastTimeoutWhenNoOtherIsNamed() {
        final RaftConfig config = RaftConfig.builder(1).ticks(7, 2).build();

        assertThat(config.electionTicks()).isEqualTo(7);
        assertThat(config.maxElectionTicks()).isEqualTo(14);
        assertThat(config.heartbeatTicks()).isEqualTo(2);
    }

    @Test
    void shouldKeepEverySettingWhenBuiltAnew() {
        final RaftConfig config = RaftConfig.builder(3)
                .ticks(11, 17, 2)
                .preVote(false)
                .checkQuorum(true)
                .priority(4)
                .maxEntriesPerAppend(5)
                .maxInflightAppends(6)
                .maxInflightBytes(7)
                .maxUncommittedEntries(8)
                .maxUncommittedBytes(9)
                .eagerCommit(false)
                .maxApplyAheadEntries(10)
                .leaseDurationNs(12)
                .quietStart(true)
                .stepDownOnRemoval(false)
                .firstReadId(13)
                .seed(14)
                .build();

        assertThat(config.toBuilder().build()).isEqualTo(config);
        assertThat(config)
                .isEqualTo(new RaftConfig(
                        3, 11, 17, 2, false, true, 4, 5, 6, 7, 8, 9, false, 10, 12, true, false, 13, 14));
    }

    /** Nodes with the default seeds must not campaign together. */
    @Test
    void shouldSeedNodesDifferentlyWhenNothingIsSaid() {
        assertThat(RaftConfig.builder(1).build().seed())
                .isNotEqualTo(RaftConfig.builder(2).build().seed());
    }
}
