package io.balsa.bench.jmh;

import io.balsa.statemachine.CommittedCommand;
import io.balsa.statemachine.ResponseWriter;
import io.balsa.statemachine.StateMachine;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** A state machine that costs nothing: it answers a command with its index. */
final class FixedAnswer implements StateMachine {
    @Override
    public void apply(final CommittedCommand command, final ResponseWriter response) {
        response.buffer().putLong(0, command.index(), ByteOrder.LITTLE_ENDIAN);
        response.length(Long.BYTES);
    }

    @Override
    public void query(final DirectBuffer query, final int offset, final int length, final ResponseWriter response) {
        throw new UnsupportedOperationException("nobody asks here");
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
