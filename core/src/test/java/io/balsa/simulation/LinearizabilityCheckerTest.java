package io.balsa.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.simulation.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckerTest {
    private final List<Operation> history = new ArrayList<>();

    /** Adds an operation; its id is the value it writes. {@code to} may be {@link Operation#NEVER}. */
    private void add(
            final long id, final Kind kind, final long expected, final long result, final long from, final long to) {
        final Operation operation = new Operation(id, 1, kind, 0, expected, from);
        if (to != Operation.NEVER) {
            operation.answer(result, to);
        }
        history.add(operation);
    }

    private void write(final long value, final long from, final long to) {
        add(value, Kind.WRITE, 0, 1, from, to);
    }

    private void read(final long value, final long from, final long to) {
        add(1_000 + history.size(), Kind.READ, 0, value, from, to);
    }

    private void swap(final long value, final long expected, final boolean made, final long from, final long to) {
        add(value, Kind.SWAP, expected, made ? 1 : 0, from, to);
    }

    private void assertLinearizable() {
        assertThatCode(() -> LinearizabilityChecker.check(history)).doesNotThrowAnyException();
    }

    private void assertViolated() {
        assertThatThrownBy(() -> LinearizabilityChecker.check(history))
                .isInstanceOf(SimViolation.class)
                .hasMessageContaining("no order of the operations explains");
    }

    @Test
    void shouldAcceptEitherOrderWhenWritesOverlap() {
        write(1, 0, 10);
        write(2, 5, 15);
        read(1, 20, 25);

        assertLinearizable();
    }

    @Test
    void shouldRefuseAStaleReadWhenAnotherValueWasWrittenBefore() {
        write(1, 0, 10);
        write(2, 11, 15);
        read(1, 20, 25);

        assertViolated();
    }

    @Test
    void shouldRefuseReadsThatGoBackWhenAWriteIsUnderWay() {
        write(1, 0, 10);
        write(2, 11, 50);
        read(2, 20, 25);
        read(1, 30, 35);

        assertViolated();
    }

    @Test
    void shouldRefuseAValueThatNobodyWrote() {
        write(1, 0, 10);
        read(7, 11, 12);

        assertViolated();
    }

    @Test
    void shouldLetAWriteWithoutAnAnswerHappenAtAnyTimeOrNever() {
        write(1, 0, 10);
        write(2, 11, Operation.NEVER);
        read(1, 20, 25);
        read(2, 30, 35);
        assertLinearizable();

        read(1, 40, 45);
        assertViolated();
    }

    @Test
    void shouldRefuseTwoSwapsThatWereBothMadeFromOneValue() {
        write(1, 0, 10);
        swap(2, 1, true, 11, 20);
        assertLinearizable();

        swap(3, 1, true, 12, 22);
        assertViolated();
    }

    @Test
    void shouldExplainASwapThatFailedByAWriteThatWasNeverAnswered() {
        write(1, 0, 10);
        write(9, 11, Operation.NEVER);
        swap(2, 1, false, 12, 20);
        assertLinearizable();

        history.remove(1);
        assertViolated();
    }

    @Test
    void shouldRefuseALostWriteWhenItWasAcknowledged() {
        write(1, 0, 10);
        write(2, 11, 12);
        read(1, 13, 14);
        write(3, 15, 16);

        assertViolated();
    }
}
