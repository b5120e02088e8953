package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Allocation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands and queries through client, sockets, gateway and both rings, on one thread, allocate nothing once under way. */
class ClientAllocationTest {
    private static final int COMMANDS_PER_ROUND = 20_000;
    private static final int OUTSTANDING = 64;

    private final IngressRing ingress = new IngressRing(1 << 20);
    private final EgressRing egress = new EgressRing(1 << 20);
    private final Selector selector = Selector.open();
    private final ClientGateway gateway = new ClientGateway(
            selector,
            GatewayConfig.builder(new InetSocketAddress("127.0.0.1", 0), 1, 1, 1)
                    .build(),
            ingress,
            egress,
            status -> {});
    private final Echo echo = new Echo(egress);
    private final Counter counter = new Counter();
    private final PipelinedClient client = new PipelinedClient(
            ClientConfig.of("127.0.0.1:" + gateway.localAddress().getPort()), counter);
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[256]);
    private final Consumer<SelectionKey> callAttachment = ClientAllocationTest::callAttachment;

    ClientAllocationTest() throws IOException {
        egress.leaderChanged(1, true);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        gateway.close();
        selector.close();
    }

    @Test
    void shouldAllocateNothingWhenCommandsAndQueriesFlow() throws Exception {
        while (!client.isConnected()) {
            stepNode();
            client.poll();
        }

        final long fewestBytes = Allocation.leastBytesPerRound(this::runRound);

        assertThat(fewestBytes).isZero();
        assertThat(counter.answered).isPositive().isEqualTo(counter.told);
        assertThat(gateway.counters().replies()).isEqualTo(counter.answered);
    }

    private void runRound() throws IOException {
        final long goal = counter.answered + 2L * COMMANDS_PER_ROUND;
        int offered = 0;
        while (counter.answered < goal) {
            for (int i = 0; i < OUTSTANDING && offered < COMMANDS_PER_ROUND; i++) {
                if (client.offerCommand(command, 0, command.capacity()) > 0) {
                    offered++;
                    assertOffered(client.offerQuery(command, 0, 16));
                }
            }
            client.poll();
            stepNode();
            client.poll(1);
        }
    }

    private static void assertOffered(final long sequence) {
        if (sequence < 0) {
            throw new AssertionError("query not taken: " + sequence);
        }
    }

    private void stepNode() throws IOException {
        selector.selectNow(callAttachment);
        ingress.poll(echo, 1024);
        gateway.doWork(System.nanoTime());
    }

    @SuppressWarnings("unchecked")
    private static void callAttachment(final SelectionKey key) {
        ((Consumer<SelectionKey>) key.attachment()).accept(key);
    }

    private static final class Counter implements ReplyHandler {
        long told;
        long answered;

        @Override
        public void onCommandReply(
                final long sequence,
                final ResponseStatus status,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            told++;
            answered += status == ResponseStatus.OK ? 1 : 0;
        }

        @Override
        public void onQueryReply(
                final long sequence,
                final ResponseStatus status,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            told++;
            answered += status == ResponseStatus.OK ? 1 : 0;
        }
    }

    /** Answers with what it was asked. */
    private record Echo(EgressRing egress) implements IngressHandler {
        @Override
        public boolean onCommand(
                final long connectionId,
                final long sessionId,
                final long sequence,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            return egress.offerCommandReply(sessionId, sequence, ResponseStatus.OK.code(), buffer, offset, length);
        }

        @Override
        public boolean onSessionOpen(
                final long connectionId,
                final long correlationId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            return egress.offerSessionOpened(1, connectionId, correlationId, 1, 1024);
        }

        @Override
        public boolean onTakeSnapshot(final long connectionId, final long correlationId) {
            throw new AssertionError("no snapshot was asked for");
        }

        @Override
        public boolean onSessionClose(
                final long connectionId,
                final long correlationId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            return true;
        }

        @Override
        public boolean onQuery(
                final long connectionId,
                final long correlationId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            return egress.offerReply(connectionId, correlationId, ResponseStatus.OK.code(), buffer, offset, length);
        }
    }
}
