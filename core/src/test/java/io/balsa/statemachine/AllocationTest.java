package io.balsa.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.client.EgressHandler;
import io.balsa.client.EgressRing;
import io.balsa.testing.Allocation;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** In steady state the apply stage allocates nothing: sessions, duplicates, evictions, queries and refusals included. */
class AllocationTest {
    private static final int TURNS = 10_000;
    private static final int BATCH = 16;

    private final SessionTable sessions = new SessionTable(1 << 20);
    private final ReadQueue reads = new ReadQueue(4096, 64);
    private final EgressRing egress = new EgressRing(1 << 14);
    private final ReplyCounter replies = new ReplyCounter();
    private final ApplyAgent agent = new ApplyAgent(
            new EndlessLog(),
            new EchoMachine(),
            sessions,
            TestLog.NO_MEMBERSHIPS,
            reads,
            egress,
            TestLog.GATEWAY_ID,
            BATCH,
            1024);
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[64]);
    private long commitIndex;
    private long readId;
    private long turnCount;

    @Test
    void shouldAllocateNothingWhenApplyingAndServing() throws Exception {
        agent.respond(true);

        final long leastBytes = Allocation.leastBytesPerRound(() -> {
            for (int i = 0; i < TURNS; i++) {
                turn();
            }
        });

        assertThat(leastBytes).isZero();
        assertThat(sessions.evictedCount()).isPositive();
        assertThat(agent.queryCount()).isEqualTo(turnCount * 3);
        assertThat(replies.count).isEqualTo(agent.appliedIndex() + turnCount * 4);
    }

    private void turn() {
        turnCount++;
        for (int i = 0; i < 4; i++) {
            assertTaken(reads.offer(++readId, 1, readId, query, 0, 10 + i));
        }
        reads.onReady(readId - 1, commitIndex);
        reads.onRefused(readId);
        commitIndex += BATCH;
        agent.onCommit(commitIndex);
        while (agent.doWork() > 0 || egress.poll(replies, Integer.MAX_VALUE) > 0) {
            // Both are done when neither finds anything.
        }
        egress.poll(replies, Integer.MAX_VALUE);
    }

    private static void assertTaken(final boolean taken) {
        if (!taken) {
            throw new AssertionError("the read queue is full");
        }
    }

    private static final class EchoMachine implements StateMachine {
        @Override
        public void apply(final CommittedCommand command, final ResponseWriter response) {
            echo(command.buffer(), command.offset(), command.length(), response);
        }

        @Override
        public void query(final DirectBuffer query, final int offset, final int length, final ResponseWriter response) {
            echo(query, offset, length, response);
        }

        private static void echo(
                final DirectBuffer buffer, final int offset, final int length, final ResponseWriter response) {
            response.buffer().putBytes(0, buffer, offset, length);
            response.length(length);
        }

        @Override
        public void close() {}
    }

    private static final class ReplyCounter implements EgressHandler {
        private long count;

        @Override
        public void onCommandReply(
                final long sessionId,
                final long sequence,
                final int status,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            count++;
        }

        @Override
        public void onCommandRefusal(
                final long connectionId, final long sessionId, final long sequence, final int status) {
            count++;
        }

        @Override
        public void onSessionOpened(
                final long gatewayId,
                final long connectionId,
                final long correlationId,
                final long sessionId,
                final int window) {
            count++;
        }

        @Override
        public void onReply(
                final long connectionId,
                final long correlationId,
                final int status,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            count++;
        }

        @Override
        public void onLeaderChanged(final int leaderId, final boolean self) {}
    }
}
