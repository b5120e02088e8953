package io.balsa.bench.jmh;

import io.balsa.client.EgressHandler;
import io.balsa.client.EgressRing;
import io.balsa.client.IngressHandler;
import io.balsa.client.IngressRing;
import io.balsa.client.ResponseStatus;
import io.balsa.codec.sbe.entry.CommandEntryEncoder;
import io.balsa.codec.sbe.entry.MessageHeaderEncoder;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Commands through the ring before consensus, and replies through the ring after it: offered and taken in turns by one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingBenchmark {
    /** Holds the largest batch of the largest payloads. */
    private static final int RING_BYTES = 1 << 25;

    /** Bytes of a command, and of a reply. */
    @Param({"16", "256", "4096", "65536"})
    public int payloadBytes;

    /** Records that are offered before they are taken. */
    @Param({"1", "16", "256"})
    public int batch;

    private final Taker taker = new Taker();
    private final IngressRing ingress = new IngressRing(RING_BYTES);
    private final EgressRing egress = new EgressRing(RING_BYTES);
    private UnsafeBuffer record;
    private int recordLength;

    /** Makes the command. */
    @Setup
    public void encode() {
        record = new UnsafeBuffer(new byte[payloadBytes + 64]);
        final CommandEntryEncoder command = new CommandEntryEncoder()
                .wrapAndApplyHeader(record, 0, new MessageHeaderEncoder())
                .sessionId(1)
                .sequence(1)
                .ackedSequence(0);
        recordLength = command.limit() + payloadBytes;
    }

    /** A batch of commands; the score is for all of it. */
    @Benchmark
    public long ingress() {
        for (int i = 0; i < batch; i++) {
            require(ingress.offerCommand(1, record, 0, recordLength));
        }
        // A ring ends a poll where it wraps around.
        for (int taken = 0; taken < batch; ) {
            taken += ingress.poll(taker, batch - taken);
        }
        return taker.sum;
    }

    /** A batch of replies; the score is for all of it. */
    @Benchmark
    public long egress() {
        for (int i = 0; i < batch; i++) {
            require(egress.offerCommandReply(1, i, ResponseStatus.OK.code(), record, 0, payloadBytes));
        }
        for (int taken = 0; taken < batch; ) {
            taken += egress.poll(taker, batch - taken);
        }
        return taker.sum;
    }

    private static void require(final boolean offered) {
        if (!offered) {
            throw new IllegalStateException("the ring is full");
        }
    }

    /** Looks at what it takes, and nothing else. */
    private static final class Taker implements IngressHandler, EgressHandler {
        private long sum;

        @Override
        public boolean onCommand(
                final long connectionId,
                final long sessionId,
                final long sequence,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            sum += sequence + length;
            return true;
        }

        @Override
        public void onCommandReply(
                final long sessionId,
                final long sequence,
                final int status,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            sum += sequence + length;
        }

        @Override
        public boolean onSessionOpen(
                final long connectionId,
                final long correlationId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            throw unexpected();
        }

        @Override
        public boolean onSessionClose(
                final long connectionId,
                final long correlationId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            throw unexpected();
        }

        @Override
        public boolean onQuery(
                final long connectionId,
                final long correlationId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            throw unexpected();
        }

        @Override
        public boolean onTakeSnapshot(final long connectionId, final long correlationId) {
            throw unexpected();
        }

        @Override
        public void onCommandRefusal(
                final long connectionId, final long sessionId, final long sequence, final int status) {
            throw unexpected();
        }

        @Override
        public void onSessionOpened(
                final long gatewayId,
                final long connectionId,
                final long correlationId,
                final long sessionId,
                final int window) {
            throw unexpected();
        }

        @Override
        public void onReply(
                final long connectionId,
                final long correlationId,
                final int status,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            throw unexpected();
        }

        @Override
        public void onLeaderChanged(final int leaderId, final boolean self) {
            throw unexpected();
        }

        private static IllegalStateException unexpected() {
            return new IllegalStateException("only commands and their replies are offered here");
        }
    }
}
