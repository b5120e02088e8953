package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Log replication as a follower does it: Raft paper, section 5.3 and figure 2, "AppendEntries RPC". */
class FollowerTest {

    @Test
    void shouldStoreAcknowledgeAndCommitWhenEntriesFollowItsLog() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1);

        final long firstToWrite = node.raft().onAppendRequest(2, 1, 1, 1, 1, 2, 2, 0);

        assertThat(firstToWrite).isEqualTo(2);
        assertThat(node.drain())
                .as("what it already holds durably is told at once")
                .containsExactly(
                        "write 2..3",
                        "append-reply to=2 term=1 index=1 round=0",
                        "commit 1",
                        "role FOLLOWER term=1 leader=2");
        assertThat(node.sync().drain()).containsExactly("append-reply to=2 term=1 index=3 round=0", "commit 2");
    }

    /** The consistency check. The follower holds 1/1 2/1 3/3. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, accepted, 0, 0",
        "1, 1, accepted, 0, 0",
        "3, 3, accepted, 0, 0",
        "4, 3, rejected, 3, 3",
        "9, 4, rejected, 3, 3",
        "3, 4, rejected, 3, 3",
        "3, 2, rejected, 2, 1",
        "2, 3, rejected, 2, 1",
        "9, 2, rejected, 2, 1"
    })
    void shouldTakeEntriesOnlyWhenItHoldsTheOneBefore(
            final long prevIndex, final long prevTerm, final String answer, final long hintIndex, final long hintTerm) {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 4, 0, 1, 1, 3);

        final long firstToWrite = node.raft().onAppendRequest(2, 4, prevIndex, prevTerm, 4, 1, 0, 0);

        if (answer.equals("accepted")) {
            assertThat(firstToWrite).isEqualTo(prevIndex + 1);
            assertThat(node.settle()).contains("append-reply to=2 term=4 index=" + (prevIndex + 1) + " round=0");
        } else {
            assertThat(firstToWrite).isZero();
            assertThat(node.settle())
                    .contains("append-reply to=2 term=4 rejected=" + prevIndex + " hint=" + hintIndex + "/" + hintTerm
                            + " round=0");
            assertThat(node.logTerms()).containsExactly(1L, 1L, 3L);
        }
    }

    /** Figure 7: the leader of term 8 has the log 1 1 1 4 4 5 5 6 6 6 and brings each of these followers to it. */
    @ParameterizedTest
    @CsvSource({
        "a, 1 1 1 4 4 5 5 6 6",
        "b, 1 1 1 4",
        "c, 1 1 1 4 4 5 5 6 6 6 6",
        "d, 1 1 1 4 4 5 5 6 6 6 7 7",
        "e, 1 1 1 4 4 4 4",
        "f, 1 1 1 2 2 2 3 3 3 3 3"
    })
    void shouldEndWithLeadersLogWhenLogsDiffer(final String follower, final String followerLog) {
        final ScriptedRaft leader =
                ScriptedRaft.recovered(2, 7, 0, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6).leader();
        final long[] terms = Arrays.stream(followerLog.split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        final ScriptedRaft node = ScriptedRaft.recovered(2, 7, 0, terms);

        final int appends = exchange(leader, node);

        assertThat(node.logTerms()).containsExactly(1L, 1L, 1L, 4L, 4L, 5L, 5L, 6L, 6L, 6L, 8L);
        assertThat(leader.raft().commitIndex()).isEqualTo(11);
        assertThat(appends).as("appends until follower %s agrees", follower).isLessThanOrEqualTo(7);
    }

    @Test
    void shouldDropItsUncommittedTailWhenLeaderHoldsOtherEntries() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 3, 0, 1, 2, 2, 2);

        final long firstToWrite = node.raft().onAppendRequest(2, 3, 1, 1, 3, 1, 0, 0);

        assertThat(firstToWrite).isEqualTo(2);
        assertThat(node.logTerms()).containsExactly(1L, 3L);
        assertThat(node.drain("write")).containsExactly("write 2..2");
    }

    /** Trap: to cut at the end of every append would remove entries that a later one, overtaken by this one, already brought. */
    @ParameterizedTest
    @CsvSource({"0, 0, 1, 1", "0, 0, 1, 2", "1, 1, 1, 1", "1, 1, 1, 0", "2, 1, 3, 1"})
    void shouldKeepLaterEntriesWhenAppendIsOldOrRepeated(
            final long prevIndex, final long prevTerm, final long entriesTerm, final int entryCount) {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 3, 0, 1, 1);
        node.raft().onAppendRequest(2, 3, 2, 1, 3, 3, 5, 0);
        assertThat(node.settle()).contains("append-reply to=2 term=3 index=5 round=0", "commit 5");

        final long firstToWrite = node.raft().onAppendRequest(2, 3, prevIndex, prevTerm, entriesTerm, entryCount, 1, 0);

        assertThat(firstToWrite).isZero();
        assertThat(node.logTerms()).containsExactly(1L, 1L, 3L, 3L, 3L);
        assertThat(node.raft().commitIndex()).isEqualTo(5);
        assertThat(node.drain())
                .as("never less than was acknowledged before")
                .containsExactly("append-reply to=2 term=3 index=5 round=0");
    }

    @Test
    void shouldWriteOnlyWhatIsMissingWhenAppendOverlapsItsLog() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1, 1, 1);

        assertThat(node.raft().onAppendRequest(2, 1, 1, 1, 1, 4, 0, 0)).isEqualTo(4);
        assertThat(node.raft().lastIndex()).isEqualTo(5);
        assertThat(node.drain("write")).containsExactly("write 4..5");
    }

    /** What lies behind the entries of the message may conflict with the leader's log, so it is not committed. */
    @Test
    void shouldCommitNoFurtherThanTheMessageProvesWhenLeaderCommittedMore() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 2, 0, 1, 1, 2, 2);

        node.raft().onAppendRequest(2, 3, 1, 1, 1, 1, 9, 0);

        assertThat(node.raft().commitIndex()).isEqualTo(2);
    }

    @Test
    void shouldCommitWhenHeartbeatSaysSo() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1, 1);

        node.raft().onHeartbeat(2, 1, 2, 0);

        assertThat(node.drain())
                .containsExactly("heartbeat-reply to=2 term=1 round=0", "commit 2", "role FOLLOWER term=1 leader=2");
    }

    @Test
    void shouldKeepItsCommitIndexWhenMessagesSayLess() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1, 1, 1);
        node.raft().onHeartbeat(2, 1, 3, 0);

        node.raft().onHeartbeat(2, 1, 1, 0);
        node.raft().onAppendRequest(3, 2, 3, 1, 2, 1, 0, 0);

        assertThat(node.raft().commitIndex()).isEqualTo(3);
        assertThat(node.settle()).containsOnlyOnce("commit 3");
    }

    @Test
    void shouldStopWhenLeaderWouldCutWhatIsCommitted() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1, 1);
        node.raft().onHeartbeat(2, 1, 2, 0);

        assertThatThrownBy(() -> node.raft().onAppendRequest(3, 2, 1, 1, 2, 1, 0, 0))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("fromIndex=2, commitIndex=2");
    }

    @Test
    void shouldAcknowledgeOnlyWhatNewLeaderProvedWhenLeaderChanges() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1);
        node.raft().onAppendRequest(2, 1, 1, 1, 1, 2, 1, 0);
        assertThat(node.settle()).contains("append-reply to=2 term=1 index=3 round=0");

        node.raft().onAppendRequest(3, 2, 1, 1, 1, 1, 1, 0);

        assertThat(node.settle()).contains("append-reply to=3 term=2 index=2 round=0");
    }

    @Test
    void shouldForgetWhatItOwedWhenLeaderChanges() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1);
        node.raft().onAppendRequest(2, 1, 5, 1, 1, 1, 0, 0);

        node.raft().onHeartbeat(3, 2, 0, 0);

        assertThat(node.settle()).noneMatch(line -> line.startsWith("append-reply"));
    }

    @Test
    void shouldAnswerOnceWhenSeveralAppendsCameSinceTheLastDrain() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0);

        node.raft().onAppendRequest(2, 1, 0, 0, 1, 2, 0, 0);
        node.raft().onAppendRequest(2, 1, 2, 1, 1, 2, 1, 0);

        assertThat(node.settle())
                .containsExactly(
                        "write 1..4",
                        "role FOLLOWER term=1 leader=2",
                        "append-reply to=2 term=1 index=4 round=0",
                        "commit 1");
    }

    @Test
    void shouldAnswerAgainWhenAnswerWasNotTaken() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0).disconnect(2);
        node.raft().onAppendRequest(2, 1, 0, 0, 1, 1, 0, 0);
        node.raft().onHeartbeat(2, 1, 0, 0);
        node.settle();

        assertThat(node.disconnect(0).drain())
                .containsExactly("append-reply to=2 term=1 index=1 round=0", "heartbeat-reply to=2 term=1 round=0");
        assertThat(node.drain()).isEmpty();
    }

    /** Carries appends and answers between the two until they have nothing to say. */
    private static int exchange(final ScriptedRaft leader, final ScriptedRaft node) {
        int appends = 0;
        leader.raft().onHeartbeatReply(2, leader.raft().term(), 0);
        List<String> sent = leader.settle();
        while (!sent.isEmpty()) {
            for (final String line : sent) {
                if (line.startsWith("append ")) {
                    ScriptedMessages.deliverAppend(line, node.raft());
                    appends++;
                }
            }
            for (final String line : node.settle()) {
                if (line.startsWith("append-reply ")) {
                    ScriptedMessages.deliverAppendReply(line, 2, leader.raft());
                }
            }
            sent = leader.settle();
        }
        return appends;
    }
}
