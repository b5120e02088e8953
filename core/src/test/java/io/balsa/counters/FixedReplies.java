package io.balsa.counters;

import io.balsa.statemachine.CommittedCommand;
import io.balsa.statemachine.ResponseWriter;
import io.balsa.statemachine.StateMachine;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** A state machine that costs nothing: it counts commands, and answers with their number. */
final class FixedReplies implements StateMachine {
    private long applied;

    @Override
    public void apply(final CommittedCommand command, final ResponseWriter response) {
        applied++;
        reply(response);
    }

    @Override
    public void query(final DirectBuffer query, final int offset, final int length, final ResponseWriter response) {
        reply(response);
    }

    private void reply(final ResponseWriter response) {
        response.buffer().putLong(0, applied, ByteOrder.LITTLE_ENDIAN);
        response.length(Long.BYTES);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
