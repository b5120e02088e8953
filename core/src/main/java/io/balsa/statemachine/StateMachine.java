package io.balsa.statemachine;

import org.agrona.DirectBuffer;

/**
 * The replicated service: the same commands in the same order give the same state and the same responses on every node.
 *
 * <p>Threading: one thread calls all methods. Ownership: buffers are borrowed until the method returns. Determinism: no clock, no
 * random source, no iteration over identity hashes. Errors: an exception from {@link #apply} stops the node, since replicas
 * would differ from then on; answer bad input with a response instead.
 */
public interface StateMachine extends AutoCloseable {
    /** Applies a committed command and writes its response; called once per command, in log order. */
    void apply(CommittedCommand command, ResponseWriter response);

    /**
     * Answers a linearizable query; must not change state. An exception stops the node, as in {@link #apply}.
     */
    void query(DirectBuffer query, int offset, int length, ResponseWriter response);

    /**
     * Returns a hash of the whole state, equal on nodes that applied the same commands: that is how replicas are compared. May take
     * its time; {@link StateHash} mixes. A machine that keeps the default of 0 is left out of comparisons.
     */
    default long stateHash() {
        return 0;
    }

    @Override
    void close();
}
