package io.balsa.simulation;

import io.balsa.simulation.Operation.Kind;
import java.util.ArrayList;
import java.util.List;

/** All that clients asked and were answered, in order of the asking. */
final class History {
    private final SimScheduler scheduler;
    private final ExactlyOnceChecker exactlyOnce;
    private final List<Operation> operations = new ArrayList<>();
    private long answered;

    History(final SimScheduler scheduler, final ExactlyOnceChecker exactlyOnce) {
        this.scheduler = scheduler;
        this.exactlyOnce = exactlyOnce;
    }

    /** A client asks. */
    Operation begin(final int clientId, final Kind kind, final int register, final long expected) {
        final Operation operation =
                new Operation(operations.size() + 1L, clientId, kind, register, expected, scheduler.nowNs());
        operations.add(operation);
        return operation;
    }

    /** A client is answered. */
    void answer(final Operation operation, final long result) {
        operation.answer(result, scheduler.nowNs());
        end(operation);
    }

    /** A client is told that its operation is done, and not what came of it. */
    void done(final Operation operation) {
        operation.done(scheduler.nowNs());
        end(operation);
    }

    private void end(final Operation operation) {
        answered++;
        scheduler.note(operation.id());
        if (operation.kind() != Kind.READ) {
            exactlyOnce.onAcknowledged(operation.clientId(), operation.id());
        }
    }

    /** Returns how many operations were answered. */
    long answered() {
        return answered;
    }

    List<Operation> operations() {
        return operations;
    }
}
