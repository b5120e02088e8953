package io.balsa.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.client.EgressRing;
import io.balsa.codec.EntryType;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ApplyAgentTest {
    private static final int MAX_RESPONSE = 400;
    private static final int BATCH = 10;

    private final TestLog log = new TestLog();
    private final JournalMachine machine = new JournalMachine();
    private final ReadQueue reads = new ReadQueue(4096, 100);
    private final EgressRing egress = new EgressRing(4096);
    private final EgressLog out = new EgressLog();
    private final ApplyAgent agent = agent(BATCH, MAX_RESPONSE);

    @Test
    void shouldApplyInLogOrderAndReplyWhenCommitted() {
        final long session = log.open(4, 8);
        log.term(3);
        log.command(session, 1, 0, "a");
        log.command(session, 2, 0, "b");
        log.command(session, 3, 0, "not committed");

        commit(3);

        assertThat(agent.doWork()).isEqualTo(3);
        assertThat(machine.journal).containsExactly("2:3:1:a", "3:3:1:b");
        assertThat(out.take(egress)).containsExactly("opened 1 for 77,5,51 window 4", "1/1 OK 1 a", "1/2 OK 2 b");
        assertThat(agent.appliedIndex()).isEqualTo(3);
        assertThat(agent.commandCount()).isEqualTo(2);
        assertThat(agent.doWork()).isZero();
    }

    @Test
    void shouldAnswerFromTheTableWhenCommandIsRepeated() {
        final long session = log.open(4, 8);
        log.command(session, 1, 0, "a");
        log.command(session, 1, 0, "a");
        log.command(session, 2, 1, "b");
        log.command(session, 1, 0, "a");
        log.command(session, 6, 1, "far");
        log.command(99, 1, 0, "stranger");

        commitAll();

        agent.doWork();
        assertThat(machine.journal).containsExactly("2:1:1:a", "4:1:1:b");
        assertThat(out.take(egress))
                .containsExactly(
                        "opened 1 for 77,5,51 window 4",
                        "1/1 OK 1 a",
                        "1/1 OK 1 a",
                        "1/2 OK 2 b",
                        "1/1 REPLY_EVICTED",
                        "1/6 WINDOW_EXCEEDED",
                        "99/1 SESSION_UNKNOWN");
    }

    @Test
    void shouldKeepRepliesForLaterWhenNotResponding() {
        final long session = log.open(4, 8);
        log.command(session, 1, 0, "a");
        log.command(session, 1, 0, "a");
        log.close(TestLog.GATEWAY_ID, 99);
        agent.respond(false);
        agent.onCommit(log.lastIndex());
        agent.doWork();
        assertThat(out.take(egress)).isEmpty();
        assertThat(agent.appliedIndex()).isEqualTo(4);

        log.command(session, 1, 0, "a");
        commitAll();
        agent.doWork();

        assertThat(machine.journal).containsExactly("2:1:1:a");
        assertThat(out.take(egress)).containsExactly("1/1 OK 1 a");
    }

    @Test
    void shouldAnswerOnlyItsOwnGatewayWhenSessionsOpenAndClose() {
        final long own = log.open(4, 8);
        final long other = log.open(TestLog.GATEWAY_ID + 1, 4, 8, 0);
        log.close(TestLog.GATEWAY_ID + 1, own);
        log.close(TestLog.GATEWAY_ID, other);
        log.close(TestLog.GATEWAY_ID, other);
        log.command(own, 1, 0, "a");

        commitAll();

        agent.doWork();
        assertThat(out.take(egress))
                .containsExactly(
                        "opened 1 for 77,5,51 window 4",
                        "reply 6,64 OK",
                        "reply 6,65 SESSION_UNKNOWN",
                        "1/1 SESSION_UNKNOWN");
        assertThat(machine.journal).isEmpty();
    }

    @Test
    void shouldPassOverEntriesThatAreNoBusinessOfClients() {
        log.append(EntryType.NO_OP);
        log.append(EntryType.MEMBERSHIP, new byte[] {1, 2, 3});

        commitAll();

        assertThat(agent.doWork()).isEqualTo(2);
        assertThat(agent.appliedIndex()).isEqualTo(2);
        assertThat(out.take(egress)).isEmpty();
    }

    @Test
    void shouldApplyOneBatchPerTurnWhenMoreIsCommitted() {
        for (int i = 0; i < 2 * BATCH + 3; i++) {
            log.append(EntryType.NO_OP);
        }
        commitAll();

        assertThat(agent.doWork()).isEqualTo(BATCH);
        assertThat(agent.appliedIndex()).isEqualTo(BATCH);
        assertThat(agent.doWork()).isEqualTo(BATCH);
        assertThat(agent.doWork()).isEqualTo(3);
        assertThat(agent.doWork()).isZero();
    }

    @Test
    void shouldOfferTheSameReplyAgainWhenEgressIsFull() {
        final long session = log.open(64, 8);
        for (int sequence = 1; sequence <= 20; sequence++) {
            log.command(session, sequence, 0, "large " + MAX_RESPONSE);
        }
        commitAll();
        while (agent.doWork() > 0) {
            assertThat(machine.journal).hasSizeLessThan(20);
        }
        final int appliedWhenFull = machine.journal.size();
        assertThat(agent.appliedIndex())
                .as("the entry whose reply waits is applied")
                .isEqualTo(1 + appliedWhenFull);

        assertThat(agent.doWork()).isZero();
        assertThat(machine.journal).hasSize(appliedWhenFull);

        assertThat(out.take(egress)).hasSize(appliedWhenFull);
        assertThat(agent.doWork()).isPositive();
        assertThat(out.take(egress).get(0)).startsWith("1/" + appliedWhenFull + " OK");
    }

    @Test
    void shouldServeQueryOnlyAfterItsIndexIsApplied() {
        final long session = log.open(4, 8);
        log.command(session, 1, 0, "a");
        query(1, 8, "count");
        commit(1);
        agent.doWork();
        out.take(egress);

        reads.onReady(1, 2);
        assertThat(agent.doWork()).isZero();
        commitAll();
        agent.doWork();

        assertThat(out.take(egress)).containsExactly("1/1 OK 1 a", "reply 80,8 OK count after 1");
        assertThat(agent.queryCount()).isEqualTo(1);
        assertThat(agent.doWork()).isZero();
    }

    @Test
    void shouldRefuseQueryOnceWhenLeadershipIsLost() {
        query(1, 8, "count");
        reads.onRefused(1);
        agent.respond(false);

        assertThat(agent.doWork()).isEqualTo(1);

        assertThat(out.take(egress)).containsExactly("reply 80,8 NOT_LEADER");
        assertThat(machine.lentQueries).isEmpty();
        assertThat(agent.queryCount()).isZero();
        assertThat(agent.doWork()).isZero();
    }

    @Test
    void shouldAnswerEachQueryOnceWhenEgressIsFull() {
        final EgressRing small = new EgressRing(4096);
        final ApplyAgent squeezed = new ApplyAgent(
                log.cursor(),
                machine,
                new SessionTable(0),
                TestLog.NO_MEMBERSHIPS,
                reads,
                small,
                TestLog.GATEWAY_ID,
                BATCH,
                MAX_RESPONSE);
        for (int id = 1; id <= 40; id++) {
            query(id, id, "large 300");
        }
        reads.onReady(40, 0);

        int answers = 0;
        for (int turn = 0; turn < 200; turn++) {
            squeezed.doWork();
            answers += out.takeOne(small).size();
        }

        assertThat(answers).isEqualTo(40);
        assertThat(machine.lentQueries).hasSize(40);
    }

    @Test
    void shouldTellThatTheResponseIsTooLargeWhenItIsJustBeyondTheLimit() {
        final long session = log.open(8, 8);
        log.command(session, 1, 0, "large " + MAX_RESPONSE);
        log.command(session, 2, 0, "large " + (MAX_RESPONSE + 1));
        log.command(session, 2, 0, "large " + (MAX_RESPONSE + 1));
        log.command(session, 3, 0, "small");
        query(1, 8, "large " + (MAX_RESPONSE + 1));
        reads.onReady(1, 0);
        commitAll();

        agent.doWork();

        assertThat(out.take(egress))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("opened"),
                        line -> assertThat(line).isEqualTo("1/1 OK " + "x".repeat(MAX_RESPONSE)),
                        line -> assertThat(line).isEqualTo("1/2 RESPONSE_TOO_LARGE"),
                        line -> assertThat(line).isEqualTo("1/2 RESPONSE_TOO_LARGE"),
                        line -> assertThat(line).isEqualTo("1/3 OK 3 small"),
                        line -> assertThat(line).isEqualTo("reply 80,8 RESPONSE_TOO_LARGE"));
        assertThat(machine.journal).hasSize(3);
    }

    @Test
    void shouldStopForGoodAndNameTheEntryWhenTheStateMachineThrows() {
        final long session = log.open(8, 8);
        log.term(4);
        log.command(session, 1, 0, "fail");
        log.command(session, 2, 0, "never");
        commitAll();

        assertThatThrownBy(agent::doWork)
                .isInstanceOf(ApplyException.class)
                .hasMessageContaining("index=2, term=4, type=COMMAND, sessionId=1, sequence=1")
                .hasMessageContaining("asked to fail")
                .hasCauseInstanceOf(UnsupportedOperationException.class);
        assertThat(agent.appliedIndex()).isEqualTo(1);

        assertThatThrownBy(agent::doWork).isInstanceOf(ApplyException.class).hasMessageContaining("index=2");
        assertThat(machine.journal).hasSize(1);
    }

    @Test
    void shouldStopWhenAQueryThrows() {
        query(1, 8, "fail");
        reads.onReady(1, 0);

        assertThatThrownBy(agent::doWork)
                .isInstanceOf(ApplyException.class)
                .hasMessageContaining("appliedIndex=0")
                .hasMessageContaining("asked to fail");
    }

    @Test
    void shouldStopAndNameTheEntryWhenItMakesNoSense() {
        log.append(9, new byte[8]);
        commitAll();
        assertThatThrownBy(agent::doWork).hasMessageContaining("index=1, term=1, type=UNKNOWN(9)");

        final TestLog shortLog = new TestLog();
        shortLog.append(EntryType.COMMAND, new byte[31]);
        final ApplyAgent second = new ApplyAgent(
                shortLog.cursor(),
                machine,
                new SessionTable(0),
                TestLog.NO_MEMBERSHIPS,
                reads,
                egress,
                TestLog.GATEWAY_ID,
                BATCH,
                MAX_RESPONSE);
        second.onCommit(1);
        assertThatThrownBy(second::doWork)
                .hasMessageContaining("type=COMMAND")
                .hasMessageContaining("payloadLength=31");
    }

    @Test
    void shouldTakeViewsAwayWhenTheCallbackReturns() {
        final long session = log.open(8, 8);
        log.command(session, 1, 0, "a");
        query(1, 8, "count");
        reads.onReady(1, 0);
        commitAll();

        agent.doWork();

        assertThatThrownBy(() -> machine.lentCommands.get(0).buffer().getByte(0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> machine.lentResponses.get(0).buffer().putByte(0, (byte) 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> machine.lentQueries.get(0).getByte(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldRejectWhenArgumentsAreOutOfRange() {
        agent.onCommit(5);
        assertThatThrownBy(() -> agent.onCommit(4)).hasMessageContaining("index=4, commitIndex=5");
        assertThatThrownBy(() -> agent(0, MAX_RESPONSE)).hasMessageContaining("batchLimit=0");
        assertThatThrownBy(() -> agent(1, 0)).hasMessageContaining("maxResponseLength=0");
        final int most = egress.maxResponseBytes();
        assertThatThrownBy(() -> agent(1, most + 1)).hasMessageContaining("maxResponseLength=" + (most + 1));
        assertThat(agent(1, most).roleName()).isEqualTo("apply");
        final ResponseBuffer response = new ResponseBuffer(1);
        assertThatThrownBy(() -> response.length(-1)).hasMessageContaining("length=-1");
    }

    @Test
    void shouldCloseTheStateMachineWhenClosed() {
        agent.onClose();

        assertThat(machine.closed).isTrue();
    }

    private ApplyAgent agent(final int batchLimit, final int maxResponse) {
        final ApplyAgent made = new ApplyAgent(
                log.cursor(),
                machine,
                new SessionTable(0),
                TestLog.NO_MEMBERSHIPS,
                reads,
                egress,
                TestLog.GATEWAY_ID,
                batchLimit,
                maxResponse);
        made.respond(true);
        return made;
    }

    private void commit(final long index) {
        agent.respond(true);
        agent.onCommit(index);
    }

    private void commitAll() {
        commit(log.lastIndex());
    }

    private void query(final long readId, final long correlationId, final String query) {
        final UnsafeBuffer bytes = new UnsafeBuffer(query.getBytes(StandardCharsets.UTF_8));
        assertThat(reads.offer(readId, correlationId * 10, correlationId, bytes, 0, bytes.capacity()))
                .isTrue();
    }
}
