package io.balsa.simulation;

import io.balsa.snapshot.SnapshotSink;
import io.balsa.snapshot.SnapshotSource;
import io.balsa.statemachine.CommittedCommand;
import io.balsa.statemachine.ResponseWriter;
import io.balsa.statemachine.StateHash;
import io.balsa.statemachine.StateMachine;
import io.balsa.statemachine.StateSnapshot;
import java.io.IOException;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A few registers, and a hash of every command since the beginning, so that two machines that differed once differ for ever.
 *
 * <p>A write answers with 1, a swap with whether it was made, a query with the register's value.
 */
final class RegisterMachine implements StateMachine {
    /** Is told what is applied. */
    @FunctionalInterface
    interface Listener {
        /** A command was applied; {@code hash} is that of all commands so far. */
        void onApplied(long index, long operationId, long hash);
    }

    private final long[] registers;
    private final Listener listener;
    private long hash = StateHash.SEED;

    RegisterMachine(final int registerCount, final Listener listener) {
        registers = new long[registerCount];
        this.listener = listener;
    }

    @Override
    public void apply(final CommittedCommand command, final ResponseWriter response) {
        final DirectBuffer buffer = command.buffer();
        final int offset = command.offset();
        final long operationId = RegisterCommand.operationId(buffer, offset);
        final int register = RegisterCommand.register(buffer, offset);
        final boolean made = !RegisterCommand.isSwap(buffer, offset)
                || registers[register] == RegisterCommand.expected(buffer, offset);
        if (made) {
            registers[register] = operationId;
        }
        hash = StateHash.mix(StateHash.mix(hash, command.index()), made ? operationId : -operationId);
        response.buffer().putLong(0, made ? 1 : 0, ByteOrder.LITTLE_ENDIAN);
        response.length(Long.BYTES);
        listener.onApplied(command.index(), operationId, hash);
    }

    @Override
    public void query(final DirectBuffer query, final int offset, final int length, final ResponseWriter response) {
        final int register = query.getInt(offset, ByteOrder.LITTLE_ENDIAN);
        response.buffer().putLong(0, registers[register], ByteOrder.LITTLE_ENDIAN);
        response.length(Long.BYTES);
    }

    @Override
    public long stateHash() {
        long all = hash;
        for (final long value : registers) {
            all = StateHash.mix(all, value);
        }
        return all;
    }

    /** A copy: the state is small. */
    @Override
    public StateSnapshot beginSnapshot() {
        final UnsafeBuffer image = new UnsafeBuffer(new byte[Long.BYTES * (registers.length + 1)]);
        image.putLong(0, hash, ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < registers.length; i++) {
            image.putLong(Long.BYTES * (i + 1), registers[i], ByteOrder.LITTLE_ENDIAN);
        }
        return new Image(image);
    }

    @Override
    public void loadSnapshot(final SnapshotSource source) {
        final UnsafeBuffer image = new UnsafeBuffer(new byte[Long.BYTES * (registers.length + 1)]);
        source.read(image, 0, image.capacity());
        hash = image.getLong(0, ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < registers.length; i++) {
            registers[i] = image.getLong(Long.BYTES * (i + 1), ByteOrder.LITTLE_ENDIAN);
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    /** Written in two steps, so that something can happen in between. */
    private static final class Image implements StateSnapshot {
        private final UnsafeBuffer image;
        private int written;

        private Image(final UnsafeBuffer image) {
            this.image = image;
        }

        @Override
        public boolean write(final SnapshotSink sink) throws IOException {
            final int length = written == 0 ? Long.BYTES : image.capacity() - written;
            sink.write(image, written, length);
            written += length;
            return written < image.capacity();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
